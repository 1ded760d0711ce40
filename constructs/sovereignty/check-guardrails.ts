import ipaddr from "ipaddr.js";
import { findRegion } from "../../catalog";
import { Token } from "../../core/cdktf";
import { problem } from "../aws/problem";
import type { Finding } from "../../validation/finding";
import type { AdmissionScope } from "./admission-rules";
import type { NetworkPoliciesProps } from "./network-policies";

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Registry with an optional path; it becomes part of an expression, so nothing else may stand in it. */
const registry = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*\/?$/i;
/** `ebs.csi.aws.com`, `kubernetes.io/no-provisioner`. */
const provisioner = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(\/[a-z0-9]([-a-z0-9._]*[a-z0-9])?)?$/i;

/** Everything that is wrong with what closed namespaces may reach: an empty list would open them to everybody. */
export function checkNetworkPoliciesProps(props: Omit<NetworkPoliciesProps, "components">, path: string): Finding[] {
  const { controlPlaneCidrBlocks, nodeCidrBlocks, controlPlanePorts, namespaces = [], monitoringNamespace } = props;
  const peers = props.peers ?? [];
  const wrong = (at: string, given: unknown, allowed: string) =>
    problem("SOV-061-closed-namespaces", `${path}.${at}`, "not what a network policy can say", {
      given,
      allowed,
      fix: "correct it, or leave it out where it is optional",
    });
  const blocks = (at: string, given: readonly string[] | undefined) =>
    (given ?? [])
      .filter((block) => !Token.isUnresolved(block) && !ipaddr.isValidCIDR(block))
      .map((block) => wrong(at, block, "ranges of IPv4 or IPv6: 10.20.0.0/24"));
  const ports = (at: string, given: readonly number[] | undefined) =>
    given === undefined ||
    (given.length > 0 && given.every((port) => Number.isInteger(port) && port > 0 && port < 65536))
      ? []
      : [wrong(at, given, "at least one port, 1 to 65535: no port means every port")];
  const names = (at: string, given: readonly string[]) =>
    given.filter((name) => !dnsLabel.test(name)).map((name) => wrong(at, name, "names of namespaces"));
  return [
    ...(controlPlaneCidrBlocks.length > 0
      ? []
      : [wrong("controlPlaneCidrBlocks", [], "at least one range: no range means every address")]),
    ...blocks("controlPlaneCidrBlocks", controlPlaneCidrBlocks),
    ...blocks("nodeCidrBlocks", nodeCidrBlocks),
    ...ports("controlPlanePorts", controlPlanePorts),
    ...names("namespaces", namespaces),
    ...names("monitoringNamespace", monitoringNamespace === undefined ? [] : [monitoringNamespace]),
    ...peers.flatMap((peer, index) => [
      ...names(`peers[${index}].namespace`, [peer.namespace]),
      ...blocks(`peers[${index}].fromCidrBlocks`, peer.fromCidrBlocks),
      ...blocks(`peers[${index}].toCidrBlocks`, peer.toCidrBlocks),
      ...ports(`peers[${index}].ports`, peer.ports),
    ]),
  ];
}

/** Everything that is wrong with what the API server is to let in. */
export function checkAdmissionScope({ regions, registries, provisioners }: AdmissionScope, path: string): Finding[] {
  const wrong = (at: string, given: string, allowed: string) =>
    problem("SOV-062-admission-scope", `${path}.${at}`, "not what admission can ask for", {
      given,
      allowed,
      fix: "write it as it stands in images, volumes and regions",
    });
  return [
    ...(regions ?? [])
      .filter((name) => findRegion(name) === undefined)
      .map((name) => wrong("regions", name, "AWS regions by name")),
    ...(registries ?? [])
      .filter((name) => !registry.test(name))
      .map((name) => wrong("registries", name, "hosts with an optional path: registry.example.org/mirror")),
    ...(provisioners ?? [])
      .filter((name) => !provisioner.test(name))
      .map((name) => wrong("provisioners", name, "names of drivers: ebs.csi.aws.com")),
  ];
}
