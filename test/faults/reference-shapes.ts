import { join } from "node:path";
import { tmpdir } from "node:os";
import { App, TerraformStack } from "cdktf";
import { isLocalZone } from "../../catalog/aws/regions";
import { CloudFactory, type CloudFactoryProps } from "../../blueprints";
import { Capacity } from "../../constructs/compute";
import { LustreDeployment } from "../../constructs/storage";
import { factoryFileContent } from "../../model";
import type { FactoryModel } from "../../model/types";
import { synthStack } from "../../testing";
import { rules } from "../../validation/rules";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { Mutable } from "../validation/support/describe-rule";
import { golden } from "./golden";
import { World, type Json } from "./world";

const reservationId = "cr-0123456789abcdef0";
const zone = "us-east-1a";
const reserved = (nodes: number) => Capacity.reservation({ reservationId, zone, nodes });
const block = (nodes: number, at = zone) => Capacity.capacityBlock({ reservationId, zone: at, nodes });
const onDemand = Capacity.onDemand({ minNodes: 0, maxNodes: 4 });

type Pool = CloudFactoryProps["pools"][number];

/** The EKS shapes of aws-samples/awsome-distributed-training (1.architectures/4.amazon-eks), and their later machines. */
const eks: Readonly<Record<string, Pool>> = {
  "eks-g4dn": { name: "g4dn", instanceType: "g4dn.8xlarge", capacity: onDemand, fabric: true },
  "eks-g5": { name: "g5", instanceType: "g5.8xlarge", capacity: onDemand, fabric: true },
  "eks-g6": { name: "g6", instanceType: "g6.8xlarge", capacity: onDemand, fabric: true },
  "eks-g6e": { name: "g6e", instanceType: "g6e.48xlarge", capacity: onDemand, fabric: true },
  "eks-p4de-odcr": { name: "p4de", instanceType: "p4de.24xlarge", capacity: reserved(4), fabric: true },
  "eks-p5-odcr": { name: "p5", instanceType: "p5.48xlarge", capacity: reserved(8), fabric: true },
  "eks-p5-capacity-block": { name: "p5", instanceType: "p5.48xlarge", capacity: block(8), fabric: true },
  "eks-p5e-capacity-block": {
    name: "p5e",
    instanceType: "p5e.48xlarge",
    capacity: block(8, "us-east-2a"),
    fabric: true,
  },
  "eks-p5en-odcr": { name: "p5en", instanceType: "p5en.48xlarge", capacity: reserved(8), fabric: true },
  "eks-p6-b200-capacity-block": { name: "p6", instanceType: "p6-b200.48xlarge", capacity: block(8), fabric: true },
};

/**
 * The Cluster Toolkit's A3 and A4 rows: the same accelerators in as many nodes as their blueprints start with. Google's
 * GPU networks (TCPX, TCPXO, RoCE) become EFA, which AWS has instead. a3-mega is a3-high with twice the network cards, so
 * both are a p5; a4x's topology of 1x72 is one UltraServer of 18 nodes, sold in one Local Zone only, where FSx is not known
 * to be: like Google's blueprint it has no parallel filesystem.
 */
const toolkit: Readonly<Record<string, Pool>> = {
  "a3-highgpu-8g as p5": { name: "a3", instanceType: "p5.48xlarge", capacity: reserved(16), fabric: true },
  "a3-megagpu-8g as p5": { name: "a3-mega", instanceType: "p5.48xlarge", capacity: reserved(2), fabric: true },
  "a3-ultragpu-8g as p5en": { name: "a3-ultra", instanceType: "p5en.48xlarge", capacity: reserved(32), fabric: true },
  "a4-highgpu-8g as p6-b200": { name: "a4", instanceType: "p6-b200.48xlarge", capacity: block(32), fabric: true },
  "a4x-highgpu-4g as p6e-gb200": {
    name: "a4x",
    instanceType: "p6e-gb200.36xlarge",
    capacity: block(18, "us-east-1-dfw-2a"),
    fabric: true,
  },
};

/** Scalable units of NVIDIA's SuperPOD reference architectures: system, nodes, and what its racks carry, kW. */
const superPods: Readonly<Record<string, readonly [system: string, nodes: number, rackKW: number, ports?: number]>> = {
  "SuperPOD H100, 1 unit": ["dgx-h100", 31, 44],
  "SuperPOD H100, 4 units": ["dgx-h100", 127, 44],
  "SuperPOD H200, 2 units": ["dgx-h200", 63, 44],
  "SuperPOD B200, 1 unit": ["dgx-b200", 31, 60],
  "SuperPOD B200, 2 units": ["dgx-b200", 63, 60],
  "SuperPOD B300, 1 unit": ["dgx-b300", 31, 66],
  // 18 trays of four GPUs in a liquid-cooled rack, one port for each GPU; eight racks and 1.2 MW in a unit.
  "GB200 NVL72, 1 rack": ["gb200-nvl72", 18, 150, 4],
  "SuperPOD GB200, 1 unit": ["gb200-nvl72", 144, 150, 4],
};

function cloud(pool: Pool): World {
  const region = /^[a-z]+-[a-z]+-\d+/.exec(pool.capacity.zone ?? zone)?.[0] ?? "";
  const zones = new Set([`${region}a`, `${region}b`, pool.capacity.zone ?? zone]);
  const factory = new CloudFactory(new App({ outdir: join(tmpdir(), "shapes") }), "shape", {
    region,
    zones: [...zones],
    intent: "training",
    pools: [pool],
    buckets: [{ name: "datasets", purpose: "datasets" }],
    // The templates' own filesystem: 1.2 TiB at 250 MB/s for each TiB; with a fabric FSx sells steps of 19.2 TiB.
    ...(isLocalZone(pool.capacity.zone ?? zone)
      ? {}
      : { filesystems: [{ name: "scratch", capacityGiB: 1200, deployment: LustreDeployment.persistent2(250) }] }),
  });
  const stacks = factory.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  const model = JSON.parse(factoryFileContent(factory.model())) as Mutable<FactoryModel>;
  return new World(Object.fromEntries(stacks.map((stack) => [stack.node.id, synthStack(stack) as Json])), model);
}

/** The example of a SuperPOD with another system, as many of it as the table has, and a grid that carries them. */
function superPod([system, count, rackKW, ports = 8]: (typeof superPods)[string]): World {
  const { props, build } = golden("onprem-superpod");
  const { site } = props;
  const [gpu, ...otherRacks] = site.racks as Json[];
  const [dgx, ...otherSystems] = site.systems as Json[];
  const [compute, ...otherNetworks] = site.networks as Json[];
  const [fabric] = props.fabrics as Json[];
  const isRack = system.endsWith("-nvl72");
  return build({
    ...props,
    site: {
      ...site,
      racks: [{ ...gpu, powerBudgetKW: rackKW, ...(isRack ? { cooling: "direct-liquid" } : {}) }, ...otherRacks],
      systems: [{ ...dgx, system, count, ...(isRack ? { spares: 0 } : {}) }, ...otherSystems],
      networks: [{ ...compute, ports: { dgx: ports } }, ...otherNetworks],
      gridLimitKW: 4000,
    },
    fabrics: [{ ...fabric, interfaceNames: fabric?.interfaceNames.slice(0, ports) }],
  });
}

const shapes: ReadonlyMap<string, () => World> = new Map([
  ...Object.entries({ ...eks, ...toolkit }).map(([name, pool]) => [name, () => cloud(pool)] as const),
  ...Object.entries(superPods).map(([name, pod]) => [name, () => superPod(pod)] as const),
]);

/** Names of the published shapes. */
export const referenceShapes: readonly string[] = [...shapes.keys()];

/** What the rules call an error in a published shape: nothing, or the rule is wrong. */
export function errorsIn(shape: string): readonly Finding[] {
  const build = shapes.get(shape);
  if (build === undefined) throw new Error(`no shape ${shape}`);
  try {
    return build()
      .judge(rules)
      .filter(({ severity }) => severity === "error");
  } catch (error) {
    if (error instanceof FactoryError) return error.findings;
    throw error;
  }
}
