import { acceleratorCapacity, networkGbpsPerAccelerator, readMBpsPerAccelerator } from "../../report/facts/capacity";
import { billOfMaterials, resourceCounts } from "../../report/facts/materials";
import { quotaRequests } from "../../report/facts/quotas";
import { flowOf } from "../../report/facts/flow";
import { tokenFigures } from "../../report/facts/tokens";
import { workloadEstimates } from "../../report/facts/workloads";
import { factorySummary } from "../../report";
import { bucket, cloudModel, filesystem, hybridModel, pool, service } from "./models";

const l40s = (id: string, perNode: number, facts = {}) =>
  pool(id, {
    instanceType: perNode === 1 ? "g6e.xlarge" : "g6e.12xlarge",
    vCpus: perNode === 1 ? 4 : 48,
    accelerator: { id: "l40s", name: "NVIDIA L40S", kind: "gpu", perNode, memoryGiBEach: 44 },
    capacity: { kind: "elastic" },
    minNodes: 0,
    fabricGbpsPerNode: undefined,
    networkGbpsPerNode: 100,
    ...facts,
  });

describe("capacity", () => {
  it("adds the pools of one kind of accelerator, at the largest size", () => {
    const [h200, others] = acceleratorCapacity(cloudModel({ pools: [l40s("small", 1), pool("a"), pool("b")] }));
    expect(h200).toMatchObject({ name: "NVIDIA H200", minCount: 32, maxCount: 64, memoryGiB: 64 * 141 });
    expect(h200?.densePflops.bf16).toBeCloseTo(64 * 0.9895, 1);
    expect(h200?.densePflops.fp4).toBeUndefined();
    expect(h200?.boardPowerKW).toBeCloseTo(44.8);
    expect(others).toMatchObject({ name: "NVIDIA L40S", minCount: 0, maxCount: 4 });
  });

  it("says nothing of an accelerator that the catalogue lacks, and of memory that one pool does not state", () => {
    const own = pool("own", { accelerator: { id: "no-such", name: "Own", kind: "asic", perNode: 2 } });
    expect(acceleratorCapacity(cloudModel({ pools: [own] }))).toMatchObject([
      { name: "Own", maxCount: 8, memoryGiB: undefined, densePflops: {}, boardPowerKW: undefined },
    ]);
  });

  it("divides fabric, network and storage by the accelerators that share them", () => {
    expect(networkGbpsPerAccelerator(pool("gpu"))).toBe(400);
    expect(networkGbpsPerAccelerator(l40s("large", 4))).toBe(25);
    expect(networkGbpsPerAccelerator(pool("cpu", { accelerator: undefined }))).toBeUndefined();
    expect(readMBpsPerAccelerator(filesystem("scratch"), cloudModel())).toBe(1000);
    expect(readMBpsPerAccelerator(filesystem("idle", { mountedByPoolIds: [] }), cloudModel())).toBeUndefined();
  });
});

describe("quotas", () => {
  it("asks for vCPUs of all pools that count against one code, at their largest size", () => {
    const pools = [pool("a"), pool("b", { maxNodes: 1 }), l40s("small", 1, { maxNodes: 16 })];
    const requests = quotaRequests(cloudModel({ pools }));
    const byCode = Object.fromEntries(requests.map((each) => [each.quota.code, each]));
    expect(byCode["L-417A185B"]).toMatchObject({ needed: 5 * 192, siteId: "eu-north-1", enoughByDefault: undefined });
    expect(byCode["L-DB2E81BA"]).toMatchObject({ needed: 64, usedBy: ["small: 16 × g6e.xlarge"] });
    expect(byCode["L-8F1B9C74"]).toMatchObject({ needed: 38_400, enoughByDefault: true });
    expect(byCode["L-0263D0A3"]).toMatchObject({ needed: 2 });
    expect(byCode["L-6D54EA21"]).toMatchObject({ needed: 2 });
    expect(byCode["L-BD136A63"]).toMatchObject({ needed: 4, enoughByDefault: true });
  });

  it("asks spot's own quota for spot, and none for capacity blocks and machines of one's own", () => {
    const codes = (facts: Parameters<typeof pool>[1]) =>
      quotaRequests(cloudModel({ pools: [pool("gpu", facts)], filesystems: [], networks: [], clusters: [] })).map(
        ({ quota }) => quota.code,
      );
    expect(codes({ capacity: { kind: "spot" } })).toEqual(["L-7212CCBC"]);
    expect(codes({ capacity: { kind: "reservation" } })).toEqual(["L-417A185B"]);
    expect(codes({ capacity: { kind: "capacity-block" } })).toEqual([]);
    expect(codes({ capacity: { kind: "owned" }, instanceType: undefined })).toEqual([]);
  });

  it("says that a filesystem larger than a new account allows must be requested", () => {
    const large = cloudModel({ filesystems: [filesystem("large", { capacityGiB: 120_000 })] });
    const request = quotaRequests(large).find(({ quota }) => quota.code === "L-8F1B9C74");
    expect(request).toMatchObject({ needed: 120_000, enoughByDefault: false });
  });
});

describe("workloads", () => {
  it("estimates training on all accelerators of its pools, for the stated tokens", () => {
    const [estimate] = workloadEstimates(cloudModel());
    if (estimate?.kind !== "training" || estimate.estimate.outcome !== "estimated") throw new Error("no estimate");
    expect(estimate).toMatchObject({ accelerators: 32, tokens: 2e12, tokensStated: true, precision: "bf16" });
    const { timeToTrainHours, tokensPerSec } = estimate.estimate;
    expect(timeToTrainHours.expected).toBeCloseTo(2e12 / tokensPerSec.expected / 3600, 3);
    expect(timeToTrainHours.low).toBeLessThan(timeToTrainHours.expected);
    expect(timeToTrainHours.high).toBeGreaterThan(timeToTrainHours.expected);
  });

  it("says how long a checkpoint and the dataset take on the fastest filesystem that the pools mount", () => {
    const slow = filesystem("slow", { readMBps: 100, writeMBps: 100 });
    const elsewhere = filesystem("elsewhere", { writeMBps: 1e6, readMBps: 1e6, mountedByPoolIds: [] });
    const [estimate] = workloadEstimates(cloudModel({ filesystems: [slow, filesystem("scratch"), elsewhere] }));
    if (estimate?.kind !== "training") throw new Error("no training");
    const { checkpoint, staging } = estimate;
    expect(checkpoint?.filesystem.id).toBe("scratch");
    expect(checkpoint?.seconds).toBeCloseTo((checkpoint?.sizeGB ?? 0) / 16, 6);
    expect(checkpoint?.shareOfTime).toBeCloseTo((checkpoint?.seconds ?? 0) / (1800 + (checkpoint?.seconds ?? 0)), 9);
    expect(staging).toMatchObject({ seconds: 100, datasetGB: 3200 });
  });

  it("takes a trillion tokens and BF16 where the workload says neither, and says so", () => {
    const [stated] = cloudModel().workloads;
    if (stated === undefined) throw new Error("no workload");
    const workloads = [{ ...stated, trainingTokens: undefined, precision: undefined }];
    expect(workloadEstimates(cloudModel({ workloads }))).toMatchObject([
      { tokens: 1e12, tokensStated: false, precision: "bf16", assumptions: ["the workload states no precision: bf16"] },
    ]);
  });

  it("estimates serving for each kind of machine, no wider than a node", () => {
    const pools = [l40s("small", 1), l40s("large", 4)];
    const workload = { id: "chat", path: "f", addresses: [], kind: "inference" as const, model: "llama-3.3-70b" };
    const workloads = [{ ...workload, precision: "fp8", poolIds: ["small", "large"] }];
    const estimates = workloadEstimates(cloudModel({ pools, workloads }));
    expect(estimates.map((each) => each.kind !== "none" && each.pools.map(({ id }) => id))).toEqual([
      ["small"],
      ["large"],
    ]);
    for (const each of estimates) {
      if (each.kind !== "inference" || each.estimate.outcome !== "estimated") throw new Error("no estimate");
      expect(each.estimate.plan.width).toBeLessThanOrEqual(each.pools[0]?.accelerator?.perNode ?? 0);
    }
  });

  it("gives the cost only where the pools have a price of their own", () => {
    const [without] = workloadEstimates(cloudModel());
    const price = { usd: 80, asOf: "2026-11-01", source: "contract" };
    const [withPrice] = workloadEstimates(cloudModel({ pools: [pool("gpu", { usdPerNodeHour: price })] }));
    const usd = (each: typeof without) => each?.kind === "training" && "usd" in each.estimate && each.estimate.usd;
    expect(usd(without)).toBe(false);
    expect(usd(withPrice)).toMatchObject({ expected: expect.any(Number) });
  });

  it("says why nothing is estimated", () => {
    const base = { id: "x", path: "f", addresses: [], kind: "training" as const };
    const workloads = [
      { ...base, poolIds: ["gpu"] },
      { ...base, model: "llama-3.1-8b", poolIds: ["nowhere"] },
      { ...base, model: "no-such-model", poolIds: ["gpu"] },
    ];
    const [unnamed, nowhere, unknown] = workloadEstimates(cloudModel({ workloads }));
    expect(unnamed).toMatchObject({ kind: "none", reason: expect.stringContaining("names no model") });
    expect(nowhere).toMatchObject({ kind: "none", reason: expect.stringContaining("none of its pools") });
    expect(unknown).toMatchObject({ estimate: { outcome: "invalid" } });
  });
});

describe("what tokens come to", () => {
  const price = { usd: 64, asOf: "2026-11-01", source: "our contract" };
  const [workload] = cloudModel().workloads;

  it("is reckoned by the pools' own prices", () => {
    const [figures] = tokenFigures(cloudModel({ pools: [pool("gpu", { usdPerNodeHour: price })] }));
    const usdPerSec = (4 * 64) / 3600;
    expect(figures?.usdPerMillionTokens?.expected).toBeCloseTo((usdPerSec * 1e6) / figures!.tokensPerSec.expected, 6);
    expect(figures?.listPriceOf).toBeUndefined();
  });

  it("is reckoned by the list where a pool has no price, and says of which day", () => {
    const [figures] = tokenFigures(cloudModel());
    expect(figures?.usdPerMillionTokens?.expected).toBeGreaterThan(0);
    expect(figures?.listPriceOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("has no cost where no price is known, and no figures where nothing is estimated", () => {
    const [own] = tokenFigures(cloudModel({ pools: [pool("gpu", { instanceType: undefined })] }));
    expect([own?.usdPerMillionTokens, own?.listPriceOf]).toEqual([undefined, undefined]);
    expect(tokenFigures(cloudModel({ workloads: [{ ...workload!, model: undefined }] }))).toEqual([]);
  });

  it("is of the accelerators that the workload states, and of no more than there are", () => {
    const of = (accelerators: number) => {
      const [figures] = tokenFigures(cloudModel({ workloads: [{ ...workload!, accelerators }] }));
      return figures!.tokensPerSec.expected;
    };
    expect(of(8)).toBeLessThan(of(32));
    expect(of(64)).toBe(of(32));
  });

  it("stands in the summary with its range, how sure it is, and the nearest measured point", () => {
    const [figures] = tokenFigures(cloudModel());
    const line = factorySummary(cloudModel())
      .split("\n")
      .find((each) => each.includes(" trained"));
    expect(line).toMatch(/^ {2}pretraining +[\d,]+ \([\d,]+–[\d,]+\) trained +[\d.]+ \([\d.]+–[\d.]+\) \* /);
    expect(line).toContain(`${figures?.evidence.sureness}, factor`);
    expect(line).toContain(figures?.nearestPoints[0]?.model);
    expect(factorySummary(cloudModel({ workloads: [] }))).not.toContain("Tokens, estimated");
  });
});

describe("the flow from data to tokens", () => {
  const chart = (name: string) => ({ chart: { name, version: "1", repository: "oci://r" } });
  const made = (kind: string) => ({ customResources: [{ apiVersion: "v1", kind, name: "one" }] });
  const whole = cloudModel({
    buckets: [bucket("datasets"), bucket("weights", { purpose: "weights" }), bucket("logs", { purpose: "logs" })],
    services: [
      service("argo", chart("argo-workflows")),
      service("tune", made("TrainJob")),
      service("mlflow", chart("mlflow")),
      service("chat", made("InferenceService")),
      service("inference-gateway", made("AIGatewayRoute")),
      service("kueue", chart("kueue")),
      service("loki", chart("loki")),
    ],
    teams: [{ id: "research", path: "p", addresses: [], namespaces: ["research"] }],
  });

  it("names what each step is made of", () => {
    expect(flowOf(whole).steps).toEqual([
      { stage: "data", things: ["Argo Workflows", "filesystem scratch", "bucket datasets"] },
      { stage: "queues", things: ["Kueue"] },
      { stage: "training", things: ["tune", "pretraining"] },
      { stage: "registry", things: ["MLflow", "bucket weights"] },
      { stage: "serving", things: ["chat"] },
      { stage: "gateway", things: ["AI gateway"] },
      { stage: "teams", things: ["research"] },
      { stage: "watching", things: ["Loki", "bucket logs"] },
    ]);
  });

  it("leads from data to teams without a gap", () => {
    const { edges } = flowOf(whole);
    const reached = new Set(["data"]);
    for (const { from, to, kind } of edges) if (kind === "carries" && reached.has(from)) reached.add(to);
    expect([...reached]).toEqual(["data", "training", "registry", "serving", "gateway", "teams"]);
    expect(edges.map(({ words }) => words)).toContain("weights and their digests: from registry to serving");
  });

  it("passes over the steps that a factory lacks", () => {
    const services = [service("tune", made("TrainJob")), service("chat", made("InferenceService"))];
    const { edges } = flowOf({ ...whole, services, buckets: [] });
    expect(edges.filter(({ kind }) => kind === "carries").map(({ from, to }) => `${from} ${to}`)).toEqual([
      "data training",
      "training serving",
      "serving teams",
    ]);
  });
});

describe("materials", () => {
  it("lists the networks that no pod attaches to, once each, where the site's plan names them", () => {
    const model = hybridModel();
    const [hall, ...others] = model.sites;
    const network = (name: string, switches: number, cables: number) => ({
      name,
      use: name,
      technology: "ethernet" as const,
      gbps: 200,
      tiers: [{ name: "leaf", switches }],
      cables,
      oversubscription: 1,
    });
    const networks = [network("compute", 8, 512), network("storage", 4, 130), network("in-band", 2, 70)];
    const sites = [{ ...hall!, facility: { ...hall!.facility!, networks } }, ...others];
    const lines = billOfMaterials({ ...model, sites });
    const of = (kind: string) =>
      lines.filter((line) => line.kind === kind).map(({ item, use, maxQuantity }) => [item, use, maxQuantity]);
    expect(of("switch")).toEqual([
      ["Ethernet leaf", "compute", 8],
      ["Ethernet leaf", "storage", 4],
      ["Ethernet leaf", "in-band", 2],
    ]);
    expect(of("cable").map(([, use, cables]) => [use, cables])).toEqual([
      ["compute", 512],
      ["storage", 130],
      ["in-band", 70],
    ]);
  });

  it("lists machines with their accelerators, switches, cables and racks", () => {
    const lines = billOfMaterials(hybridModel());
    expect(lines).toContainEqual({
      kind: "machine",
      item: "p5en.48xlarge, 8 × NVIDIA H200",
      use: "gpu",
      minQuantity: 2,
      maxQuantity: 4,
    });
    expect(lines).toContainEqual({
      kind: "switch",
      item: "InfiniBand leaf",
      use: "compute",
      minQuantity: 8,
      maxQuantity: 8,
    });
    expect(lines).toContainEqual(expect.objectContaining({ kind: "cable", maxQuantity: 512 }));
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "rack", item: "rack, direct liquid", maxQuantity: 12 }),
    );
  });

  it("counts every resource once, and neither look-ups nor providers", () => {
    const addresses = ["s:aws_vpc.a", "s:aws_vpc.b", "s:data.aws_region.r", "s:aws.aws", "t:helm_release.x"];
    const [site] = cloudModel().sites;
    if (site === undefined) throw new Error("no site");
    const empty = { networks: [], clusters: [], pools: [], fabrics: [], filesystems: [], buckets: [], keys: [] };
    const model = cloudModel({
      ...empty,
      services: [],
      workloads: [],
      sites: [
        { ...site, addresses },
        { ...site, id: "again", addresses: ["s:aws_vpc.a"] },
      ],
      otherAddresses: ["s:aws_sqs_queue.q", "t:helm.helm"],
    });
    expect(resourceCounts(model)).toEqual([
      { stack: "s", type: "aws_sqs_queue", count: 1 },
      { stack: "s", type: "aws_vpc", count: 2 },
      { stack: "t", type: "helm_release", count: 1 },
    ]);
  });
});
