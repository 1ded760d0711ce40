import { model, models } from "../../../catalog/models";
import { cacheBytes, routedExpertParameters } from "../../../planning/estimate/model-shape";
import { checkpointSizeGB, requiredAccelerators, trainingStateGB } from "../../../planning/estimate/memory";
import { estimateServing, memoryFit } from "../../../planning/estimate/serving";
import { estimateTraining } from "../../../planning/estimate/training";

test("Llama 3 70B has 141.1 GB of BF16 weights, half in FP8", () => {
  const weights = (precision: "bf16" | "fp8") => {
    const fit = memoryFit({ model: "llama-3-70b", accelerator: "b300", accelerators: 1, precision });
    if (!("perAccelerator" in fit)) throw new Error("expected a memory fit");
    return fit.perAccelerator.weightsGB;
  };
  expect(weights("bf16")).toBeCloseTo(141.1, 1);
  expect(weights("fp8")).toBeCloseTo(70.55, 1);
});

test("the cache of grouped-query attention is two vectors of all key-value heads per token and layer", () => {
  // 80 layers x 8 heads x 128 numbers x 2 (keys, values) x 2 bytes.
  expect(cacheBytes(model("llama-3-70b"), 1, "bf16")).toBe(327_680);
  expect(cacheBytes(model("llama-3-70b"), 8192, "fp8")).toBe(8192 * 163_840);
});

test("the cache of latent attention is one compressed vector per token and layer", () => {
  // 61 layers x (512 + 64) numbers x 2 bytes.
  expect(cacheBytes(model("deepseek-v3"), 1, "bf16")).toBe(70_272);
});

test("layers with a sliding window keep no more than the window", () => {
  // 18 full layers keep 4,096 tokens, 18 keep 128; 8 heads x 64 numbers x 2 x 2 bytes.
  expect(cacheBytes(model("gpt-oss-120b"), 4096, "bf16")).toBeCloseTo((18 * 4096 + 18 * 128) * 2048, 3);
});

test("a checkpoint of AdamW takes 14 bytes for every parameter, the training state 16", () => {
  expect(checkpointSizeGB("llama-3-70b")).toBeCloseTo(70.552 * 14, 6);
  expect(trainingStateGB("llama-3-70b")).toBeCloseTo(70.552 * 16, 6);
  expect(checkpointSizeGB("llama-3-70b", "adamw-8bit")).toBeCloseTo(70.552 * 8, 6);
  expect(() => checkpointSizeGB("lama-3-70b")).toThrow("did you mean 'llama-3-70b'");
});

test("the routed experts of DeepSeek V3 are 58 layers of 256 experts of three matrices", () => {
  expect(routedExpertParameters(model("deepseek-v3"))).toBe(58 * 256 * 3 * 7168 * 2048);
});

test("the fewest accelerators follow from weights, cache and the memory an engine can use", () => {
  expect(requiredAccelerators("llama-3.1-8b", "h100", "bf16")).toBe(1);
  expect(requiredAccelerators("llama-3-70b", "h100", "fp8")).toBe(1);
  expect(requiredAccelerators("llama-3-70b", "h100", "bf16")).toBe(2);
  // 811.7 GB of weights in eight times 72 GB do not go; two nodes do.
  expect(requiredAccelerators("llama-3.1-405b", "h100", "bf16")).toBe(16);
  expect(requiredAccelerators("llama-3.1-405b", "h100", "fp8")).toBe(8);
  expect(requiredAccelerators("llama-3.1-8b", "h100", "bf16", { concurrency: 100_000 })).toBeGreaterThan(100);
  expect(requiredAccelerators("llama-3.1-8b", "rtx-pro-6000-server", "fp8")).toBeUndefined();
  expect(() => requiredAccelerators("llama-3.1-8b", "h10", "bf16")).toThrow("did you mean 'h100'");
});

test("as many accelerators as required do fit, one fewer does not", () => {
  for (const [name, precision] of [
    ["llama-3.1-405b", "bf16"],
    ["deepseek-v3", "fp8"],
    ["qwen3-235b-a22b", "fp8"],
    ["mixtral-8x22b", "bf16"],
  ] as const) {
    const fewest = requiredAccelerators(name, "h100", precision) ?? 0;
    const outcome = (accelerators: number) =>
      estimateServing({ model: name, accelerator: "h100", accelerators, precision }).outcome;
    expect([name, outcome(fewest)]).toEqual([name, "estimated"]);
    expect([name, outcome(fewest - 1)]).toEqual([name, "does-not-fit"]);
  }
});

test("the parts of the memory add up to the total, and the total stays within the capacity where it fits", () => {
  for (const { id } of models) {
    const serving = memoryFit({
      model: id,
      accelerator: "gb200",
      accelerators: 72,
      precision: "fp8",
      inputTokens: 512,
    });
    if (!("perAccelerator" in serving)) throw new Error(`expected a memory fit of ${id}`);
    const { totalGB, capacityGB, ...parts } = serving.perAccelerator;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(totalGB, 6);
    expect(serving.fits).toBe(true);
    expect(totalGB).toBeLessThanOrEqual(capacityGB + 1e-6);
  }
});

test("training state is divided over the accelerators as the plan says", () => {
  const input = { model: "llama-3.1-8b", accelerator: "h100", precision: "bf16", tokens: 1e9 } as const;
  const estimate = estimateTraining({ ...input, accelerators: 8 });
  if (estimate.outcome !== "estimated") throw new Error(`expected an estimate, got ${estimate.outcome}`);
  // AdamW: 12 bytes for every one of 8.03 billion parameters, over eight accelerators.
  expect(estimate.memory.perAccelerator.optimiserGB).toBeCloseTo((8.03 * 12) / 8, 2);
  expect(estimate.checkpointGB).toBeCloseTo(8.03 * 14, 1);
});
