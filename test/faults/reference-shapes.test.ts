import { join } from "node:path";
import { tmpdir } from "node:os";
import { App, TerraformStack } from "cdktf";
import { CloudFactory, type CloudFactoryProps } from "../../blueprints";
import { Capacity } from "../../constructs/compute";
import { LustreDeployment } from "../../constructs/storage";
import { factoryFileContent } from "../../model";
import type { FactoryModel } from "../../model/types";
import { synthStack } from "../../testing";
import { rules } from "../../validation/rules";
import type { Mutable } from "../validation/support/describe-rule";
import { World, type Json } from "./world";

/** The EKS shapes of aws-samples/awsome-distributed-training (1.architectures/4.amazon-eks), built with our constructs. */
const reservationId = "cr-0123456789abcdef0";
const shapes: Readonly<Record<string, CloudFactoryProps["pools"][number]>> = {
  "eks-g4dn": {
    name: "g4dn",
    instanceType: "g4dn.8xlarge",
    capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 4 }),
    fabric: true,
  },
  "eks-g5": {
    name: "g5",
    instanceType: "g5.8xlarge",
    capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 4 }),
    fabric: true,
  },
  "eks-p4de-odcr": {
    name: "p4de",
    instanceType: "p4de.24xlarge",
    capacity: Capacity.reservation({ reservationId, zone: "us-east-1a", nodes: 4 }),
    fabric: true,
  },
  "eks-p5-odcr": {
    name: "p5",
    instanceType: "p5.48xlarge",
    capacity: Capacity.reservation({ reservationId, zone: "us-east-1a", nodes: 8 }),
    fabric: true,
  },
  "eks-p5-capacity-block": {
    name: "p5",
    instanceType: "p5.48xlarge",
    capacity: Capacity.capacityBlock({ reservationId, zone: "us-east-1a", nodes: 8 }),
    fabric: true,
  },
};

function emitted(pool: CloudFactoryProps["pools"][number]): World {
  const factory = new CloudFactory(new App({ outdir: join(tmpdir(), "shapes") }), "shape", {
    region: "us-east-1",
    zones: ["us-east-1a", "us-east-1b"],
    intent: "training",
    pools: [pool],
    buckets: [{ name: "datasets", purpose: "datasets" }],
    // The templates' own filesystem: 1.2 TiB at 250 MB/s for each TiB; with a fabric FSx sells steps of 19.2 TiB.
    filesystems: [{ name: "scratch", capacityGiB: 1200, deployment: LustreDeployment.persistent2(250) }],
  });
  const stacks = factory.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  const model = JSON.parse(factoryFileContent(factory.model())) as Mutable<FactoryModel>;
  return new World(Object.fromEntries(stacks.map((stack) => [stack.node.id, synthStack(stack) as Json])), model);
}

describe.each(Object.entries(shapes))("the published shape %s", (_, pool) => {
  it("raises no error", () => {
    const errors = emitted(pool)
      .judge(rules)
      .filter(({ severity }) => severity === "error");
    expect(errors.map(({ rule, message, path }) => [rule, message, path])).toEqual([]);
  });
});
