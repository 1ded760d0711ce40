import { App, Token } from "cdktf";
import {
  CloudFactory,
  checkCloudFactoryProps,
  checkHybridFactoryProps,
  checkOnPremFactoryProps,
  FactoryState,
  llmServing,
  OnPremFactory,
  researchPlatform,
  type CloudFactoryProps,
  type PresetParts,
} from "../../blueprints";
import { Capacity } from "../../constructs/compute";
import { Delivery } from "../../constructs/platform";
import { suggestNames } from "../../catalog/lookup";
import { findingsOf } from "../../testing/subject";
import type { Finding } from "../../validation";
import { atSite, everything, research, site } from "./preset-props";
import { cloudShapes, hybridShapes, onPremShapes, propsOf } from "./support/shapes";

const [golden] = cloudShapes.map((shape) => propsOf(shape)) as [CloudFactoryProps];
const [pool] = golden.pools;
const brief = (findings: readonly Finding[]) => findings.map(({ rule, path }) => `${rule.slice(0, 7)} ${path}`);
const check = (change: object) => checkCloudFactoryProps({ ...golden, ...change }, "factory");
const app = () => new App({ outdir: process.env.AI_FACTORY_TEST_DIR });

describe("props of another type", () => {
  it("are findings that say what was given, and what is allowed", () => {
    expect(check({ pools: [{ ...pool, maxPodsPerNode: "60" }] })).toEqual([
      {
        rule: "PRP-001-prop-type",
        severity: "error",
        verdict: "fail",
        path: "factory.pools[0].maxPodsPerNode",
        message: "the value is no number",
        given: '"60"',
        allowed: "a number",
        fix: "state a number",
      },
    ]);
  });

  it.each([
    ["a list for a text", { region: ["eu-north-1"] }, "region", "is no string", "a list of 1"],
    ["a text for a list", { zones: "eu-north-1a" }, "zones", "is no list", '"eu-north-1a"'],
    ["null", { monitoring: null }, "monitoring", "is no boolean", "null"],
    ["a function", { tags: () => ({}) }, "tags", "is no object", "a function"],
    ["what should be a function", { components: [] }, "components", "is no function", "a list of 0"],
    ["another word", { intent: "trainning" }, "intent", "is none of inference, mixed, training", '"trainning"'],
    ["a number among texts", { tags: { team: 7 } }, "tags.team", "is no string", "7"],
    ["what is no number at all", { systemNodes: 3n }, "systemNodes", "is no number", "3"],
    [
      "a number beyond all",
      { systemNodes: 1e300 },
      "systemNodes",
      "is a number that nothing can be reckoned with",
      "1e+300",
    ],
    ["not a number", { budgetUsdPerHour: NaN }, "budgetUsdPerHour", "is no finite number", "NaN"],
    [
      "no end",
      { accountLimits: { "L-417A185B": Infinity } },
      "accountLimits.L-417A185B",
      "is no finite number",
      "Infinity",
    ],
  ])("%s is refused", (_, change, prop, message, given) => {
    expect(check(change)).toMatchObject([{ path: `factory.${prop}`, message: `the value ${message}`, given }]);
  });

  it.each([
    ["a pool's name", (token: string) => ({ pools: [{ ...pool, name: token }] }), "pools[0].name"],
    ["a zone", (token: string) => ({ zones: [token, "eu-north-1b"] }), "zones[0]"],
    ["a bucket's name", (token: string) => ({ buckets: [{ name: token, purpose: "logs" }] }), "buckets[0].name"],
  ])("%s that only Terraform knows is refused: parts are called by it", (_, change, prop) => {
    const message = "the value is known only when Terraform applies";
    expect(check(change(Token.asString({ resolve: () => "x" })))).toMatchObject([{ path: `factory.${prop}`, message }]);
  });

  it("a number of nodes that only Terraform knows is refused: the factory is planned by it", () => {
    const capacity = Capacity.onDemand({ minNodes: 0, maxNodes: Token.asNumber({ resolve: () => 3 }) });
    expect(check({ pools: [{ ...pool, fabric: false, capacity }] })).toContainEqual(
      expect.objectContaining({ rule: "CAP-050-node-counts", given: "a number that only Terraform knows" }),
    );
  });

  it("are all said at once, with what is missing", () => {
    const given = { ...golden, region: undefined, zones: 2, pools: [{ name: 7 }] } as unknown as CloudFactoryProps;
    expect(brief(checkCloudFactoryProps(given, "factory"))).toEqual([
      "PRP-001 factory.region",
      "PRP-001 factory.zones",
      "PRP-001 factory.pools[0].name",
      "PRP-001 factory.pools[0].instanceType",
      "PRP-001 factory.pools[0].capacity",
    ]);
  });

  it("are no props at all", () => {
    for (const nothing of [undefined, null, 7, "props", []]) {
      const found = findingsOf(() => new CloudFactory(app(), "factory", nothing as never));
      expect(found).toMatchObject([{ rule: "PRP-001-prop-type", path: "factory", message: "the value is no object" }]);
    }
  });

  it("are data where an instance of a class belongs", () => {
    expect(check({ pools: [{ ...pool, capacity: { nodes: 2 } }] })).toMatchObject([
      { path: "factory.pools[0].capacity", message: "the value is no Capacity", allowed: "an instance of Capacity" },
    ]);
    // A class takes what JavaScript hands it: its fields are judged where it stands.
    const capacity = Object.assign(Object.create(pool!.capacity) as object, pool!.capacity, { minNodes: "1" });
    expect(brief(check({ pools: [{ ...pool, capacity }] }))).toEqual(["PRP-001 factory.pools[0].capacity.minNodes"]);
  });

  it("are found in what makers of instances were told", () => {
    const state = FactoryState.s3({ bucket: "state", region: "eu-north-1", keyPrefix: 7 as never });
    expect(brief(check({ state }))).toEqual(["PRP-001 factory.state.bucket.keyPrefix"]);
    expect(brief(check({ state: FactoryState.s3(undefined as never) }))).toEqual([
      "PRP-001 factory.state.bucket.bucket",
      "PRP-001 factory.state.bucket.region",
    ]);
    const deliveries = [Delivery.argoCd(undefined as never), Delivery.flux(null as never), Delivery.folder()];
    expect(brief(check({ deliveries }))).toEqual(["PRP-001 factory.deliveries[0].options.repository"]);
  });

  it("are none of several forms, or a wrong one of them", () => {
    expect(check({ boundary: 7 })).toMatchObject([{ message: "the value has none of the forms that it may have" }]);
    const [home] = onPremShapes.map((shape) => propsOf(shape));
    const fabrics = [{ kind: "infinyband", name: "compute" }] as never;
    expect(checkOnPremFactoryProps({ ...home!, fabrics }, "home")).toMatchObject([
      { path: "home.fabrics[0].kind", message: "the value is none of infiniband, roce" },
    ]);
  });

  it("are said in few words, however long they are", () => {
    const [found] = check({ systemNodes: "x".repeat(1_000_000) });
    expect(String(found?.given).length).toBeLessThan(100);
  });

  it("are not the same as values that the checks refuse: those are said by what they mean", () => {
    expect(brief(check({ pools: [{ ...pool, maxPodsPerNode: -1 }] }))[0]).not.toContain("PRP");
  });

  it("are found in each part of a hybrid factory where it stands", () => {
    const [both] = hybridShapes.map((shape) => propsOf(shape));
    const { cloud, site: home } = both!;
    const given = { ...both!, cloud: { ...cloud, zones: 2 }, site: { ...home, pools: {} } };
    expect(brief(checkHybridFactoryProps(given as never, "both"))).toEqual([
      "PRP-001 both.site.pools",
      "PRP-001 both.cloud.zones",
    ]);
  });
});

describe("props of an unknown name", () => {
  it("are refused where a known one was meant", () => {
    expect(check({ filesytems: [] })).toMatchObject([
      { rule: "PRP-002-unknown-prop", severity: "error", path: "factory.filesytems", fix: "write 'filesystems'" },
    ]);
  });

  it("are remarked where none was meant, and the factory is built", () => {
    const given = { ...golden, ownersHandbook: "https://wiki.example.org" };
    expect(checkCloudFactoryProps(given, "factory")).toMatchObject([{ severity: "warning", fix: "leave it out" }]);
    const { node } = new CloudFactory(app(), "factory", given);
    expect(node.metadata.map(({ data }) => String(data)).join()).toContain("factory.ownersHandbook");
  });

  it("are none where the name that is like it is stated as well, or where the user names things", () => {
    expect(check({ tags: { zone: "x", regions: "y" } })).toEqual([]);
    expect(check({ zone: "eu-north-1a" })).toMatchObject([{ severity: "warning" }]);
  });
});

describe("props of presets", () => {
  const parts = {} as PresetParts;

  it("are judged before anything else", () => {
    const props = { ...research, teams: [{ ...research.teams[0]!, share: "half" }], domian: "x" };
    expect(brief(findingsOf(() => researchPlatform(parts, props as never)))).toEqual([
      "PRP-001 researchPlatform.teams[0].share",
    ]);
    expect(findingsOf(() => llmServing(parts, { gateway: everything.gateway } as never))).toMatchObject([
      { path: "llmServing.domain" },
      { path: "llmServing.teams" },
      { path: "llmServing.models" },
    ]);
  });

  it("may be those of a preset that takes more", () => {
    const preset = atSite((given) => researchPlatform(given, everything));
    expect(findingsOf(() => new OnPremFactory(app(), "full", preset))).toEqual([]);
  });
});

describe("what functions of the props make", () => {
  const inCloud = (components: () => unknown) =>
    findingsOf(() => new CloudFactory(app(), "factory", { ...golden, components: components as never }));

  it.each([
    ["nothing", () => undefined, "factory.components", "the value is no list"],
    ["a component that is in no list", () => ({}), "factory.components", "the value is no list"],
    ["a hole", () => [null], "factory.components[0]", "the value is no object"],
    ["what is no component", () => [{ name: "x" }], "factory.components[0]", "the value is no IPlatformComponent"],
  ])("is refused where it is %s", (_, components, path, message) => {
    expect(inCloud(components)).toMatchObject([{ rule: "PRP-001-prop-type", path, message }]);
  });

  it("is refused where it is no storage", () => {
    const build = (storage: () => unknown) =>
      findingsOf(() => new OnPremFactory(app(), "full", { ...site, storage: storage as never }));
    expect(build(() => [])).toMatchObject([{ path: "full.storage", message: "the value is no object" }]);
    expect(build(() => ({ buckets: [{}] }))).toMatchObject([{ path: "full.storage.buckets[0]" }]);
  });
});

describe("props of the right shape", () => {
  it("are found right: every prop of every blueprint", () => {
    const found = [
      ...cloudShapes.flatMap((shape) => checkCloudFactoryProps(propsOf(shape), "factory")),
      ...onPremShapes.flatMap((shape) => checkOnPremFactoryProps(propsOf(shape), "factory")),
      ...hybridShapes.flatMap((shape) => checkHybridFactoryProps(propsOf(shape), "factory")),
    ];
    expect(found.filter(({ rule }) => rule.startsWith("PRP"))).toEqual([]);
  });
});

test("a cloud factory stands in the region of the VPC that it is given", () => {
  const withVpc = cloudShapes.map((shape) => propsOf(shape)).find(({ vpc }) => vpc !== undefined)!;
  const found = checkCloudFactoryProps({ ...withVpc, region: "eu-central-1" }, "factory");
  expect(found).toMatchObject([{ rule: "NET-010-known-region", path: "factory.region", allowed: "eu-north-1" }]);
  expect(checkCloudFactoryProps(withVpc, "factory")).toEqual([]);
});

test("a long text is like no name", () => {
  expect(suggestNames("x".repeat(1_000_000), ["region", "zones"])).toEqual([]);
});
