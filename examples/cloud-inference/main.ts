import { Capacity, CloudFactory, LustreDeployment } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

new CloudFactory(app, "cloud-inference", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  intent: "inference",
  pools: [
    // Gateways, schedulers and whatever else serves without an accelerator.
    { name: "serving", instanceType: "m7i.4xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 6 }) },
  ],
  elasticPools: [
    { name: "l40s-small", instanceTypes: ["g6e.xlarge", "g6e.2xlarge", "g6e.4xlarge"], maxNodes: 16 },
    { name: "l40s-large", instanceTypes: ["g6e.12xlarge", "g6e.24xlarge"], maxNodes: 8 },
  ],
  buckets: [{ name: "weights", purpose: "weights" }],
  filesystems: [
    {
      name: "models",
      capacityGiB: 4_800,
      deployment: LustreDeployment.persistent2(500),
      linkedBuckets: ["weights"],
      use: "weights",
    },
  ],
  workloads: [
    { id: "chat-small", kind: "inference", model: "llama-3.1-8b", poolIds: ["l40s-small"], precision: "fp8" },
    { id: "chat-large", kind: "inference", model: "llama-3.3-70b", poolIds: ["l40s-large"], precision: "fp8" },
  ],
});

app.synth();
