import fc from "fast-check";
import { accelerators } from "../../../catalog/accelerators";
import { models, type ModelParameters } from "../../../catalog/models";
import { memoryFit, estimateServing, type ServingInput } from "../../../planning/estimate/serving";
import { estimateTraining, type TrainingInput } from "../../../planning/estimate/training";

const modelIds = models.map((row) => row.id);
const acceleratorIds = accelerators().map((row) => row.id);
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const anyServing: fc.Arbitrary<ServingInput> = fc.record(
  {
    model: fc.constantFrom(...modelIds),
    accelerator: fc.constantFrom(...acceleratorIds),
    accelerators: fc.integer({ min: 1, max: 2048 }),
    precision: fc.constantFrom("bf16", "fp8", "int8", "fp4"),
    cachePrecision: fc.constantFrom("bf16", "fp8"),
    inputTokens: fc.integer({ min: 1, max: 40_000 }),
    outputTokens: fc.integer({ min: 1, max: 40_000 }),
    concurrency: fc.integer({ min: 1, max: 100_000 }),
    minTokensPerSecPerUser: number(0.1, 500),
    networkGbps: number(1, 3200),
    usdPerAcceleratorHour: number(0, 100),
    pue: number(1, 2),
  },
  { requiredKeys: ["model", "accelerator", "accelerators", "precision"] },
);

const anyTraining: fc.Arbitrary<TrainingInput> = fc.record(
  {
    model: fc.constantFrom(...modelIds),
    accelerator: fc.constantFrom(...acceleratorIds),
    accelerators: fc.integer({ min: 1, max: 20_000 }),
    precision: fc.constantFrom("bf16", "fp8", "fp4"),
    tokens: number(1, 1e15),
    sequenceTokens: fc.integer({ min: 1, max: 131_072 }),
    globalBatchSequences: fc.integer({ min: 1, max: 20_000 }),
    method: fc.constantFrom("full", "lora"),
    optimiser: fc.constantFrom("adamw", "adamw-8bit", "sgd-momentum"),
    goodput: number(0.1, 1),
    networkGbps: number(1, 3200),
    usdPerAcceleratorHour: number(0, 100),
  },
  { requiredKeys: ["model", "accelerator", "accelerators", "precision", "tokens"] },
);

/** Numbers anywhere in a value that are NaN, infinite or negative, with their place. */
function badNumbers(value: unknown, place = ""): readonly string[] {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? [] : [`${place}: ${value}`];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => badNumbers(inner, `${place}.${key}`));
}

/** Problems repeat what was given, which may be anything. */
function figuresOf(estimate: object): object {
  return "problems" in estimate ? {} : estimate;
}

test("no input gives a number that is not finite, or a band whose ends are crossed", () => {
  fc.assert(
    fc.property(anyServing, (input) => {
      const estimate = estimateServing(input);
      expect(badNumbers(figuresOf(estimate))).toEqual([]);
      if (estimate.outcome !== "estimated") return;
      expect(estimate.tokensPerSec.low).toBeLessThan(estimate.tokensPerSec.expected);
      expect(estimate.tokensPerSec.expected).toBeLessThan(estimate.tokensPerSec.high);
      expect(estimate.tokensPerSec.expected).toBeGreaterThan(0);
      expect(estimate.memory.fits).toBe(true);
      expect(estimate.nearestPoints).toHaveLength(3);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(anyTraining, (input) => {
      const estimate = estimateTraining(input);
      expect(badNumbers(figuresOf(estimate))).toEqual([]);
      if (estimate.outcome !== "estimated") return;
      expect(estimate.timeToTrainHours.low).toBeLessThanOrEqual(estimate.timeToTrainHours.high);
      expect(estimate.modelFlopsUtilisation.expected).toBeLessThan(0.8);
      expect(estimate.memory.fits).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("wrong numbers are problems of their field, never exceptions", () => {
  const wild = fc.oneof(fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, 0, 1e300), fc.double());
  fc.assert(
    fc.property(
      anyServing,
      wild,
      fc.constantFrom("accelerators", "inputTokens", "concurrency", "pue"),
      (i, x, field) => {
        const estimate = estimateServing({ ...i, [field]: x });
        expect(badNumbers(figuresOf(estimate))).toEqual([]);
        if (!Number.isFinite(x) || x < 0) {
          expect(estimate).toMatchObject({ outcome: "invalid" });
          if (estimate.outcome === "invalid") expect(estimate.problems.map((one) => one.field)).toContain(field);
        }
      },
    ),
    { numRuns: 200 },
  );
});

/** Tokens per second, 0 where the model does not fit. */
function rate(input: ServingInput): number {
  const estimate = estimateServing(input);
  return estimate.outcome === "estimated" ? estimate.tokensPerSec.expected : 0;
}

function trainingRate(input: TrainingInput): number {
  const estimate = estimateTraining(input);
  return estimate.outcome === "estimated" ? estimate.tokensPerSec.expected : 0;
}

test("more accelerators never serve fewer tokens", () => {
  fc.assert(
    fc.property(anyServing, fc.integer({ min: 1, max: 500 }), (input, more) => {
      const larger = { ...input, accelerators: input.accelerators + more };
      expect(rate(larger)).toBeGreaterThanOrEqual(rate(input) * (1 - 1e-9));
    }),
    { numRuns: 200 },
  );
});

test("more accelerators never train slower by more than a tenth", () => {
  fc.assert(
    fc.property(anyTraining, fc.integer({ min: 1, max: 3000 }), (input, more) => {
      const larger = { ...input, accelerators: input.accelerators + more };
      // Collectives of a larger group take a little longer where the batch stays the same.
      expect(trainingRate(larger)).toBeGreaterThanOrEqual(trainingRate(input) * 0.9);
    }),
    { numRuns: 40 },
  );
});

/** A dense model and a larger one: more layers, or wider. */
const twoModels: fc.Arbitrary<readonly [ModelParameters, ModelParameters]> = fc
  .record({
    layers: fc.integer({ min: 4, max: 100 }),
    heads: fc.constantFrom(8, 16, 32, 64),
    moreLayers: fc.integer({ min: 0, max: 60 }),
    widening: fc.constantFrom(1, 1.5, 2),
  })
  .map(({ layers, heads, moreLayers, widening }) => {
    const build = (depth: number, hiddenSize: number): ModelParameters => {
      const intermediateSize = 3.5 * hiddenSize;
      const perLayer = 2 * hiddenSize * heads * 128 + 2 * hiddenSize * 8 * 128 + 3 * hiddenSize * intermediateSize;
      const billions = (depth * perLayer + 2 * 128_000 * hiddenSize) / 1e9;
      return {
        totalParametersB: billions,
        activeParametersB: billions,
        layers: depth,
        hiddenSize,
        intermediateSize,
        attentionHeads: heads,
        kvHeads: 8,
        headDim: 128,
        vocabularySize: 128_000,
        contextTokens: 131_072,
      };
    };
    const hiddenSize = heads * 128;
    return [build(layers, hiddenSize), build(layers + moreLayers, hiddenSize * widening)] as const;
  });

test("a larger model is never faster", () => {
  fc.assert(
    fc.property(twoModels, anyServing, ([small, large], input) => {
      expect(rate({ ...input, model: large })).toBeLessThanOrEqual(rate({ ...input, model: small }) * (1 + 1e-9));
    }),
    { numRuns: 200 },
  );
});

test("memory grows with the model, the requests and the precision", () => {
  const totalGB = (input: ServingInput): number => {
    const fit = memoryFit({ ...input, accelerator: "b300", accelerators: 1, concurrency: 1 });
    return "perAccelerator" in fit ? fit.perAccelerator.totalGB : Number.NaN;
  };
  fc.assert(
    fc.property(twoModels, anyServing, fc.integer({ min: 1, max: 10_000 }), ([small, large], input, longer) => {
      const base = { ...input, model: small, cachePrecision: "fp8", precision: "fp8" } as const;
      expect(totalGB({ ...base, model: large })).toBeGreaterThanOrEqual(totalGB(base) - 1e-6);
      expect(totalGB({ ...base, inputTokens: (base.inputTokens ?? 1024) + longer })).toBeGreaterThan(totalGB(base));
      expect(totalGB({ ...base, precision: "bf16" })).toBeGreaterThan(totalGB(base));
      expect(totalGB({ ...base, precision: "fp4" })).toBeLessThan(totalGB(base));
    }),
    { numRuns: 100 },
  );
});
