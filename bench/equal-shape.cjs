// One cluster with a p5.48xlarge pool, Karpenter, a bucket, a home and at least 16 add-ons, as in rivals/eks-blueprints.cjs.
const { App } = require("cdktf");
const { Capacity, CloudFactory } = require("ai-factory-blueprints");

// eks-blueprints judges nothing: BENCH_RULES=off is the like of it.
const app = new App({ skipValidation: process.env.BENCH_RULES === "off" });
new CloudFactory(app, "shape", {
  region: "us-east-1",
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  intent: "mixed",
  pools: [
    {
      name: "gpu",
      instanceType: "p5.48xlarge",
      capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 4 }),
      fabric: true,
    },
  ],
  elasticPools: [{ name: "elastic", instanceTypes: ["g6.2xlarge", "g6.4xlarge"], maxNodes: 8 }],
  buckets: [{ name: "models", purpose: "artifacts" }],
  filesystems: [{ name: "scratch", capacityGiB: 4800 }],
});
app.synth();
