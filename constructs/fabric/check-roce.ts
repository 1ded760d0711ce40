import { roceFacts } from "../../catalog";
import { parseCidr } from "../../planning";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { addressBlock, checkHostFabric, type CheckedFabric } from "./host-fabric-props";
import type { RoceFabricProps } from "./roce-fabric";
import { roceQuality, type RoceQuality } from "./roce-quality";
import { findNetwork, networkNames } from "./site-network";

/** Everything that is wrong with the props of a RoCE fabric. */
export function checkRoceFabricProps(props: CheckedFabric<RoceFabricProps>, path: string, id: string): Finding[] {
  const plan = findNetwork(props.site, props.network);
  const findings = checkHostFabric(props, props.fabricName ?? id, plan, networkNames(props.site), path);
  if (plan !== undefined && plan.technology !== "ethernet") {
    findings.push(
      problem("FAB-024-fabric-technology", `${path}.network`, `'${props.network}' is planned as InfiniBand`, {
        given: plan.technology,
        allowed: "ethernet",
        fix: "plan it with Ethernet switches, or use an InfiniBandFabric",
      }),
    );
  }
  return [
    ...findings,
    ...checkRoutedRails(props, path),
    ...checkAddresses(props, plan?.nodes ?? 0, path),
    ...checkQuality(roceQuality(props.quality, props.switchSystem), `${path}.quality`),
  ];
}

/** A link of two addresses has room for one pod's adapter. */
function checkRoutedRails({ routedRails, attachment }: Omit<RoceFabricProps, "site">, path: string): Finding[] {
  if (routedRails !== true || attachment?.kind === "host-device") return [];
  return [
    problem("FAB-029-routed-rails", `${path}.routedRails`, "routed rails need adapters that one pod has to itself", {
      given: attachment?.kind ?? "shared",
      allowed: "FabricAttachment.hostDevice()",
      fix: "set the attachment, or leave routedRails out",
    }),
  ];
}

function checkAddresses(
  { cidrBlock, interfaceNames, attachment }: Omit<RoceFabricProps, "site">,
  nodes: number,
  path: string,
) {
  const range = parseCidr(cidrBlock);
  if (range === undefined) {
    return [
      problem("FAB-025-rail-addresses", `${path}.cidrBlock`, "not an IPv4 range", {
        given: cidrBlock,
        allowed: "an address and a prefix, for example 192.168.0.0/16",
        fix: "write the first address of the range",
      }),
    ];
  }
  const bits = Math.ceil(Math.log2(Math.max(1, interfaceNames.length)));
  const perRail = 2 ** Math.max(0, 32 - range.prefix - bits);
  // A routed link takes two addresses, which is the block of one share as well.
  const needed = (nodes + 1) * addressBlock(attachment?.shares ?? 63);
  if (perRail >= needed) return [];
  return [
    problem("FAB-025-rail-addresses", `${path}.cidrBlock`, "the range is too small for the rails", {
      given: `${cidrBlock}: ${perRail} addresses for each of ${interfaceNames.length} rails`,
      allowed: `at least ${needed} for ${nodes} nodes`,
      fix: `give a range of /${32 - bits - Math.ceil(Math.log2(needed))} or larger`,
    }),
  ];
}

function checkQuality(quality: RoceQuality, path: string): Finding[] {
  const findings: Finding[] = [];
  const range = (name: keyof RoceQuality, least: number, most: number) => {
    const given = quality[name];
    if (typeof given === "number" && Number.isInteger(given) && given >= least && given <= most) return;
    findings.push(
      problem("FAB-026-roce-quality", `${path}.${name}`, `${name} is out of range`, {
        given,
        allowed: `${least} to ${most}`,
        fix: `correct ${name}`,
      }),
    );
  };
  range("priority", 0, 7);
  range("cnpPriority", 0, 7);
  range("dscp", 0, 63);
  range("cnpDscp", 0, 63);
  range("ecnThresholdBytes", 1, 2 ** 31);
  if (quality.priority === quality.cnpPriority || quality.dscp === quality.cnpDscp) {
    findings.push(
      problem("FAB-026-roce-quality", path, "RDMA and its congestion notifications share a class", {
        given: `priority ${quality.priority} and ${quality.cnpPriority}, DSCP ${quality.dscp} and ${quality.cnpDscp}`,
        allowed: "a priority and a DSCP of its own for each",
        fix: "give notifications another priority: paused with the data, they come too late",
      }),
    );
  }
  return [...findings, ...checkMtu(quality, path)];
}

/** Bytes that RoCE v2 puts around the data of an RDMA packet: Ethernet and VLAN aside, IPv6, UDP, transport and check sums. */
const roceHeaderBytes = 40 + 8 + 12 + 16 + 4;

function checkMtu({ hostMtu, switchMtu }: RoceQuality, path: string): Finding[] {
  const findings: Finding[] = [];
  const least = roceFacts().rdmaPathMtuMax + roceHeaderBytes;
  if (!(hostMtu >= least)) {
    findings.push(
      problem("FAB-027-roce-mtu", `${path}.hostMtu`, "the hosts' MTU is too small for RDMA packets of full size", {
        given: hostMtu,
        allowed: `at least ${least}: a path MTU of ${roceFacts().rdmaPathMtuMax} and its headers`,
        fix: "set 9000",
      }),
    );
  }
  if (!(switchMtu >= hostMtu)) {
    findings.push(
      problem("FAB-027-roce-mtu", `${path}.switchMtu`, "the switches would drop the hosts' largest packets", {
        given: `switches ${switchMtu}, hosts ${hostMtu}`,
        allowed: `at least ${hostMtu}`,
        fix: "set the switches' MTU to 9216",
      }),
    );
  }
  return findings;
}
