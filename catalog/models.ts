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
  readonly kvLoraRank: number;
  readonly queryLoraRank: number;
  readonly ropeHeadDim: number;
  readonly nopeHeadDim: number;
  readonly valueHeadDim: number;
}

/** Layers that look only at the last tokens. */
export interface SlidingWindow {
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
  readonly layers: number;
  readonly hiddenSize: number;
  /** Inner width of the dense feed-forward layers. */
  readonly intermediateSize: number;
  readonly attentionHeads: number;
  /** Heads whose keys and values are cached (grouped-query attention). */
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabularySize: number;
  /** Longest sequence, input and output together. */
  readonly contextTokens: number;
  /** Input and output embedding are one matrix. @default false */
  readonly tiedEmbeddings?: boolean;
  /** @default - a dense model */
  readonly moe?: MixtureOfExperts;
  /** @default - keys and values are cached as they are */
  readonly mla?: LatentAttention;
  /** @default - every layer sees the whole sequence */
  readonly slidingWindow?: SlidingWindow;
}

/** A published open-weight model. */
export interface Model extends ModelParameters, Dated {
  readonly id: string;
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
