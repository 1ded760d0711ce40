import { findInstanceType, onDemandPrice } from "../../catalog";

/** What a part of a node costs; how an owner divides the price of a node among those who use it. */
export interface UnitPrices {
  /** USD for one vCPU for one hour. */
  readonly usdPerCpuHour: number;
  /** USD for one GiB of memory for one hour. */
  readonly usdPerMemoryGiBHour: number;
  /** USD for one accelerator for one hour, beside the processors and memory of its node. */
  readonly usdPerAcceleratorHour: number;
  /** USD for one GiB of a volume for one month. @default 0 */
  readonly usdPerVolumeGiBMonth?: number;
}

/** Types that differ in memory alone: their difference is what memory costs. */
const general = "m7i.16xlarge";
const memoryRich = "r7i.16xlarge";

/**
 * Prices by the catalogue's dated on-demand prices: memory by the difference between two types that have nothing else
 * different, a vCPU by what is left of the cheaper one, and an accelerator by what is left of its own type.
 *
 * @returns undefined where one of the three prices is not known in the region
 */
export function unitPricesOf(acceleratedType: string, region: string): UnitPrices | undefined {
  const [base, rich, accelerated] = [general, memoryRich, acceleratedType].map((name) => {
    const type = findInstanceType(name);
    const price = onDemandPrice(name, region);
    return type === undefined || price === undefined ? undefined : { ...type, usdPerHour: price.usdPerHour };
  });
  const accelerators = accelerated?.accelerator?.count ?? 0;
  if (base === undefined || rich === undefined || accelerated === undefined || accelerators === 0) return undefined;
  const usdPerMemoryGiBHour = (rich.usdPerHour - base.usdPerHour) / (gib(rich) - gib(base));
  const usdPerCpuHour = (base.usdPerHour - usdPerMemoryGiBHour * gib(base)) / base.vCpus;
  const host = usdPerCpuHour * accelerated.vCpus + usdPerMemoryGiBHour * gib(accelerated);
  return {
    usdPerCpuHour,
    usdPerMemoryGiBHour,
    usdPerAcceleratorHour: Math.max(0, accelerated.usdPerHour - host) / accelerators,
  };
}

function gib({ memoryMiB }: { readonly memoryMiB: number }): number {
  return memoryMiB / 1024;
}
