import { findModel, model, models, suggestModels, type Model } from "../../../catalog/models";
import { servingPoints, throughputPoints, trainingPoints } from "../../../catalog/throughput-points";

/** Parameters that follow from a shape: attention, feed-forward or experts with their router, embeddings. */
function parametersOf(row: Model, expertsPerLayer: number): number {
  const { hiddenSize: h, attentionHeads, kvHeads, headDim, layers, moe, mla } = row;
  const attention =
    mla === undefined
      ? 2 * h * attentionHeads * headDim + 2 * h * kvHeads * headDim
      : h * (mla.queryLoraRank + mla.kvLoraRank + mla.ropeHeadDim) +
        mla.queryLoraRank * attentionHeads * (mla.nopeHeadDim + mla.ropeHeadDim) +
        mla.kvLoraRank * attentionHeads * (mla.nopeHeadDim + mla.valueHeadDim) +
        attentionHeads * mla.valueHeadDim * h;
  const dense = (layers - (moe?.layers ?? 0)) * 3 * h * row.intermediateSize;
  const mixture =
    moe === undefined
      ? 0
      : moe.layers * ((expertsPerLayer + moe.sharedExperts) * 3 * h * moe.expertIntermediateSize + h * moe.experts);
  const embeddings = row.vocabularySize * h * (row.tiedEmbeddings === true ? 1 : 2);
  return layers * attention + dense + mixture + embeddings;
}

test.each(models.map((row) => [row.id, row] as const))("the parameters of %s follow from its shape", (_, row) => {
  expect(parametersOf(row, row.moe?.experts ?? 0) / 1e9).toBeCloseTo(row.totalParametersB, 2);
  expect(parametersOf(row, row.moe?.activeExperts ?? 0) / 1e9).toBeCloseTo(row.activeParametersB, 2);
  expect(row.source).toMatch(/github:\S+@[0-9a-f]{40} /);
  expect(row.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("published sizes are met: billions of parameters as the publishers round them", () => {
  const published: Readonly<Record<string, readonly [number, number]>> = {
    "llama-3-8b": [8.03, 8.03],
    "llama-3-70b": [70.6, 70.6],
    "llama-3.1-405b": [406, 406],
    "llama-4-maverick": [400, 17],
    "llama-4-scout": [109, 17],
    "qwen3-235b-a22b": [235, 22],
    "qwen3-30b-a3b": [30.5, 3.3],
    "mixtral-8x7b": [46.7, 12.9],
    "deepseek-v3": [671, 37],
    "gpt-oss-120b": [116.8, 5.7],
  };
  for (const [id, [total, active]] of Object.entries(published)) {
    const row = model(id);
    expect(Math.abs(row.totalParametersB / total - 1)).toBeLessThan(0.02);
    expect(Math.abs(row.activeParametersB / active - 1)).toBeLessThan(0.03);
  }
});

test("models are found by id and by other names, whatever the case", () => {
  expect(findModel("LLAMA-3.3-70B")?.id).toBe("llama-3.3-70b");
  expect(findModel("Qwen3_235B_a22B")?.id).toBe("qwen3-235b-a22b");
  expect(findModel("nothing")).toBeUndefined();
  expect(suggestModels("lama-3-8b")[0]).toBe("llama-3-8b");
  expect(suggestModels("mixtral-8")).toContain("mixtral-8x7b");
  expect(() => model("lama-3-8b")).toThrow("did you mean 'llama-3-8b'");
});

test("no two models share a name", () => {
  const names = models.flatMap((row) => [...new Set([row.id, ...row.aliases].map((name) => name.toLowerCase()))]);
  expect(new Set(names).size).toBe(names.length);
});

test("every measured point has a source and a rate, and names a model of the table or none", () => {
  expect(throughputPoints.length).toBe(servingPoints.length + trainingPoints.length);
  for (const point of throughputPoints) {
    expect(point.source.length).toBeGreaterThan(10);
    expect(point.source).not.toMatch(/^s\d+$/);
    expect(point.tokensPerSec).toBeGreaterThan(0);
    if (point.model !== undefined) expect(findModel(point.model)).toBeDefined();
  }
});
