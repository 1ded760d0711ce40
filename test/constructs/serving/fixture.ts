import { KubePrometheusStack } from "../../../constructs/observability";
import { CertManager } from "../../../constructs/platform";
import {
  Keda,
  KServe,
  KServeCrds,
  LeaderWorkerSet,
  ModelEndpoint,
  VllmRuntime,
  type ModelEndpointProps,
} from "../../../constructs/serving";
import { fakeStore, gpuPool } from "../platform/fakes";

export { fakeStore };

export const digest = "a".repeat(64);

export const h200 = Object.assign(gpuPool("h200", { minNodes: 4, maxNodes: 4 }), {
  instanceTypes: ["p5en.48xlarge"],
});

/** Everything that serving stands on. */
export function servingParts() {
  const monitoring = new KubePrometheusStack();
  const certManager = new CertManager();
  const crds = new KServeCrds();
  const kserve = new KServe({ crds, certManager });
  return {
    monitoring,
    certManager,
    crds,
    kserve,
    leaderWorkerSet: new LeaderWorkerSet({ monitoring }),
    keda: new Keda({ monitoring }),
    // EFA's plugin is in no image of the engine's project.
    runtime: new VllmRuntime({ kserve, image: "registry.example.org/ai/vllm-efa:0.28.0" }),
  };
}

export type ServingParts = ReturnType<typeof servingParts>;

/** Llama 3.1 70B in 8 bits on H200, changed by `changes`. */
export function endpoint(parts: ServingParts, changes: Partial<ModelEndpointProps> = {}): ModelEndpoint {
  const { kserve, runtime, leaderWorkerSet } = parts;
  return new ModelEndpoint({
    name: "llama-70b",
    namespace: "models",
    model: "llama-3.1-70b",
    precision: "fp8",
    pool: h200,
    weights: { store: fakeStore(), prefix: "llama-3.1-70b/1", sha256OfSums: digest },
    kserve,
    runtime,
    leaderWorkerSet,
    ...changes,
  });
}

/** Two copies at most, queue, tokens and GPUs watched. */
export function scaling({ keda, monitoring }: ServingParts): NonNullable<ModelEndpointProps["scaling"]> {
  return { keda, monitoring, maxReplicas: 2, tokensPerSecond: 2000, gpuUtilizationPercent: 90 };
}
