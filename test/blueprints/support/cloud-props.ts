import fc from "fast-check";
import type { CloudBucket, CloudFactoryProps } from "../../../blueprints";
import { instanceTypes, regions } from "../../../catalog";
import { Capacity } from "../../../constructs/compute";
import { LustreDeployment } from "../../../constructs/storage";
import { optional, text, valuesWith, type Mistakes } from "./fuzz";

const types = instanceTypes().map(({ name }) => name);
const good = ["p5.48xlarge", "p5en.48xlarge", "g6e.12xlarge", "trn1.32xlarge", "m7i.4xlarge", "m7g.4xlarge"];

const dataset: CloudBucket = { name: "datasets", purpose: "datasets" };

/** Props whose single values are right, or now and then anything. */
export function cloudPropsWith(mistakes: Mistakes): fc.Arbitrary<CloudFactoryProps> {
  const { mostly, name, number, labels } = valuesWith(mistakes, 12);
  const region = mostly(
    fc.constantFrom("eu-north-1", "us-east-1"),
    fc.oneof(text, fc.constantFrom(...regions().map((row) => row.name))),
  );
  const type = mostly(fc.constantFrom(...good), fc.oneof(text, fc.constantFrom(...types)));
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
    instanceTypes: mostly(
      fc.constantFrom<string[]>(["g6e.xlarge", "g6e.2xlarge"], ["m7i.xlarge"]),
      fc.array(fc.oneof(text, fc.constantFrom("g6e.xlarge", "m7i.xlarge")), { maxLength: 3 }),
    ),
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
        pools: fc.array(poolIn(where), { minLength: mistakes === "none" ? 1 : 0, maxLength: 3 }),
        elasticPools: optional(fc.array(elastic, { maxLength: 2 })),
        filesystems: optional(fc.array(filesystem, { maxLength: 2 })),
        buckets: mostly(fc.constant<CloudBucket[]>([dataset]), fc.constant<CloudBucket[]>([])),
        sharedHome: optional(fc.boolean()),
        kubernetesVersion: optional(mostly(fc.constantFrom("1.34", "1.35"), text)),
        publicAccessCidrs: optional(fc.array(mostly(fc.constant("203.0.113.0/24"), text), { maxLength: 2 })),
        systemInstanceType: optional(mostly(fc.constantFrom("m7i.4xlarge", "m7g.4xlarge"), type)),
        systemNodes: optional(number),
        closedNetwork: mostly(fc.constantFrom(undefined, false), fc.constant(true)),
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
