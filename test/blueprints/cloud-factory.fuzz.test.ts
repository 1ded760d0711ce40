import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { CloudFactory, type CloudFactoryProps } from "../../blueprints";
import { instanceTypes, regions } from "../../catalog";
import { Capacity } from "../../constructs/compute";
import { LustreDeployment } from "../../constructs/storage";
import { factoryFileContent } from "../../model";
import { synthStack } from "../../testing";
import { FactoryError } from "../../validation/factory-error";

/** A few in the unit suite; `AI_FACTORY_FUZZ_RUNS=10000` for a long run, in pieces by another seed each. */
const runs = Number(process.env.AI_FACTORY_FUZZ_RUNS ?? 50);
const seed = Number(process.env.AI_FACTORY_FUZZ_SEED ?? 20261121);

const types = instanceTypes().map(({ name }) => name);
const good = ["p5.48xlarge", "p5en.48xlarge", "g6e.12xlarge", "trn1.32xlarge", "m7i.4xlarge", "m7g.4xlarge"];
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", "__proto__", "constructor", "ü", "a.b", "${x}", "a\nb"),
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Props whose single values are right, or now and then anything. */
function propsWith(mistakes: "some" | "none"): fc.Arbitrary<CloudFactoryProps> {
  const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
    mistakes === "none" ? right : fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
  const name = mostly(fc.stringMatching(/^[a-z][a-z0-9-]{1,9}[a-z0-9]$/), text);
  const number = mostly(
    fc.integer({ min: 2, max: 64 }),
    fc.oneof(fc.integer({ min: 0, max: 1 }), fc.integer(), fc.double(), fc.constantFrom(NaN, Infinity, -1)),
  );
  const region = mostly(
    fc.constantFrom("eu-north-1", "us-east-1"),
    fc.oneof(text, fc.constantFrom(...regions().map((row) => row.name))),
  );
  const type = mostly(fc.constantFrom(...good), fc.oneof(text, fc.constantFrom(...types)));

  const label = mostly(fc.stringMatching(/^[a-z]{1,9}$/), text);
  const labels = optional(fc.dictionary(label, label, { maxKeys: 2 }));
  const capacityIn = (where: string) =>
    fc
      .record({
        kind: fc.constantFrom("on-demand", "spot", "block", "reservation"),
        least: number,
        more: number,
        reservationId: mostly(fc.constant("cr-0123456789abcdef0"), text),
        zone: mostly(fc.constant(`${where}a`), fc.oneof(text, fc.constantFrom("eu-north-1b", "us-east-1a"))),
      })
      .map(({ kind, least, more, reservationId, zone }) => {
        if (kind === "block") return Capacity.capacityBlock({ reservationId, zone, nodes: least });
        if (kind === "reservation") return Capacity.reservation({ reservationId, zone, nodes: least });
        const sizes = { minNodes: least, maxNodes: least + more };
        return kind === "spot" ? Capacity.spot(sizes) : Capacity.onDemand(sizes);
      });

  const poolIn = (where: string) =>
    fc.record(
      {
        name,
        instanceType: type,
        capacity: capacityIn(where),
        fabric: optional(fc.boolean()),
        operatingSystem: optional(fc.constantFrom("al2023" as const, "bottlerocket" as const)),
        interfacePattern: optional(fc.constantFrom("saveIps" as const, "maxBandwidth" as const)),
        maxPodsPerNode: optional(number),
        labels,
      },
      { requiredKeys: ["name", "instanceType", "capacity"] },
    );

  const elastic = fc.record({
    name,
    instanceTypes: fc.array(mostly(fc.constantFrom("g6e.xlarge", "g6e.2xlarge", "m7i.xlarge"), text), {
      minLength: mistakes === "none" ? 1 : 0,
      maxLength: 3,
    }),
    maxNodes: number,
  });

  const filesystem = fc.record({
    name,
    capacityGiB: mostly(fc.constantFrom(1200, 2400, 4800, 38_400), number),
    deployment: optional(fc.constantFrom(LustreDeployment.persistent2(125), LustreDeployment.persistent2(1000))),
    linkedBuckets: optional(fc.uniqueArray(mostly(fc.constant("datasets"), fc.constant("gone")), { maxLength: 2 })),
  });

  const zonesOf = (where: string) => fc.subarray<string>([`${where}a`, `${where}b`, `${where}c`], { minLength: 0 });

  return region.chain((where) =>
    fc.record(
      {
        region: fc.constant(where),
        zones: mostly(
          fc.constant<string[]>([`${where}a`, `${where}b`]),
          fc.oneof(zonesOf(where), fc.array(text, { maxLength: 3 })),
        ),
        intent: optional(fc.constantFrom("training" as const, "inference" as const, "mixed" as const)),
        pools: fc.array(poolIn(where), { maxLength: 3 }),
        elasticPools: optional(fc.array(elastic, { maxLength: 2 })),
        filesystems: optional(fc.array(filesystem, { maxLength: 2 })),
        buckets: optional(fc.constant([{ name: "datasets", purpose: "datasets" as const }])),
        sharedHome: optional(fc.boolean()),
        kubernetesVersion: optional(mostly(fc.constantFrom("1.34", "1.35"), text)),
        publicAccessCidrs: optional(fc.array(mostly(fc.constant("203.0.113.0/24"), text), { maxLength: 2 })),
        systemInstanceType: optional(mostly(fc.constantFrom("m7i.4xlarge", "m7g.4xlarge"), type)),
        systemNodes: optional(number),
        closedNetwork: optional(fc.boolean()),
        natGateways: optional(fc.constantFrom("one-per-zone" as const, "single" as const)),
        cidrBlock: optional(mostly(fc.constant("10.1.0.0/16"), text)),
        monitoring: optional(fc.boolean()),
        imageRegistry: optional(mostly(fc.constant("registry.example.com"), text)),
        tags: labels,
      },
      { requiredKeys: ["region", "zones", "pools"] },
    ),
  );
}

const props = fc.oneof(propsWith("some"), propsWith("none"));

/** What is built from the props, as text: every stack and the model; undefined where they are refused. */
function build(given: CloudFactoryProps): string[] | undefined {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  let factory: CloudFactory;
  try {
    factory = new CloudFactory(app, "factory", given);
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    expect(error.findings.length).toBeGreaterThan(0);
    for (const { rule, path, message, fix } of error.findings) {
      expect([rule, path, message, fix].every((part) => typeof part === "string" && part !== "")).toBe(true);
    }
    return undefined;
  }
  const stacks = app.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  return [...stacks.map((stack) => JSON.stringify(synthStack(stack))), factoryFileContent(factory.model())];
}

describe("CloudFactory with any props", () => {
  it(`builds, or says what is wrong (${runs} runs)`, () => {
    let built = 0;
    fc.assert(
      fc.property(props, (given) => {
        const texts = build(given);
        if (texts === undefined) return;
        built++;
        for (const text of texts) {
          expect(text).not.toMatch(/\$\{TfToken\[|TfToken\[|Token\[|\[object Object\]/);
          expect(text).not.toMatch(/"undefined"|:undefined|\bundefined\b|"NaN"|\bNaN\b|-1\.888154589/);
        }
      }),
      { numRuns: runs, seed },
    );
    // Random props that are all refused would show nothing.
    expect(built).toBeGreaterThan(runs / 20);
  }, 3_600_000);
});
