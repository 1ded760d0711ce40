import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, Aspects, TerraformStack } from "cdktf";
import { nameTags } from "../../constructs/aws/tags";
import { dataSourcesOf, resourcesOf, synthStack, theResource } from "../../testing";

function stackWithVpcs(count: number): TerraformStack {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
  for (let i = 0; i < count; i++) new Vpc(stack, `vpc${i}`, { cidrBlock: `10.${i}.0.0/16` });
  return stack;
}

test("synthStack returns what Terraform reads, without metadata", () => {
  const emitted = synthStack(stackWithVpcs(2));
  expect(Object.values(resourcesOf(emitted, "aws_vpc")).map((vpc) => vpc.cidr_block)).toEqual([
    "10.0.0.0/16",
    "10.1.0.0/16",
  ]);
  expect(JSON.stringify(emitted)).not.toContain('"//"');
  expect(resourcesOf(emitted, "aws_subnet")).toEqual({});
  expect(dataSourcesOf(emitted, "aws_caller_identity")).toEqual({});
});

test("synthStack runs aspects", () => {
  const stack = stackWithVpcs(1);
  Aspects.of(stack).add({
    visit: (node) => {
      if (node instanceof Vpc) node.enableDnsHostnames = true;
    },
  });
  expect(theResource(synthStack(stack), "aws_vpc").enable_dns_hostnames).toBe(true);
});

test("synthStack resolves a reference to another stack", () => {
  const infra = stackWithVpcs(1);
  const app = infra.node.root as App;
  const platform = new TerraformStack(app, "platform");
  const vpc = infra.node.findChild("vpc0") as Vpc;
  new Vpc(platform, "copy", { cidrBlock: vpc.cidrBlock });
  expect(theResource(synthStack(platform), "aws_vpc").cidr_block).toContain("data.terraform_remote_state");
});

test("theResource names what it found instead", () => {
  expect(() => theResource(synthStack(stackWithVpcs(2)), "aws_vpc")).toThrow(/expected one aws_vpc, found 2: vpc0/);
  expect(() => theResource(synthStack(stackWithVpcs(0)), "aws_vpc")).toThrow(/found 0/);
});

test("nameTags names the resource and the construct that made it, below the stack", () => {
  const stack = stackWithVpcs(1);
  expect(nameTags(stack.node.findChild("vpc0"), "factory")).toEqual({ Name: "factory", "ai-factory/path": "vpc0" });
  expect(nameTags(stack.node.findChild("vpc0"), "n".repeat(300)).Name).toHaveLength(256);
});
