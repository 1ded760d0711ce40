import type { Documents, Resource } from "../documents/types";
import { isUnknown } from "../documents/value";
import { textOf } from "./reading";

/** Resources that lines from outside end at on the AWS side. */
const gatewayTypes = ["aws_ec2_transit_gateway", "aws_vpn_gateway"];

/** One line into AWS, and what takes it down with itself at the other end. */
export interface WideAreaPath {
  readonly resource: Resource;
  /** `router 203.0.113.10`, `location EqSK1`; undefined where it is not known. */
  readonly end: string | undefined;
}

/** Lines from outside that end at a transit gateway or virtual private gateway of the documents. */
export function pathsInto(gateway: Resource, documents: Documents): readonly WideAreaPath[] {
  const isHere = (resource: Resource, argument: string) => resource.targets(argument).includes(gateway);
  const vpns = documents
    .resources("aws_vpn_connection")
    .filter((vpn) => isHere(vpn, "transit_gateway_id") || isHere(vpn, "vpn_gateway_id"))
    .map((resource) => ({ resource, end: routerOf(resource) }));
  const associations = documents
    .resources("aws_dx_gateway_association")
    .filter((each) => isHere(each, "associated_gateway_id"));
  const gateways = associations.flatMap((each) => each.targets("dx_gateway_id"));
  const ports = documents
    .resources("aws_dx_transit_virtual_interface", "aws_dx_private_virtual_interface")
    .filter(
      (each) =>
        each.targets("dx_gateway_id").some((target) => gateways.includes(target)) || isHere(each, "vpn_gateway_id"),
    )
    .map((resource) => ({ resource, end: locationOf(resource) }));
  return [...vpns, ...ports];
}

/** Gateways that a line from outside ends at. */
export function wideAreaGateways(documents: Documents): readonly Resource[] {
  return documents.resources(...gatewayTypes).filter((gateway) => pathsInto(gateway, documents).length > 0);
}

/** Two customer gateways of one address are one router. */
function routerOf(vpn: Resource): string | undefined {
  const gateway = vpn.targets("customer_gateway_id").find(({ type }) => type === "aws_customer_gateway");
  if (gateway !== undefined) {
    const address = textOf(gateway.get("ip_address"));
    return address === undefined ? undefined : `router ${address}`;
  }
  const id = textOf(vpn.get("customer_gateway_id"));
  return id === undefined ? undefined : `router behind ${id}`;
}

/** A connection that is not among the documents stands somewhere, but nobody knows where. */
function locationOf(virtualInterface: Resource): string | undefined {
  const connection = virtualInterface
    .targets("connection_id")
    .find(({ type }) => type === "aws_dx_connection" || type === "aws_dx_lag");
  const location = connection?.get("location");
  return location === undefined || isUnknown(location) || location === null
    ? undefined
    : `location ${String(location)}`;
}
