/** The program of docs/pulumi.md. */
import { Capacity, CloudFactory, LustreDeployment } from "ai-factory-blueprints";
import { NativeFactory, synthesised } from "ai-factory-blueprints/pulumi";
import { TerraformOutput } from "cdktf";

const folder = synthesised((app) => {
  const factory = new CloudFactory(app, "training", {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    intent: "training",
    pools: [
      { name: "data-prep", instanceType: "m7i.16xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 8 }) },
    ],
    buckets: [{ name: "datasets", purpose: "datasets" }],
    filesystems: [
      {
        name: "scratch",
        capacityGiB: 4_800,
        deployment: LustreDeployment.persistent2(500),
        linkedBuckets: ["datasets"],
      },
    ],
  });
  new TerraformOutput(factory.infra, "vpc-id", { value: factory.infra.vpc.vpcId });
});

const factory = new NativeFactory("training", { folder });

export const vpcId = factory.outputs["training-infra"]?.["vpc-id"];
