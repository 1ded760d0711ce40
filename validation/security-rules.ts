import { cidrContains, parseCidr } from "../planning/addresses";
import { readOnce } from "../documents/read-once";
import type { Block, Documents, Resource } from "../documents/types";
import { isUnknown, type Value } from "../documents/value";
import { numberOf } from "./launches";
import { isGiven, keyOf } from "./reading";
import { resourceAbout, type About } from "./rule";

/** One rule of a security group, however it is written. */
export interface TrafficRule {
  readonly about: About;
  readonly direction: "ingress" | "egress";
  /** Keys of the groups it belongs to; empty where that is not known. */
  readonly groups: readonly string[];
  /** `tcp`, `-1` … ; `undefined` where a token decides. */
  readonly protocol?: string;
  readonly fromPort: number | "unknown" | undefined;
  readonly toPort: number | "unknown" | undefined;
  readonly peerGroups: readonly string[];
  readonly peerCidrs: readonly string[];
  /** Managed or own lists of prefixes; what is in them is not in the documents. */
  readonly peerLists: number;
  /** Part of the peers is a token. */
  readonly peersUnknown: boolean;
}

const groupTypes = ["aws_security_group", "aws_default_security_group"];
/** What a reference to a group leads to. */
const holderTypes = [...groupTypes, "aws_eks_cluster"];

/** The rules of all security groups: inline, as resources of both kinds, and those that EKS gives its cluster's own group. */
export const trafficRules = readOnce(readTrafficRules);

function readTrafficRules(documents: Documents): readonly TrafficRule[] {
  const directions = ["ingress", "egress"] as const;
  return [
    ...documents
      .resources(...groupTypes)
      .flatMap((group) => directions.flatMap((at) => group.blocks(at).map((block) => inlineRule(group, at, block)))),
    ...documents.resources("aws_security_group_rule").map(oldRule),
    ...directions.flatMap((at) =>
      documents.resources(`aws_vpc_security_group_${at}_rule`).map((rule) => newRule(rule, at)),
    ),
    ...documents.resources("aws_eks_cluster").flatMap(clusterRules),
  ];
}

function inlineRule(group: Resource, direction: "ingress" | "egress", block: Block): TrafficRule {
  const cidrs = [...block.list("cidr_blocks"), ...block.list("ipv6_cidr_blocks")].filter(isGiven);
  const peers = groupKeysAt(block, "security_groups");
  const own = keyOf(group);
  return {
    about: resourceAbout(group),
    direction,
    groups: [own],
    protocol: protocolOf(block.get("protocol")),
    fromPort: numberOf(block.get("from_port")),
    toPort: numberOf(block.get("to_port")),
    peerGroups: block.get("self") === true ? [...peers.keys, own] : peers.keys,
    peerCidrs: cidrs.filter((cidr) => typeof cidr === "string"),
    peerLists: block.list("prefix_list_ids").length,
    peersUnknown: !peers.complete || cidrs.some(isUnknown) || isUnknown(block.get("self")),
  };
}

function oldRule(rule: Resource): TrafficRule {
  const groups = groupKeysAt(rule, "security_group_id").keys;
  const peers = groupKeysAt(rule, "source_security_group_id");
  const cidrs = [...rule.list("cidr_blocks"), ...rule.list("ipv6_cidr_blocks")].filter(isGiven);
  return {
    about: resourceAbout(rule),
    direction: rule.get("type") === "egress" ? "egress" : "ingress",
    groups,
    protocol: protocolOf(rule.get("protocol")),
    fromPort: numberOf(rule.get("from_port")),
    toPort: numberOf(rule.get("to_port")),
    peerGroups: rule.get("self") === true ? [...peers.keys, ...groups] : peers.keys,
    peerCidrs: cidrs.filter((cidr) => typeof cidr === "string"),
    peerLists: rule.list("prefix_list_ids").length,
    peersUnknown: !peers.complete || cidrs.some(isUnknown) || isUnknown(rule.get("self")),
  };
}

function newRule(rule: Resource, direction: "ingress" | "egress"): TrafficRule {
  const peers = groupKeysAt(rule, "referenced_security_group_id");
  const cidrs = [...rule.list("cidr_ipv4"), ...rule.list("cidr_ipv6")].filter(isGiven);
  return {
    about: resourceAbout(rule),
    direction,
    groups: groupKeysAt(rule, "security_group_id").keys,
    protocol: protocolOf(rule.get("ip_protocol")),
    fromPort: numberOf(rule.get("from_port")),
    toPort: numberOf(rule.get("to_port")),
    peerGroups: peers.keys,
    peerCidrs: cidrs.filter((cidr) => typeof cidr === "string"),
    peerLists: rule.list("prefix_list_id").filter(isGiven).length,
    peersUnknown: !peers.complete || cidrs.some(isUnknown),
  };
}

/** EKS lets the members of its cluster security group talk to each other, and out to anything. */
function clusterRules(cluster: Resource): TrafficRule[] {
  const key = keyOf(cluster);
  const all = { about: resourceAbout(cluster), groups: [key], protocol: "-1", fromPort: undefined, toPort: undefined };
  const none = { peerLists: 0, peersUnknown: false };
  return [
    { ...all, ...none, direction: "ingress", peerGroups: [key], peerCidrs: [] },
    { ...all, ...none, direction: "egress", peerGroups: [], peerCidrs: ["0.0.0.0/0", "::/0"] },
  ];
}

function protocolOf(value: Value | undefined): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const name = String(value).toLowerCase();
  return name === "all" ? "-1" : name === "6" ? "tcp" : name === "17" ? "udp" : name;
}

/** Security groups named at a path. A cluster's own group goes by the cluster's key; an id that is written out by itself. */
export function groupKeysAt(
  block: Block,
  path: string,
): { readonly keys: readonly string[]; readonly complete: boolean } {
  const values = block.list(path).filter(isGiven);
  const literals = values.filter((value) => typeof value === "string");
  const targets = block.targets(path).filter(({ type }) => holderTypes.includes(type));
  const unknown = values.length - literals.length;
  return { keys: [...new Set([...literals, ...targets.map(keyOf)])], complete: targets.length >= unknown };
}

export interface TrafficQuestion {
  readonly direction: "ingress" | "egress";
  /** Groups of the interface that is asked about. */
  readonly groups: readonly string[];
  /** Groups of the other end. */
  readonly peerGroups: readonly string[];
  /** Subnet ranges of the other end: a rule by range must hold all of them. @default - only groups count */
  readonly peerCidrs?: readonly string[];
  readonly protocol: "tcp" | "all";
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** Whether the rules let the traffic through; `unknown` where a token or a group outside of the documents may decide. */
export function allows(rules: readonly TrafficRule[], question: TrafficQuestion): boolean | "unknown" {
  const { byGroup, homeless } = indexOf(rules, question.direction);
  const own = question.groups.flatMap((group) => {
    const { byPeer, others } = byGroup.get(group) ?? { byPeer: new Map<string, TrafficRule[]>(), others: [] };
    return [...others, ...question.peerGroups.flatMap((peer) => byPeer.get(peer) ?? [])];
  });
  const answers = own.map((rule) => permits(rule, question));
  if (answers.includes(true)) return true;
  // A rule whose group is a token may belong here; so may the rules of a group that is only an id.
  const foreign = question.groups.some((group) => /^sg-/.test(group));
  return answers.includes("unknown") || foreign || homeless ? "unknown" : false;
}

function listAt(lists: Map<string, TrafficRule[]>, key: string): TrafficRule[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** The rules of one group: by the group at the other end, and those whose other end is anything else. */
interface GroupRules {
  readonly byPeer: Map<string, TrafficRule[]>;
  readonly others: TrafficRule[];
}

interface RuleIndex {
  readonly byGroup: ReadonlyMap<string, GroupRules>;
  /** Some rule's group is not known. */
  readonly homeless: boolean;
}

/** Thousands of rules are asked about thousands of times: each list is sorted by group once. */
const indexes = new WeakMap<readonly TrafficRule[], Map<string, RuleIndex>>();

function indexOf(rules: readonly TrafficRule[], direction: TrafficRule["direction"]): RuleIndex {
  const cached = indexes.get(rules) ?? new Map<string, RuleIndex>();
  indexes.set(rules, cached);
  const found = cached.get(direction);
  if (found) return found;
  const byGroup = new Map<string, GroupRules>();
  const own = rules.filter((rule) => rule.direction === direction);
  for (const rule of own) {
    for (const group of rule.groups) {
      const entry = byGroup.get(group) ?? { byPeer: new Map<string, TrafficRule[]>(), others: [] };
      byGroup.set(group, entry);
      for (const peer of rule.peerGroups) listAt(entry.byPeer, peer).push(rule);
      if (rule.peerCidrs.length > 0 || rule.peerLists > 0 || rule.peersUnknown) entry.others.push(rule);
    }
  }
  const index = { byGroup, homeless: own.some(({ groups }) => groups.length === 0) };
  cached.set(direction, index);
  return index;
}

function permits(rule: TrafficRule, question: TrafficQuestion): boolean | "unknown" {
  const ports = portsMatch(rule, question);
  if (ports === false) return false;
  const peer = peerMatches(rule, question);
  if (peer === false) return false;
  return peer === "unknown" || ports === "unknown" ? "unknown" : true;
}

function peerMatches(rule: TrafficRule, { peerGroups, peerCidrs = [] }: TrafficQuestion): boolean | "unknown" {
  if (rule.peerGroups.some((group) => peerGroups.includes(group))) return true;
  if (rule.peerCidrs.includes("0.0.0.0/0")) return true;
  if (peerCidrs.length > 0 && peerCidrs.every((cidr) => rule.peerCidrs.some((range) => contains(range, cidr))))
    return true;
  return rule.peersUnknown || rule.peerLists > 0 ? "unknown" : false;
}

function contains(outer: string, inner: string): boolean {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  return a !== undefined && b !== undefined && cidrContains(a, b);
}

function portsMatch(
  rule: TrafficRule,
  { protocol, fromPort = 0, toPort = 65535 }: TrafficQuestion,
): boolean | "unknown" {
  if (rule.protocol === undefined) return "unknown";
  if (rule.protocol === "-1") return true;
  if (protocol === "all" || rule.protocol !== protocol) return false;
  if (rule.fromPort === "unknown" || rule.toPort === "unknown") return "unknown";
  return (rule.fromPort ?? 0) <= fromPort && (rule.toPort ?? 65535) >= toPort;
}
