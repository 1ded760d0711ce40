import type { ModelParameters } from "../../catalog/models";
import { bytesPerNumber, type Precision } from "./precision";

/** `dense` or mixture of experts: the two kinds have constants of their own. */
export type ModelClass = "dense" | "moe";

export function modelClass(model: ModelParameters): ModelClass {
  return model.moe === undefined ? "dense" : "moe";
}

/** Parameters of the routed experts: the part that expert parallelism spreads and that a small batch reads partly. */
export function routedExpertParameters(model: ModelParameters): number {
  if (model.moe === undefined) return 0;
  const { experts, layers, expertIntermediateSize } = model.moe;
  return Math.min(model.totalParametersB * 1e9, layers * experts * 3 * model.hiddenSize * expertIntermediateSize);
}

/** Parameters that are multiplied for one token: the active ones without the input embedding, which is looked up. */
export function multipliedParameters(model: ModelParameters): number {
  const lookedUp = model.tiedEmbeddings === true ? 0 : model.vocabularySize * model.hiddenSize;
  const active = model.activeParametersB * 1e9;
  // Own parameters may leave embeddings out of the active count: never take more than half away.
  return active - Math.min(lookedUp, active / 2);
}

/** Tokens whose keys and values one layer keeps, averaged over the layers, for a sequence of `tokens`. */
export function cachedTokensPerLayer(model: ModelParameters, tokens: number): number {
  const window = model.slidingWindow;
  if (window === undefined) return tokens;
  const windowShare = window.layers / model.layers;
  return tokens * (1 - windowShare) + Math.min(tokens, window.windowTokens) * windowShare;
}

/** Bytes of the key-value cache of one sequence of `tokens`. */
export function cacheBytes(model: ModelParameters, tokens: number, precision: Precision): number {
  const numbersPerToken =
    model.mla === undefined ? 2 * model.kvHeads * model.headDim : model.mla.kvLoraRank + model.mla.ropeHeadDim;
  return cachedTokensPerLayer(model, tokens) * model.layers * numbersPerToken * bytesPerNumber[precision];
}

/** Floating-point operations of attention for one new token that looks at `context` tokens, latent form when decoding. */
export function decodeAttentionFlops(model: ModelParameters, context: number): number {
  const widths = model.mla === undefined ? 2 * model.headDim : 2 * model.mla.kvLoraRank + model.mla.ropeHeadDim;
  return 2 * model.layers * model.attentionHeads * widths * cachedTokensPerLayer(model, context);
}

/** Floating-point operations of attention, forward, per token of a causal sequence of `tokens`. */
export function causalAttentionFlopsPerToken(model: ModelParameters, tokens: number): number {
  const widths =
    model.mla === undefined
      ? 2 * model.headDim
      : model.mla.nopeHeadDim + model.mla.ropeHeadDim + model.mla.valueHeadDim;
  // A token sees half of the sequence on average: 2 operations x half the tokens.
  return model.layers * model.attentionHeads * widths * cachedTokensPerLayer(model, tokens);
}

/** Share of the routed experts that a batch touches, with tokens spread evenly over them. */
export function touchedExpertShare(model: ModelParameters, batch: number): number {
  if (model.moe === undefined) return 0;
  return 1 - Math.pow(1 - model.moe.activeExperts / model.moe.experts, batch);
}
