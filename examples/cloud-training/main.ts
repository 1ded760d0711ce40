import { Capacity, CloudFactory, LustreDeployment } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

new CloudFactory(app, "cloud-training", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  intent: "training",
  pools: [
    {
      name: "h200",
      instanceType: "p5en.48xlarge",
      // The block you bought: its id, its zone and its size. A block has no placement group and no spare nodes.
      capacity: Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", zone: "eu-north-1a", nodes: 16 }),
      fabric: true,
    },
    {
      name: "data-prep",
      instanceType: "m7i.16xlarge",
      capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 8 }),
    },
  ],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "checkpoints", purpose: "checkpoints" },
  ],
  filesystems: [
    {
      name: "scratch",
      capacityGiB: 38_400,
      deployment: LustreDeployment.persistent2(1000),
      linkedBuckets: ["datasets", "checkpoints"],
    },
  ],
  workloads: [
    {
      id: "pretraining",
      kind: "training",
      model: "llama-3.1-70b",
      poolIds: ["h200"],
      precision: "bf16",
      trainingTokens: 200e9,
      checkpointEveryMinutes: 30,
      datasetGB: 15_000,
    },
  ],
});

app.synth();
