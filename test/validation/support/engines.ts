import { gpuToleration, platform, type Json } from "./platform";

/** The platform with two models on the GPU pool: one in a pod, one over two nodes. */
export function withEngines() {
  const input = platform();
  const annotations: Json = {
    "ai-factory/model": "llama-3.1-70b",
    "ai-factory/precision": "bf16",
    "ai-factory/concurrency": "4",
  };
  const engine: Json = {
    modelFormat: { name: "vllm" },
    args: ["--tensor-parallel-size=2", "--pipeline-parallel-size=1", "--max-model-len=8192"],
    resources: { limits: { "nvidia.com/gpu": "2" } },
  };
  const placed = { nodeSelector: { "ai-factory/pool": "h200" }, tolerations: [{ ...gpuToleration }] };
  const service: Json = {
    apiVersion: "serving.kserve.io/v1beta1",
    kind: "InferenceService",
    metadata: { name: "llama", namespace: "team", annotations },
    spec: { predictor: { ...placed, minReplicas: 2, model: engine } },
  };
  const pod = (more: readonly string[]): Json => ({
    spec: {
      ...structuredClone(placed),
      containers: [
        {
          name: "engine",
          image: "docker.io/vllm/vllm-openai:v0.28.0",
          command: ["vllm", "serve", "/mnt/models"],
          args: ["--tensor-parallel-size", "8", "--pipeline-parallel-size=2", "--max-model-len=8192", ...more],
          resources: { limits: { "nvidia.com/gpu": 8, "vpc.amazonaws.com/efa": 16 } },
        },
      ],
    },
  });
  const template: Json = { size: 2, leaderTemplate: pod([]), workerTemplate: pod(["--headless"]) };
  const group: Json = {
    apiVersion: "leaderworkerset.x-k8s.io/v1",
    kind: "LeaderWorkerSet",
    metadata: {
      name: "deepseek",
      namespace: "team",
      annotations: { ...annotations, "ai-factory/model": "deepseek-v3" },
    },
    spec: { replicas: 1, leaderWorkerTemplate: template },
  };
  input.objects.push(service, group);
  return Object.assign(input, { annotations, engine, service, group, template });
}
