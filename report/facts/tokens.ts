import type { FactoryModel, PoolNode } from "../../model";
import { costPerMillionTokens, type Band, type Evidence, type NearestPoint } from "../../planning/estimate";
import { listPrice, type NodePrice } from "../cost";
import { acceleratorsAtMost, sum } from "./capacity";
import { workloadEstimates } from "./workloads";

/** What the tokens of a workload come to: the figures that a factory is judged by, and how sure they are. */
export interface TokenFigures {
  readonly workloadId: string;
  readonly kind: "training" | "inference";
  /** Trained tokens, or output tokens. */
  readonly tokensPerSec: Band;
  /** @default - the power of the accelerators is not known */
  readonly joulesPerToken?: Band;
  /** @default - no price is known */
  readonly usdPerMillionTokens?: Band;
  /** Day of the list price by which the tokens are reckoned. @default - they are by the pools' own prices */
  readonly listPriceOf?: string;
  readonly evidence: Evidence;
  /** Measured points most like the workload, the nearest first. */
  readonly nearestPoints: readonly NearestPoint[];
}

/** Figures of every workload that can be estimated. */
export function tokenFigures(model: FactoryModel): readonly TokenFigures[] {
  return workloadEstimates(model).flatMap((each): TokenFigures[] => {
    if (each.kind === "none" || each.estimate.outcome !== "estimated") return [];
    const { tokensPerSec, energy, evidence, nearestPoints } = each.estimate;
    return [
      {
        workloadId: each.workload.id,
        kind: each.kind,
        tokensPerSec,
        joulesPerToken: energy.outcome === "estimated" ? energy.joulesPerToken : undefined,
        ...cost(each.pools, each.accelerators, tokensPerSec),
        evidence,
        nearestPoints,
      },
    ];
  });
}

/** By the pools' own prices; where one has none, all by the list, which says so. */
function cost(
  pools: readonly PoolNode[],
  accelerators: number,
  tokensPerSec: Band,
): Pick<TokenFigures, "usdPerMillionTokens" | "listPriceOf"> {
  const own = perAccelerator(pools, ({ usdPerNodeHour }) => usdPerNodeHour);
  const price = own ?? perAccelerator(pools, listPrice);
  if (price === undefined) return {};
  return {
    usdPerMillionTokens: costPerMillionTokens(price.usd * accelerators, tokensPerSec),
    listPriceOf: own === undefined ? price.asOf : undefined,
  };
}

function perAccelerator(
  pools: readonly PoolNode[],
  priceOf: (pool: PoolNode) => NodePrice | undefined,
): Pick<NodePrice, "usd" | "asOf"> | undefined {
  const prices = pools.map((pool) => ({ pool, price: priceOf(pool) }));
  const [oldest] = prices.flatMap(({ price }) => price?.asOf ?? []).sort();
  if (oldest === undefined || prices.some(({ price }) => price === undefined)) return undefined;
  const usd = sum(prices, ({ pool, price }) => pool.maxNodes * (price?.usd ?? 0));
  return { usd: usd / sum(pools, acceleratorsAtMost), asOf: oldest };
}
