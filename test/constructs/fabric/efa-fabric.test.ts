import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkEfaFabricProps, EfaFabric } from "../../../constructs/fabric";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource, type EmittedBlock } from "../../../testing";
import { FakeVpc } from "../compute/fixture";

function setting() {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
  return { stack, vpc: new FakeVpc(stack, "eu-north-1", ["a", "b"]) };
}

class Peer extends Construct {
  readonly securityGroupId = "sg-0eeeeeeeeeeeeeeee";
}

function rules(emitted: ReturnType<typeof synthStack>, direction: "ingress" | "egress"): EmittedBlock[] {
  return Object.values(resourcesOf(emitted, `aws_vpc_security_group_${direction}_rule`));
}

test("the security group refers to itself by id, for all traffic in both directions, and to nothing else", () => {
  const { stack, vpc } = setting();
  const fabric = new EfaFabric(stack, "fabric", { vpc, zone: "eu-north-1a" });
  const emitted = synthStack(stack);
  const own = `\${aws_security_group.${fabric.securityGroup.friendlyUniqueId}.id}`;
  for (const direction of ["ingress", "egress"] as const) {
    expect(rules(emitted, direction)).toEqual([
      expect.objectContaining({ security_group_id: own, referenced_security_group_id: own, ip_protocol: "-1" }),
    ]);
  }
  expect(theResource(emitted, "aws_security_group")).not.toHaveProperty("ingress");
  expect(theResource(emitted, "aws_security_group")).not.toHaveProperty("egress");
});

test("allowTo opens all traffic to a peer, on both sides and in both directions", () => {
  const { stack, vpc } = setting();
  const fabric = new EfaFabric(stack, "fabric", { vpc, zone: "eu-north-1a" });
  fabric.allowTo(new Peer(stack, "scratch"));
  const emitted = synthStack(stack);
  const own = `\${aws_security_group.${fabric.securityGroup.friendlyUniqueId}.id}`;
  const peer = "sg-0eeeeeeeeeeeeeeee";
  for (const direction of ["ingress", "egress"] as const) {
    const pairs = rules(emitted, direction).map((rule) => [rule.security_group_id, rule.referenced_security_group_id]);
    expect(pairs.sort()).toEqual(
      [
        [own, own],
        [own, peer],
        [peer, own],
      ].sort(),
    );
  }
});

test("a fabric says what pods ask for, its MTU, and what an all-reduce must reach where somebody published it", () => {
  const { stack, vpc } = setting();
  const fabric = new EfaFabric(stack, "fabric", { vpc, zone: "eu-north-1a" });
  expect(fabric).toMatchObject({ kind: "efa", resourceName: "vpc.amazonaws.com/efa", mtu: 9001, zone: "eu-north-1a" });
  expect(fabric.expectedAllReduce("p5.48xlarge")).toMatchObject({ unit: "GB/s", acceleratorId: "h100-sxm-80gb" });
  expect(fabric.expectedAllReduce("dl1.24xlarge")).toBeUndefined();
  expect(fabric.expectedAllReduce("nonsense")).toBeUndefined();
});

test("an existing fabric is used by its security group, and made nowhere", () => {
  const { stack, vpc } = setting();
  const securityGroupId = "sg-0123456789abcdef0";
  const fabric = EfaFabric.fromAttributes(stack, "theirs", { vpc, zone: "eu-north-1a", securityGroupId });
  expect(fabric.securityGroupId).toBe(securityGroupId);
  expect(synthStack(stack).resource).toBeUndefined();
  expect(() => EfaFabric.fromAttributes(stack, "bad", { vpc, zone: "eu-north-1a", securityGroupId: "sg" })).toThrow(
    /FAB-055-fabric-security-group/,
  );
});

test("fabrics stand in the factory model", () => {
  const { stack, vpc } = setting();
  new EfaFabric(stack, "fabric", { vpc, zone: "eu-north-1b" });
  expect(collectModel(stack, { name: "test", intent: "training" }).fabrics).toMatchObject([
    { id: "fabric", siteId: "eu-north-1", kind: "efa", zone: "eu-north-1b", mtu: 9001 },
  ]);
});

test("a zone without a subnet and a bad name are refused together", () => {
  const { stack, vpc } = setting();
  const facts = { vpc, zone: "eu-north-1c", fabricName: "my fabric" };
  expect(checkEfaFabricProps(facts, "fabric").map((finding) => finding.rule)).toEqual([
    "FAB-053-fabric-name",
    "FAB-054-fabric-zone-has-subnet",
  ]);
  expect(() => new EfaFabric(stack, "fabric", facts)).toThrow(/2 problems/);
});
