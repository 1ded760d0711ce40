import { findInstanceType, type InstanceType } from "../catalog/aws/instance-types";
import type { Market } from "../catalog/aws/quotas";
import { readOnce } from "../documents/read-once";
import type { Block, Documents, Resource } from "../documents/types";
import { isUnknown, type Value } from "../documents/value";
import type { FactoryModel, PoolNode } from "../model/types";
import { resourceAbout, type About } from "./rule";

/** Machines that the documents ask for: a group with its launch template, or a template that no group uses. */
export interface Launch {
  readonly about: About;
  /** Node group, autoscaling group or instance. */
  readonly group?: Resource;
  readonly template?: Resource;
}

const groupTypes = ["aws_eks_node_group", "aws_autoscaling_group", "aws_instance"];

/** Every launch of the documents. */
export const launchesOf = readOnce(findLaunches);

function findLaunches(documents: Documents): readonly Launch[] {
  const templates = documents.resources("aws_launch_template");
  const launches = documents.resources(...groupTypes).map((group) => ({
    about: resourceAbout(group),
    group,
    template: templateOf(group, templates),
  }));
  const used = new Set(launches.map(({ template }) => template));
  const unused = templates.filter((template) => !used.has(template));
  return [...launches, ...unused.map((template) => ({ about: resourceAbout(template), template }))];
}

/** By reference, else by a name that is written out. */
function templateOf(group: Resource, templates: readonly Resource[]): Resource | undefined {
  const paths = ["launch_template", "mixed_instances_policy.launch_template.launch_template_specification"];
  const referred = paths.flatMap((path) => group.targets(path)).find(({ type }) => type === "aws_launch_template");
  if (referred) return referred;
  const names = paths.flatMap((path) => group.list(`${path}.name`).concat(group.list(`${path}.launch_template_name`)));
  return templates.find((template) => template.stack === group.stack && names.includes(template.get("name") ?? ""));
}

/** Whether the group names a launch template that is not among the documents, so that half of the launch is unseen. */
export function hidesTemplate({ group, template }: Launch): boolean {
  return (
    template === undefined &&
    (group?.blocks("launch_template").length ?? 0) + (group?.blocks("mixed_instances_policy").length ?? 0) > 0
  );
}

/** The launches by the resource that they share, such as a placement group. */
export function launchesBy(
  documents: Documents,
  shared: (launch: Launch) => Resource | Value | undefined,
): ReadonlyMap<Resource, readonly Launch[]> {
  const byResource = new Map<Resource, Launch[]>();
  for (const launch of launchesOf(documents)) {
    const resource = shared(launch);
    if (!isResource(resource)) continue;
    const launches = byResource.get(resource);
    if (launches) launches.push(launch);
    else byResource.set(resource, [launch]);
  }
  return byResource;
}

/** Names of the instance types, or what stands in their place; empty where nothing says. */
export function instanceTypesOf({ group, template }: Launch): readonly Value[] {
  const named = [
    ...(group?.list("instance_types") ?? []),
    ...(group?.type === "aws_instance" ? group.list("instance_type") : []),
    ...(group?.list("mixed_instances_policy.launch_template.override[].instance_type") ?? []),
  ].filter((value) => value !== null);
  return named.length > 0 ? named : (template?.list("instance_type") ?? []).filter((value) => value !== null);
}

type KnownTypes = readonly [InstanceType, ...InstanceType[]] | undefined;

/** The catalogue's rows of the types; `undefined` where one is a token or is not in the catalogue, or none is named. */
export const knownTypesOf = readOnce(lookUpTypes);

function lookUpTypes(launch: Launch): KnownTypes {
  const rows = instanceTypesOf(launch).map((name) => (typeof name === "string" ? findInstanceType(name) : undefined));
  const known = rows.filter((row) => row !== undefined);
  const [first, ...others] = known;
  return first !== undefined && known.length === rows.length ? [first, ...others] : undefined;
}

/** How EC2 is asked for the instances; `unknown` where a token decides. */
export function marketOf({ group, template }: Launch): Market | "unknown" {
  const spot = (value: Value | undefined) => value === "spot" || value === "SPOT";
  const block = (value: Value | undefined) => value === "capacity-block" || value === "CAPACITY_BLOCK";
  const said = [
    group?.type === "aws_eks_node_group" ? group.get("capacity_type") : undefined,
    group?.get("instance_market_options.market_type"),
    template?.get("instance_market_options.market_type"),
  ];
  if (said.some(block)) return "capacity-block";
  if (said.some(spot)) return "spot";
  return said.some(isUnknown) ? "unknown" : "on-demand";
}

/** A number as Terraform takes it, `unknown` for a token, `undefined` where nothing is written. */
export function numberOf(value: Value | undefined): number | "unknown" | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : "unknown";
}

/** Smallest, desired and largest size of a group. */
export function sizesOf(group: Resource): Record<"min" | "desired" | "max", number | "unknown" | undefined> {
  const managed = group.type === "aws_eks_node_group";
  const read = (name: string) => numberOf(group.get(managed ? `scaling_config.${name}` : name));
  return { min: read("min_size"), desired: read(managed ? "desired_size" : "desired_capacity"), max: read("max_size") };
}

interface Subnets {
  readonly subnets: readonly Resource[];
  readonly complete: boolean;
}

/** The subnets a group launches into; `complete` is false where some are not among the documents. */
export const subnetsOf = readOnce(readSubnets);

function readSubnets(group: Resource): Subnets {
  const paths = ["subnet_ids", "vpc_zone_identifier", "subnet_id"];
  const subnets = paths.flatMap((path) => group.targets(path)).filter(({ type }) => type === "aws_subnet");
  const written = paths.flatMap((path) => group.list(path)).filter((value) => value !== null);
  return { subnets, complete: written.length > 0 && subnets.length >= written.length };
}

/** Availability zones of a group's subnets, each once; `complete` is false where one is not known. */
export function zonesOf(group: Resource): { readonly zones: readonly string[]; readonly complete: boolean } {
  const { subnets, complete } = subnetsOf(group);
  const values = subnets.map((subnet) => subnet.get("availability_zone") ?? subnet.get("availability_zone_id"));
  const stated = group.list("availability_zones").concat(group.list("availability_zone"));
  const zones = [...values, ...(values.length === 0 ? stated : [])].filter((zone) => typeof zone === "string");
  return {
    zones: [...new Set(zones)].sort(),
    complete: (complete || stated.length > 0) && zones.length >= values.length,
  };
}

/** The launch's network interfaces; a plain launch has none of its own. */
export function interfacesOf({ group, template }: Launch): readonly Block[] {
  return [...(template?.blocks("network_interfaces") ?? []), ...(group?.blocks("network_interface") ?? [])];
}

/** Whether an interface carries EFA; `unknown` for a token. */
export function carriesEfa(block: Block): boolean | "unknown" {
  const type = block.get("interface_type");
  return isUnknown(type) ? "unknown" : type === "efa" || type === "efa-only";
}

/** The interfaces that are known to carry EFA; a node can have 32. */
export const efaInterfacesOf = readOnce((launch: Launch): readonly Block[] =>
  interfacesOf(launch).filter((block) => carriesEfa(block) === true),
);

/** Id of the capacity reservation that the launch targets, and the reservation where it is among the documents. */
export function reservationOf({ group, template }: Launch): { id?: Value; resource?: Resource; group?: Value } {
  const at = "capacity_reservation_specification.capacity_reservation_target";
  for (const resource of [group, template]) {
    const id = resource?.get(`${at}.capacity_reservation_id`);
    if (resource && id !== undefined && id !== null) {
      const target = resource
        .targets(`${at}.capacity_reservation_id`)
        .find(({ type }) => reservationTypes.includes(type));
      return { id, resource: target };
    }
    const resourceGroup = resource?.get(`${at}.capacity_reservation_resource_group_arn`);
    if (resourceGroup !== undefined && resourceGroup !== null) return { group: resourceGroup };
  }
  return {};
}

/** Resources that reserve capacity. */
export const reservationTypes = ["aws_ec2_capacity_reservation", "aws_ec2_capacity_block_reservation"];

/** The placement group of a launch: a resource, a name that is written out, or neither. */
export function placementGroupOf({ group, template }: Launch, documents: Documents): Resource | Value | undefined {
  const places = [
    [template, "placement.group_name"],
    [template, "placement.group_id"],
    [group, "placement_group"],
    [group, "placement_group_id"],
  ] as const;
  for (const [resource, path] of places) {
    const value = resource?.get(path);
    if (resource === undefined || value === undefined || value === null || value === "") continue;
    const target = resource.targets(path).find(({ type }) => type === "aws_placement_group");
    if (target || typeof value !== "string") return target ?? value;
    return documents.resources("aws_placement_group").find((other) => other.get("name") === value) ?? value;
  }
  return undefined;
}

/** The pool of the factory model that emitted one of the resources. */
export function poolOf(model: FactoryModel | undefined, ...resources: (Resource | undefined)[]): PoolNode | undefined {
  const addresses = resources.flatMap((resource) => (resource ? [`${resource.stack}:${resource.address}`] : []));
  return model && addresses.map((address) => poolsByAddress(model).get(address)).find((pool) => pool !== undefined);
}

/** Pools by each address that they have emitted. */
const poolsByAddress = readOnce(
  (model: FactoryModel): ReadonlyMap<string, PoolNode> =>
    new Map(model.pools.flatMap((pool) => pool.addresses.map((address): [string, PoolNode] => [address, pool]))),
);

/** Whether what was found is a resource, and not a value that is written out. */
export function isResource(found: Resource | Value | undefined): found is Resource {
  return typeof found === "object" && found !== null && "address" in found && "referrers" in found;
}

/** Region that a resource is made in, where it is written out. */
export function regionOf(resource: Resource): string | undefined {
  const region = resource.get("region") ?? resource.provider?.get("region");
  return typeof region === "string" ? region : undefined;
}

/** Largest number of machines of a launch's group; `unknown` where a token decides or nothing is written. */
export function largestSizeOf({ group }: Launch): number | "unknown" {
  if (group === undefined || group.repeated) return "unknown";
  return group.type === "aws_instance" ? 1 : (sizesOf(group).max ?? "unknown");
}

/** What a reservation of the documents holds; a block takes it from the offering it was bought by. */
export function reservedBy(reservation: Resource): number | "unknown" {
  const own = numberOf(reservation.get("instance_count"));
  if (typeof own === "number") return own;
  const offering = reservation.targets("capacity_block_offering_id").find(({ mode }) => mode === "data");
  return numberOf(offering?.get("instance_count")) ?? "unknown";
}

/** A value as text for a message; an object too, which has no text of its own. */
export function shown(value: Value | undefined): string {
  return typeof value === "object" && value !== null && !isUnknown(value) ? JSON.stringify(value) : String(value);
}
