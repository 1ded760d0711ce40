import { efaLayout } from "../../../catalog/aws/efa-layouts";
import { instanceType } from "../../../catalog/aws/instance-types";
import type { FactoryModel } from "../../../model/types";
import type { Mutable, StackJson } from "./describe-rule";
import { emptyModel, node } from "./model";

type Attributes = Record<string, unknown>;

/** Emitted resources of one stack, which a case changes freely. */
export interface EmittedLaunch {
  template: Attributes & { network_interfaces: Attributes[] };
  group: Attributes & { scaling_config: Attributes };
  subnets: Record<string, Attributes>;
  securityGroup: Attributes;
  ingress: Attributes;
  egress: Attributes;
  resource: Record<string, Record<string, Attributes>>;
  stacks: Record<string, StackJson>;
  model: Mutable<FactoryModel>;
}

/** A node group of 8 nodes with EFA in one zone, as the constructs emit it, and the pool that it is in the model. */
export function launch(type = "p5.48xlarge"): EmittedLaunch {
  const template = {
    "//": { metadata: { path: "infra/training/template" } },
    name: "training",
    instance_type: type,
    network_interfaces: efaLayout(instanceType(type)).map(
      ({ networkCardIndex, deviceIndex, interfaceType }): Attributes => ({
        network_card_index: networkCardIndex,
        device_index: deviceIndex,
        interface_type: interfaceType,
        security_groups: ["${aws_security_group.fabric.id}"],
      }),
    ),
  };
  const group = {
    "//": { metadata: { path: "infra/training/group" } },
    cluster_name: "factory",
    node_group_name: "training",
    ami_type: "AL2023_x86_64_NVIDIA",
    capacity_type: "ON_DEMAND",
    launch_template: { id: "${aws_launch_template.training.id}", version: "1" },
    scaling_config: { min_size: 0, desired_size: 0, max_size: 8 } as Attributes,
    subnet_ids: ["${aws_subnet.a.id}"],
    labels: { "ai-factory/pool": "training" },
  };
  const subnets = {
    a: { vpc_id: "${aws_vpc.main.id}", availability_zone: "eu-north-1a", cidr_block: "10.0.0.0/20" } as Attributes,
    b: { vpc_id: "${aws_vpc.main.id}", availability_zone: "eu-north-1b", cidr_block: "10.0.16.0/20" } as Attributes,
  };
  const securityGroup: Attributes = { name: "fabric", vpc_id: "${aws_vpc.main.id}" };
  const rule = () => ({
    security_group_id: "${aws_security_group.fabric.id}",
    referenced_security_group_id: "${aws_security_group.fabric.id}",
    ip_protocol: "-1",
  });
  const [ingress, egress]: [Attributes, Attributes] = [rule(), rule()];
  const resource: EmittedLaunch["resource"] = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: subnets,
    aws_security_group: { fabric: securityGroup },
    aws_vpc_security_group_ingress_rule: { self: ingress },
    aws_vpc_security_group_egress_rule: { self: egress },
    aws_launch_template: { training: template },
    aws_eks_node_group: { training: group },
  };
  const addresses = ["infra:aws_launch_template.training", "infra:aws_eks_node_group.training"];
  const model = emptyModel({
    clusters: [node("clusters")],
    fabrics: [node("fabrics", { zone: "eu-north-1a" })],
    pools: [node("pools", { fabricId: "fabric", addresses, instanceType: type })],
  });
  const provider = { aws: [{ region: "eu-north-1" }] };
  const stacks = { infra: { provider, resource } } as unknown as EmittedLaunch["stacks"];
  return { template, group, subnets, securityGroup, ingress, egress, resource, stacks, model };
}

/** The same node group on a targeted reservation of the documents. */
export function reservedLaunch(): EmittedLaunch & { reservation: Attributes } {
  const input = launch();
  const reservation: Attributes = {
    "//": { metadata: { path: "infra/reservation" } },
    instance_type: "p5.48xlarge",
    instance_platform: "Linux/UNIX",
    availability_zone: "eu-north-1a",
    instance_count: 8,
    instance_match_criteria: "targeted",
  };
  input.resource["aws_ec2_capacity_reservation"] = { training: reservation };
  input.template["capacity_reservation_specification"] = {
    capacity_reservation_target: { capacity_reservation_id: "${aws_ec2_capacity_reservation.training.id}" },
  };
  Object.assign(input.group.scaling_config, { min_size: 8, desired_size: 8 });
  return { ...input, reservation };
}

/** The same node group on a capacity block that was bought elsewhere. */
export function blockLaunch(type?: string): EmittedLaunch {
  const input = launch(type);
  input.group["capacity_type"] = "CAPACITY_BLOCK";
  input.group["lifecycle"] = { ignore_changes: ["scaling_config[0].desired_size"] };
  Object.assign(input.group.scaling_config, { min_size: 8, desired_size: 8 });
  Object.assign(input.template, {
    instance_market_options: { market_type: "capacity-block" },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: "cr-0123456789abcdef0" },
    },
  });
  Object.assign(input.model.pools[0] ?? {}, {
    minNodes: 8,
    maxNodes: 8,
    capacity: { kind: "capacity-block", reservationId: "cr-0123456789abcdef0" },
  });
  return input;
}

/** A second node group that launches from the same template. */
export function secondGroup(input: EmittedLaunch, changes: Attributes = {}): void {
  const groups = input.resource["aws_eks_node_group"] ?? {};
  groups["second"] = { ...structuredClone(input.group), "//": {}, node_group_name: "second", ...changes };
}
