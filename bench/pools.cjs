// A factory with as many pools as BENCH_POOLS says, which all mount one filesystem: about ten resources for each pool.
const { App } = require("cdktf");
const { Capacity, CloudFactory, LustreDeployment } = require("ai-factory-blueprints");

const count = Number(process.env.BENCH_POOLS);
// The design rules would refuse so many node groups in one cluster; growth of the check is measured on its own.
const app = new App({ skipValidation: true });
new CloudFactory(app, "grown", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  intent: "mixed",
  pools: Array.from({ length: count }, (_, index) => ({
    name: `pool-${index}`,
    instanceType: "m7i.4xlarge",
    zones: [index % 2 === 0 ? "eu-north-1a" : "eu-north-1b"],
    maxPodsPerNode: 8,
    capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 1 }),
  })),
  filesystems: [{ name: "scratch", capacityGiB: 4800, deployment: LustreDeployment.persistent2(250) }],
});
app.synth();
