import { Token } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";

/** What a check needs of the props: the construct's own props fit, and so does plain data before anything is built. */
export interface EfaFabricFacts {
  /** Zones in which the network has node subnets. */
  readonly vpc: { readonly nodeSubnets: readonly { readonly zone: string }[] };
  /** Zone of the fabric, by name. */
  readonly zone: string;
  /** Id in the factory model. @default - the construct's id */
  readonly fabricName?: string;
}

/** Everything that is wrong with the props of an EfaFabric. */
export function checkEfaFabricProps(props: EfaFabricFacts, path: string): Finding[] {
  return [...checkName(props, path), ...checkZone(props, path)];
}

/** The name becomes a label's value and part of a security group's name. */
function checkName({ fabricName }: EfaFabricFacts, path: string): Finding[] {
  if (fabricName === undefined || Token.isUnresolved(fabricName)) return [];
  if (/^[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(fabricName)) return [];
  return [
    problem("FAB-053-fabric-name", `${path}.fabricName`, "not a usable name for a fabric", {
      given: fabricName,
      allowed: "letters, digits and '-', at most 63 characters, neither end a '-'",
      fix: "choose another fabricName (or construct id)",
    }),
  ];
}

/** The nodes of the fabric need a subnet in its zone. */
function checkZone({ vpc, zone }: EfaFabricFacts, path: string): Finding[] {
  const zones = vpc.nodeSubnets.map((subnet) => subnet.zone);
  if (Token.isUnresolved(zone) || zones.some((each) => Token.isUnresolved(each)) || zones.includes(zone)) return [];
  return [
    problem("FAB-054-fabric-zone-has-subnet", `${path}.zone`, `the VPC has no node subnet in ${zone}`, {
      given: zone,
      allowed: zones,
      fix: "choose among these zones, or add the zone to the VPC",
    }),
  ];
}
