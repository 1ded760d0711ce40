import {
  instanceTypes,
  regionsOffering,
  ultraServersOf,
  capacityBlockLocations,
  type InstanceType,
} from "../../../catalog";
import { Capacity, EksGpuNodePool } from "../../../constructs/compute";
import { synthStack, theResource, type EmittedBlock } from "../../../testing";
import { fixture } from "./fixture";

const accelerated = instanceTypes().filter((type) => type.accelerator !== undefined);
const reservationId = "cr-0123456789abcdef0";

/** A pool of the type in a place that has it, bought in a way in which it is sold, with a fabric if it has EFA. */
function poolOf(type: InstanceType): { readonly launchTemplate: EmittedBlock; readonly nodeGroup: EmittedBlock } {
  const blocksOnly = type.usageClasses?.includes("on-demand") === false;
  const place = (blocksOnly ? capacityBlockLocations(type.name)[0] : regionsOffering(type)[0]) ?? "us-east-1";
  const region = /^[a-z]+-[a-z]+-\d/.exec(place)?.[0] ?? place;
  const zone = place === region ? `${region}a` : place;
  const f = fixture(region, [zone.slice(region.length)]);
  const nodes = ultraServersOf(type.name)[0]?.instances ?? 2;
  new EksGpuNodePool(f.stack, "pool", {
    cluster: f.cluster,
    poolName: "pool",
    instanceType: type.name,
    fabric: type.efa === undefined ? undefined : f.fabric(),
    capacity: blocksOnly
      ? Capacity.capacityBlock({ reservationId, nodes, zone })
      : Capacity.onDemand({ minNodes: nodes, maxNodes: nodes }),
  });
  const emitted = synthStack(f.stack);
  return {
    launchTemplate: theResource(emitted, "aws_launch_template"),
    nodeGroup: theResource(emitted, "aws_eks_node_group"),
  };
}

test.each(accelerated.map((type) => [type.name, type] as const))("a pool of %s can be made", (_name, type) => {
  const { launchTemplate, nodeGroup } = poolOf(type);
  const interfaces = launchTemplate.network_interfaces as EmittedBlock[];
  const [primary] = interfaces;
  expect([primary?.network_card_index ?? 0, primary?.device_index]).toEqual([0, 0]);
  expect(primary?.interface_type ?? "interface").toBe("interface");
  const places = interfaces.map((each) => `${String(each.network_card_index ?? 0)}/${String(each.device_index)}`);
  expect(new Set(places).size).toBe(places.length);
  expect(interfaces.length).toBeLessThanOrEqual(type.maxNetworkInterfaces);
  expect(interfaces.some((each) => each.interface_type === "efa-only")).toBe(type.efa !== undefined);
  expect(nodeGroup.ami_type).toContain(type.architecture === "arm64" ? "ARM_64" : "x86_64");
});

test("every accelerated type of the catalogue was tried", () => {
  expect(accelerated.length).toBeGreaterThan(90);
});
