import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Capacity, CloudFactory, type CloudFactoryProps } from "../../index";
import { factoryMatchers, terraformSerializer } from "../../testing";
import { fail, type Rule } from "../../validation";

expect.extend(factoryMatchers);
expect.addSnapshotSerializer(terraformSerializer);

const app = () => new App({ outdir: process.env.AI_FACTORY_TEST_DIR });

function factory(props: Partial<CloudFactoryProps> = {}): CloudFactory {
  return new CloudFactory(app(), "demo", {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    pools: [{ name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 2 }) }],
    ...props,
  });
}

function networkIn(region: string): TerraformStack {
  const stack = new TerraformStack(app(), "stack");
  new AwsProvider(stack, "aws", { region });
  new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
  return stack;
}

const never: Rule = {
  id: "OPS-900-never",
  family: "OPS",
  title: "nothing may be built",
  severity: "error",
  reads: "model",
  cause: "a rule of a test",
  mend: "build nothing",
  sources: [],
  unknownMeans: "nothing",
  example: { fails: "anything", passes: "nothing" },
  check: ({ model }) => (model?.pools ?? []).map((pool) => fail(pool, { message: `there is the pool ${pool.id}` })),
};

describe("toBeValidFactory", () => {
  it("passes for a factory and fails for one that breaks a rule of one's own", async () => {
    const built = factory();
    await expect(built).toBeValidFactory();
    await expect(built).not.toBeValidFactory({ rules: [never] });
  });

  it("says what is wrong when it fails", async () => {
    await expect(expect(factory()).toBeValidFactory({ rules: [never] })).rejects.toThrow(
      /there is the pool l40s[\s\S]*OPS-900/,
    );
  });

  it("refuses what has nothing to judge", async () => {
    await expect(expect(app()).toBeValidFactory()).rejects.toThrow(/no stack to judge/);
  });
});

describe("toHaveFinding", () => {
  it("finds in the error that a function throws, by id or number", async () => {
    const wrong = () => factory({ pools: [] });
    await expect(wrong).toHaveFinding("CAP-020-no-pools");
    await expect(wrong).toHaveFinding("CAP-020", { path: "demo.pools" });
    await expect(wrong).not.toHaveFinding("CAP-020", { path: "elsewhere" });
    await expect(wrong).not.toHaveFinding("CAP-02");
    await expect(() => factory()).not.toHaveFinding("CAP-020");
  });

  it("lets other errors through", async () => {
    const broken = () => {
      throw new Error("something else");
    };
    await expect(expect(broken).toHaveFinding("CAP-020")).rejects.toThrow("something else");
  });

  it("finds what the design rules say of constructs", async () => {
    await expect(factory()).toHaveFinding("OPS-900", { rules: [never] });
    await expect(factory()).not.toHaveFinding("OPS-900");
  });
});

describe("toStayInside", () => {
  it("passes inside and fails outside, for one tree and two regions", async () => {
    await expect(networkIn("eu-north-1")).toStayInside("eu-wide");
    await expect(networkIn("us-east-1")).not.toStayInside("eu-wide");
    await expect(expect(networkIn("us-east-1")).toStayInside("eu-wide")).rejects.toThrow(/us-east-1/);
  });
});

describe("terraformSerializer", () => {
  it("prints blocks without metadata and with JSON taken apart", () => {
    const stack = new TerraformStack(app(), "stack");
    new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", tags: { json: '{"b":[1]}', text: "{no json" } });
    const { resource } = stack.toTerraform();
    expect(resource.aws_vpc.vpc).toMatchInlineSnapshot(`
      {
        "cidr_block": "10.0.0.0/16",
        "tags": {
          "json": {
            "b": [
              1,
            ],
          },
          "text": "{no json",
        },
      }
    `);
  });

  it("leaves other values alone", () => {
    expect([{ "//": "a comment" }, "{}", null, { a: 1 }].map((value) => terraformSerializer.test(value))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
