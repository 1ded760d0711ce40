import { join } from "node:path";
import { Capacity, CloudFactory, LustreDeployment } from "ai-factory-blueprints";
import { loadBoundary } from "ai-factory-blueprints/policy";
import { App } from "cdktf";

const region = "eusc-de-east-1";
const app = new App();

new CloudFactory(app, "sovereign-eusc", {
  region,
  zones: ["eusc-de-east-1a", "eusc-de-east-1b", "eusc-de-east-1c"],
  intent: "mixed",
  // A closed network, images and charts from the account's own ECR, closed namespaces and guards at the API server follow
  // from it; what is emitted is judged by it.
  boundary: loadBoundary(join(__dirname, "boundary.yaml")),
  pools: [{ name: "l4", instanceType: "g6.12xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }) }],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "weights", purpose: "weights" },
  ],
  filesystems: [
    {
      name: "models",
      capacityGiB: 4_800,
      deployment: LustreDeployment.persistent2(500),
      linkedBuckets: ["weights"],
      use: "weights",
    },
  ],
  tags: { classification: "confidential" },
});

app.synth();
