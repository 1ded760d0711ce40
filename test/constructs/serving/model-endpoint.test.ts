import { VllmRuntime, type ModelEndpointProps } from "../../../constructs/serving";
import { FactoryError } from "../../../validation/factory-error";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { fakePool, gpuPool } from "../platform/fakes";
import { digest, endpoint, fakeStore, scaling, servingParts } from "./fixture";

const parts = servingParts();

function rulesOf(changes: Partial<ModelEndpointProps>): string[] {
  try {
    endpoint(parts, changes);
  } catch (error) {
    if (error instanceof FactoryError) return error.findings.map(({ rule }) => rule);
    throw error;
  }
  return [];
}

function findingOf(changes: Partial<ModelEndpointProps>) {
  try {
    endpoint(parts, changes);
  } catch (error) {
    if (error instanceof FactoryError) return error.findings[0];
    throw error;
  }
  return undefined;
}

/** A model of 670 billion parameters in 16 bits: more than one node of eight H200 holds. */
const huge = { name: "deepseek", model: "deepseek-v3", precision: "bf16" } as const;
const canary = { weights: { store: fakeStore(), prefix: "llama-3.1-70b/2", sha256OfSums: digest }, percent: 10 };

describe("a model that fits a node", () => {
  const one = endpoint(parts);
  const service = objectOf(one, "InferenceService") as never as {
    metadata: { annotations: Record<string, string> };
    spec: {
      predictor: { model: { args: string[]; resources: { limits: object } }; initContainers: { env: object[] }[] };
    };
  };

  it("takes the fewest accelerators that hold weights and cache", () => {
    expect(one.split).toEqual({ tensor: 1, pipeline: 1 });
    expect(service.spec.predictor.model.args).toContain("--tensor-parallel-size=1");
    expect(service.spec.predictor.model.resources.limits).toMatchObject({ "nvidia.com/gpu": "1" });
  });

  it("takes more for more requests, longer ones, or wider numbers", () => {
    expect(endpoint(parts, { concurrency: 64 }).split.tensor).toBeGreaterThan(1);
    expect(endpoint(parts, { contextTokens: 131072 }).split.tensor).toBeGreaterThan(1);
    expect(endpoint(parts, { precision: "bf16" }).split.tensor).toBe(2);
  });

  it("is an InferenceService in standard mode, behind KServe's Service", () => {
    expect(service.metadata.annotations).toMatchObject({ "serving.kserve.io/deploymentMode": "Standard" });
    expect(one.backends).toEqual([
      { name: "llama-70b", namespace: "models", serviceName: "llama-70b-predictor", port: 80, percent: 100 },
    ]);
  });

  it("verifies the weights against the one digest before the engine starts", () => {
    const [staging] = service.spec.predictor.initContainers;
    expect(staging?.env).toContainEqual({ name: "SHA256_OF_SUMS", value: digest });
    expect(JSON.stringify(staging)).toContain("sha256sum --check --strict");
  });

  it("says how long a cold start takes", () => {
    expect(one.coldStart.weightsSeconds).toBeGreaterThan(65);
    expect(one.coldStart.weightsSeconds).toBeLessThan(80);
    expect(one.coldStart.totalSeconds).toBe(one.coldStart.weightsSeconds + 180);
  });

  it("sends nothing to the engine's maker or a model hub", () => {
    const text = JSON.stringify(one.manifests);
    for (const name of ["VLLM_NO_USAGE_STATS", "DO_NOT_TRACK", "HF_HUB_OFFLINE"]) expect(text).toContain(name);
  });
});

describe("a model that needs several nodes", () => {
  const many = endpoint(parts, huge);

  it("is a group of pods with whole nodes, all ranks and the fabric", () => {
    expect(many.nodesPerReplica).toBe(2);
    expect(many.split).toEqual({ tensor: 8, pipeline: 2 });
    const text = JSON.stringify(objectOf(many, "LeaderWorkerSet"));
    expect(text).toContain("--nnodes=2");
    expect(text).toContain('"vpc.amazonaws.com/efa":"16"');
    expect(text).toContain("--headless");
  });

  it("is reached through its first pod", () => {
    expect(objectOf(many, "Service").spec).toMatchObject({
      selector: { "leaderworkerset.sigs.k8s.io/name": "deepseek", "leaderworkerset.sigs.k8s.io/worker-index": "0" },
    });
  });

  it("depends on LeaderWorkerSet, and asks for it", () => {
    expect(many.dependsOn).toContain(parts.leaderWorkerSet);
    expect(rulesOf({ ...huge, leaderWorkerSet: undefined })).toEqual(["SRV-013-multi-node"]);
  });

  it("refuses the engine's own image on EFA, on which NCCL would use TCP", () => {
    const runtime = new VllmRuntime({ kserve: parts.kserve });
    expect(rulesOf({ ...huge, runtime })).toEqual(["SRV-013-multi-node"]);
  });
});

describe("a model that does not fit", () => {
  it("is refused with what would make it fit", () => {
    const small = Object.assign(
      gpuPool("l40s", { maxNodes: 1, accelerators: { resourceName: "nvidia.com/gpu", perNode: 4 } }),
      {
        instanceTypes: ["g6e.12xlarge"],
      },
    );
    const finding = findingOf({ ...huge, pool: small });
    expect(finding).toMatchObject({ rule: "SRV-001-model-fits", severity: "error" });
    expect(finding?.fix).toMatch(/use at least \d+ accelerators; or keep the weights in fp8/);
    expect(finding?.message).toContain("'l40s'");
  });

  it("is refused with a split that is too small", () => {
    expect(findingOf({ precision: "bf16", split: { tensor: 1, pipeline: 1 } })?.rule).toBe("SRV-001-model-fits");
  });
});

describe("copies", () => {
  const scaled = endpoint(parts, { scaling: scaling(parts), canary });

  it("are scaled by queue, tokens and GPUs, each version by its own figures", () => {
    const object = objectOf(scaled, "ScaledObject", "llama-70b");
    const { triggers } = object.spec as { triggers: { metadata: { query: string } }[] };
    expect(triggers.map(({ metadata }) => metadata.query.replace(/\{.*\}/, ""))).toEqual([
      "sum(vllm:num_requests_waiting)",
      "sum(rate(vllm:generation_tokens_total[2m]))",
      "avg(DCGM_FI_DEV_GPU_UTIL)",
    ]);
    expect(object.spec).toMatchObject({ scaleTargetRef: { kind: "Deployment", name: "llama-70b-predictor" } });
  });

  it("are split between two versions by percent", () => {
    expect(scaled.backends.map(({ name, percent }) => [name, percent])).toEqual([
      ["llama-70b", 90],
      ["llama-70b-canary", 10],
    ]);
  });

  it("of several nodes are scaled as groups", () => {
    expect(objectOf(endpoint(parts, { ...huge, scaling: scaling(parts) }), "ScaledObject").spec).toMatchObject({
      scaleTargetRef: { apiVersion: "leaderworkerset.x-k8s.io/v1", kind: "LeaderWorkerSet", name: "deepseek" },
    });
  });

  it("go to zero only where something wakes them and the cold start is borne", () => {
    const zero = (scaleToZero?: object, more: Partial<ModelEndpointProps> = {}) => ({
      ...more,
      scaling: { ...scaling(parts), minReplicas: 0, scaleToZero: scaleToZero as never },
    });
    expect(rulesOf(zero())).toEqual(["SRV-011-endpoint-props"]);
    expect(rulesOf(zero({ wakeQuery: "up" }))).toEqual([]);
    expect(rulesOf(zero({ wakeQuery: "up" }, { weightsReadGBps: 0.1 }))).toEqual(["SRV-014-cold-start"]);
    expect(rulesOf({ scaling: { ...scaling(parts), scaleToZero: { wakeQuery: "up" } } })).toEqual([
      "SRV-011-endpoint-props",
    ]);
  });

  it("must have room in the pool", () => {
    expect(rulesOf({ ...huge, replicas: 3 })).toEqual(["SRV-012-serving-capacity"]);
    expect(rulesOf({ replicas: 32 })).toEqual([]);
    expect(rulesOf({ replicas: 33 })).toEqual(["SRV-012-serving-capacity"]);
  });
});

describe("what cannot serve", () => {
  it.each<[string, Partial<ModelEndpointProps>, string]>([
    ["a pool of CPUs", { pool: fakePool("cpu") }, "SRV-010-serving-pool"],
    [
      "a pool of slices",
      {
        pool: Object.assign(gpuPool("mig", { accelerators: { resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 } }), {
          instanceTypes: ["p5en.48xlarge"],
        }),
      },
      "SRV-010-serving-pool",
    ],
    ["a name that no Service has", { name: "Llama_70B" }, "SRV-011-endpoint-props"],
    ["half a copy", { replicas: 0.5 }, "SRV-011-endpoint-props"],
    ["weights that are never read", { weightsReadGBps: 0 }, "SRV-011-endpoint-props"],
    ["a model nobody knows", { model: "lama-3.1-70b" }, "SRV-011-endpoint-props"],
    [
      "a digest that is none",
      { weights: { store: fakeStore(), prefix: "a", sha256OfSums: "todo" } },
      "SRV-011-endpoint-props",
    ],
    [
      "a prefix with a slash",
      { weights: { store: fakeStore(), prefix: "/a", sha256OfSums: digest } },
      "SRV-011-endpoint-props",
    ],
    ["a canary of everything", { canary: { ...canary, percent: 100 } }, "SRV-011-endpoint-props"],
    ["a split wider than a node", { split: { tensor: 16, pipeline: 1 } }, "SRV-011-endpoint-props"],
    ["less copies at most than at least", { scaling: { ...scaling(parts), minReplicas: 3 } }, "SRV-011-endpoint-props"],
  ])("is refused: %s", (_, changes, rule) => {
    expect(rulesOf(changes)).toContain(rule);
  });

  it("is named with all its faults at once", () => {
    expect(rulesOf({ name: "X", pool: fakePool("cpu") }).sort()).toEqual([
      "SRV-010-serving-pool",
      "SRV-011-endpoint-props",
    ]);
  });
});

describeWithSchemas("the objects of an endpoint", ({ schemas }) => {
  const variants = [
    endpoint(parts, { scaling: scaling(parts), canary, queueName: "serving", priorityClassName: "production-serving" }),
    endpoint(parts, { ...huge, scaling: scaling(parts) }),
    endpoint(parts, { weightsClaimName: "weights", replicas: 2 }),
    parts.runtime,
  ];

  it("are what the real definitions accept", () => {
    // KEDA's definitions do not come with the schemas; its objects were judged once by those of chart 2.20.2.
    const objects = variants.flatMap(({ manifests }) => manifests).filter(({ kind }) => kind !== "ScaledObject");
    expect(objects.length).toBeGreaterThan(8);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
