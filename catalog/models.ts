import type { Dated } from "./dated";
import data from "./data/models.json";
import { suggestNames, UnknownNameError } from "./lookup";

/** The expert layers of a mixture-of-experts model. */
export interface MixtureOfExperts {
  /** Routed experts in each mixture layer. */
  readonly experts: number;
  /** Routed experts that work on one token. */
  readonly activeExperts: number;
  /** Experts that work on every token. */
  readonly sharedExperts: number;
  /** Inner width of one expert. */
  readonly expertIntermediateSize: number;
  /** How many of the model's layers are mixture layers. */
  readonly layers: number;
}

/** Multi-head latent attention: the cache holds one compressed vector per token and layer instead of keys and values. */
export interface LatentAttention {
  /** Width of the compressed vector that is cached. */
  readonly kvLoraRank: number;
  /** Width of the compressed query. */
  readonly queryLoraRank: number;
  /** Width of a head's part that carries the position. */
  readonly ropeHeadDim: number;
  /** Width of a head's part without position. */
  readonly nopeHeadDim: number;
  /** Width of a head's value. */
  readonly valueHeadDim: number;
}

/** Layers that look only at the last tokens. */
export interface SlidingWindow {
  /** Tokens that such a layer sees. */
  readonly windowTokens: number;
  /** How many of the model's layers have the window; the others see everything. */
  readonly layers: number;
}

/** The numbers of a language model that memory and speed follow from. */
export interface ModelParameters {
  /** All parameters, in billions. */
  readonly totalParametersB: number;
  /** Parameters used for one token, in billions, embeddings among them. Equal to the total for a dense model. */
  readonly activeParametersB: number;
  /** Transformer layers. */
  readonly layers: number;
  /** Width of the hidden state. */
  readonly hiddenSize: number;
  /** Inner width of the dense feed-forward layers. */
  readonly intermediateSize: number;
  /** Attention heads of one layer. */
  readonly attentionHeads: number;
  /** Heads whose keys and values are cached (grouped-query attention). */
  readonly kvHeads: number;
  /** Width of one head. */
  readonly headDim: number;
  /** Tokens of the vocabulary. */
  readonly vocabularySize: number;
  /** Longest sequence, input and output together. */
  readonly contextTokens: number;
  /** Input and output embedding are one matrix. @default false */
  readonly tiedEmbeddings?: boolean;
  /** Experts of a mixture. @default - a dense model */
  readonly moe?: MixtureOfExperts;
  /** Compressed cache. @default - keys and values are cached as they are */
  readonly mla?: LatentAttention;
  /** Layers that see only the last tokens. @default - every layer sees the whole sequence */
  readonly slidingWindow?: SlidingWindow;
}

/** A published open-weight model. */
export interface Model extends ModelParameters, Dated {
  /** Id in the table: `llama-3.1-70b`. */
  readonly id: string;
  /** Family that it is of: `Llama 2`. */
  readonly family: string;
  /** Other names of the same model: as the measured points, the model hub and the training framework write it. */
  readonly aliases: readonly string[];
  /** Precision of the published weights where it is not BF16. */
  readonly nativeWeightPrecision?: "fp8" | "fp4";
}

/** All models, by family. */
export const models: readonly Model[] = data.models as readonly Model[];

const byName = new Map(models.flatMap((row) => [row.id, ...row.aliases].map((name) => [name.toLowerCase(), row])));

/** The model of that id or alias, whatever its case, or undefined. */
export function findModel(name: string): Model | undefined {
  return byName.get(name.toLowerCase());
}

/** The model of that id or alias, whatever its case. @throws UnknownNameError */
export function model(name: string): Model {
  const row = findModel(name);
  if (row === undefined) throw new UnknownNameError("model", name, suggestModels(name));
  return row;
}

/** Model ids that look like `name`, or begin like it, nearest first. */
export function suggestModels(name: string): readonly string[] {
  const ids = models.map((row) => row.id);
  const whole = suggestNames(name, ids);
  if (whole.length > 0) return whole;
  const beginnings = new Set(suggestNames(name, new Set(ids.map((id) => id.slice(0, name.length)))));
  return ids.filter((id) => beginnings.has(id.slice(0, name.length))).slice(0, 3);
}
