import type { TrainingConstants } from "./constants";
import type { Hardware } from "./hardware";
import { trainingMemory, type MemoryFit, type TrainingMemoryInput } from "./memory";
import {
  trainingFlopsPerToken,
  trainingTimes,
  type TrainingLoad,
  type TrainingPlan,
  type TrainingTimes,
} from "./training-rate";

/** A way to spread the job, and what it delivers. */
export interface TrainingSystem {
  readonly plan: TrainingPlan;
  /** Accelerators that work; the plan need not divide all there are. */
  readonly used: number;
  readonly times: TrainingTimes;
  readonly memory: MemoryFit;
  readonly recomputation: "none" | "full";
  /** What the formula gives, before it is held to what was measured. */
  readonly formulaTokensPerSec: number;
  readonly tokensPerSec: number;
}

/** Computing the activations again costs one more forward pass on top of forward and backward. */
const recomputationFactor = 4 / 3;

function powersOfTwo(most: number): readonly number[] {
  const list: number[] = [];
  for (let value = 1; value <= most; value *= 2) list.push(value);
  return list;
}

/** Ways to spread the job that make sense on the hardware, data parallelism aside. */
export function trainingPlans(load: TrainingLoad, hardware: Hardware, accelerators: number): readonly TrainingPlan[] {
  const { model, sequenceTokens } = load;
  const plans: TrainingPlan[] = [];
  // Experts are too small to cut further: no measured run of a mixture spreads a layer over more than two.
  const widest = model.moe === undefined ? 8 : 2;
  const tensorMost = Math.min(widest, hardware.domainSize, model.attentionHeads, accelerators);
  // Sequences are cut only where they are long: 8,192 tokens fit on one accelerator.
  const contextMost = Math.min(64, Math.max(1, sequenceTokens / 8192));
  for (const tensor of powersOfTwo(tensorMost)) {
    for (const context of powersOfTwo(contextMost)) {
      // No measured run has more than 16 stages.
      for (const pipeline of powersOfTwo(Math.min(16, model.layers))) {
        const group = tensor * context * pipeline;
        if (group > accelerators) continue;
        for (const expert of expertWidths(load, accelerators, tensor * pipeline, context)) {
          plans.push({ tensor, pipeline, context, expert, sharding: "optimiser" });
        }
        if (pipeline === 1 && model.moe === undefined)
          plans.push({ tensor, pipeline, context, expert: 1, sharding: "full" });
      }
    }
  }
  return plans;
}

/**
 * Over how many accelerators the experts are spread, which work on different sequences or parts of one. Over eight at
 * least, where the job has as many: no measured run keeps more experts together.
 */
function expertWidths(load: TrainingLoad, accelerators: number, perStage: number, context: number): readonly number[] {
  const { model, globalBatchSequences } = load;
  const most = Math.min(model.moe?.experts ?? 1, globalBatchSequences * context);
  const least = Math.min(8, powersOfTwo(Math.min(most, accelerators)).at(-1) ?? 1);
  return powersOfTwo(Math.min(most, Math.floor(accelerators / perStage))).filter((width) => width >= least);
}

/**
 * The plan that fits and delivers most, or the one that comes nearest to fitting. None delivers more than
 * `mostUtilisation` of the peak: a plan without collectives meets losses that the formula does not know.
 */
export function bestTrainingSystem(
  load: TrainingLoad,
  memoryInput: Omit<TrainingMemoryInput, "recomputation">,
  hardware: Hardware,
  accelerators: number,
  fit: TrainingConstants,
  mostUtilisation = 1,
): TrainingSystem | undefined {
  const mostPerAccelerator = (mostUtilisation * hardware.flopsPerSec) / trainingFlopsPerToken(load);
  let best: TrainingSystem | undefined;
  for (const plan of trainingPlans(load, hardware, accelerators)) {
    for (const used of usedCounts(load, hardware, accelerators, plan)) {
      for (const recomputation of ["none", "full"] as const) {
        const memory = trainingMemory({ ...memoryInput, recomputation }, hardware, used, plan);
        const times = trainingTimes(load, hardware, used, plan, fit);
        const again = recomputation === "full" ? (times.compute + times.memory) * (recomputationFactor - 1) : 0;
        const formulaTokensPerSec = (load.globalBatchSequences * load.sequenceTokens) / (times.step + again);
        const tokensPerSec = Math.min(formulaTokensPerSec, used * mostPerAccelerator);
        const system = { plan, used, times, memory, recomputation, formulaTokensPerSec, tokensPerSec };
        if (best === undefined || isBetter(system, best)) best = system;
      }
    }
  }
  return best;
}

/** All whole groups, no more than there are sequences; and those of one scale-up domain, whose links are faster. */
function usedCounts(
  load: TrainingLoad,
  hardware: Hardware,
  accelerators: number,
  plan: TrainingPlan,
): readonly number[] {
  const group = plan.tensor * plan.pipeline * plan.context;
  // All factors are powers of two: the larger one is a multiple of the other.
  const unit = Math.max(group, plan.tensor * plan.pipeline * plan.expert);
  const most = load.globalBatchSequences * group;
  const wholeUnits = (count: number) => Math.floor(Math.min(count, most) / unit) * unit;
  const counts = new Set([wholeUnits(accelerators), wholeUnits(Math.min(accelerators, hardware.domainSize))]);
  return [...counts].filter((count) => count >= unit);
}

function isBetter(one: TrainingSystem, than: TrainingSystem): boolean {
  if (one.memory.fits !== than.memory.fits) return one.memory.fits;
  if (!one.memory.fits) return one.memory.shortfallGB < than.memory.shortfallGB;
  if (one.tokensPerSec !== than.tokensPerSec) return one.tokensPerSec > than.tokensPerSec;
  return one.formulaTokensPerSec > than.formulaTokensPerSec;
}
