import { isObject, isUnknown, type Value } from "../../documents/value";
import type { Boundary } from "../boundary";
import { knownHost } from "../hosts";
import { listOf, objectsIn } from "../reading/pods";
import { fail, open, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

export const SOV_NET_03 = policyRule({
  id: "SOV-NET-03-egress-allow-list",
  title: "allow-lists of egress name only hosts of the boundary",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.14.a", "EU CSF SOV-3"],
  cause:
    "An allow-list with a wildcard on a cloud's suffix allows every region of it, and every other tenant's buckets.",
  mend: "name each host in the boundary's `egress` with its jurisdiction and purpose, and nothing wider in the list",
  example: {
    fails: "`.amazonaws.com` in the domain list of a firewall",
    passes: "a host that the boundary's `egress` names",
    evades: "a Suricata rule that passes `cdn-lfs.huggingface.co`",
  },
  *check({ documents, boundary }) {
    for (const group of documents.resources("aws_networkfirewall_rule_group")) {
      const sources = group.blocks("rule_group.rules_source.rules_source_list");
      for (const source of sources.filter((one) => one.get("generated_rules_type") !== "DENYLIST")) {
        for (const target of source.list("targets")) yield judgeHost(group, target, boundary);
      }
      for (const text of [group.get("rules"), group.get("rule_group.rules_source.rules_string")]) {
        if (isUnknown(text)) yield open(group, { message: "its rules are not known yet", given: text });
        else if (typeof text === "string")
          for (const host of suricataHosts(text)) yield judgeHost(group, host, boundary);
      }
      yield pass(group);
    }
    for (const list of documents.resources("aws_route53_resolver_firewall_domain_list")) {
      const allows = list
        .referrers("aws_route53_resolver_firewall_rule")
        .some((rule) => rule.get("action") === "ALLOW");
      if (allows) for (const domain of list.list("domains")) yield judgeHost(list, domain, boundary);
      else yield pass(list);
    }
    for (const object of documents.kubernetesObjects("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy")) {
      for (const { object: rule } of objectsIn(object.object)) {
        for (const entry of listOf(rule["toFQDNs"])) {
          if (isObject(entry)) yield judgeHost(object, entry["matchName"] ?? entry["matchPattern"] ?? null, boundary);
        }
      }
    }
  },
});

function* hostsOf(rule: string): Generator<string> {
  if (!/^\s*pass\s/.test(rule)) return;
  for (const [, host = ""] of rule.matchAll(/content:\s*"([^"]+\.[^"]+)"/g)) yield host;
}

function suricataHosts(rules: string): readonly string[] {
  return rules.split("\n").flatMap((rule) => [...hostsOf(rule)]);
}

function judgeHost(thing: Thing, value: Value, boundary: Boundary): PolicyOutcome {
  if (typeof value !== "string") return open(thing, { message: "a host of its list is not known yet", given: value });
  const host = value.replace(/^\.|^\*\.?/, "").toLowerCase();
  const wide = value !== host;
  // A wildcard is inside only where the boundary names the same or a wider one.
  const allowed = wide
    ? boundary.data.egress.some((entry) => entry.host === `*.${host}`)
    : boundary.allowedHost("egress", host) !== undefined;
  const region = /\.([a-z]{2}[a-z-]*-\d)\.(amazonaws\.(com|eu)|api\.aws)$/.exec(`.${host}`)?.[1];
  if (allowed || (region !== undefined && boundary.region(region).inside)) return pass(thing);
  const row = knownHost(host);
  const who = row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
  return fail(thing, {
    message: `egress to ${value}${who} is allowed, and the boundary does not name it`,
    given: value,
    allowed: boundary.data.egress.map((entry) => entry.host),
  });
}
