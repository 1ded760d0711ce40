import { isUnknown, type Value } from "../../documents/value";
import { isPrivate } from "../reading/ranges";
import { fail, isGiven, judge, not, open, oneOf, pass, type Thing } from "../reading/verdicts";
import { textsIn } from "../locations/texts";
import { policyRule, type PolicyOutcome } from "../rule";

const forwardPattern = /\bforward\s+\S+\s+([^\n{]+)/g;

export const SOV_NET_07 = policyRule({
  id: "SOV-NET-07-dns",
  title: "names are resolved inside, filtered and logged",
  weight: "medium",
  stages: ["synth", "plan", "deploy"],
  guardrail: "declarative policy DNS firewall",
  references: ["SecNumCloud 3.2 12.14", "SecNumCloud 3.2 13.3"],
  covers: ["CKV2_AWS_39"],
  cause: "A name server abroad sees every name that is asked for, and names can carry data out.",
  mend: "forward to the VPC's resolver only, associate a DNS firewall that fails closed, and log the queries",
  example: {
    fails: "a CoreDNS ConfigMap with `forward . 8.8.8.8`",
    passes: "`forward . /etc/resolv.conf`",
    evades: "the same Corefile in the configuration values of the coredns add-on",
  },
  *check({ documents, boundary }) {
    for (const object of documents.kubernetesObjects("ConfigMap")) yield* judgeCorefile(object, object.object["data"]);
    for (const addon of documents.resources("aws_eks_addon")) {
      if (addon.get("addon_name") === "coredns") yield* judgeCorefile(addon, addon.get("configuration_values"));
    }
    for (const release of documents.helmReleases()) yield* judgeCorefile(release.resource, release.values);
    for (const rule of documents.resources("aws_route53_resolver_rule")) {
      for (const ip of rule.list("target_ip.ip")) {
        if (isUnknown(ip)) yield open(rule, { message: "the name server it forwards to is not known yet", given: ip });
        else {
          const message = `it forwards to ${String(ip as string)}, a public name server`;
          yield judge(rule, isPrivate(String(ip as string)), { message, given: ip, severity: "error" });
        }
      }
    }
    for (const config of documents.resources("aws_route53_resolver_firewall_config")) {
      const closed = not(oneOf(config.get("firewall_fail_open"), ["ENABLED"], false));
      yield judge(config, closed, { message: "the firewall lets every name through when it fails" });
    }
    for (const zone of documents.resources("aws_route53_zone")) {
      const isPrivateZone = isGiven(zone.get("vpc"));
      yield judge(zone, isPrivateZone || boundary.data.publicIngress, {
        message: "it is a public zone: names of the factory are published",
      });
      const logged = isPrivateZone || zone.referrers("aws_route53_query_log").length > 0;
      yield judge(zone, logged, { message: "what is asked of it is not recorded", covers: ["CKV2_AWS_39"] });
    }
    for (const vpc of documents.resources("aws_vpc")) {
      const guarded = vpc.referrers("aws_route53_resolver_firewall_rule_group_association").length > 0;
      const logged = vpc.referrers("aws_route53_resolver_query_log_config_association").length > 0;
      if (guarded && logged) yield pass(vpc);
      else
        yield open(vpc, {
          message: `these documents show no ${[guarded ? "" : "DNS firewall", logged ? "" : "query log"].filter(Boolean).join(" and no ")} for it`,
          dischargedBy: "deploy",
        });
    }
  },
});

function* judgeCorefile(thing: Thing, value: Value | undefined): Generator<PolicyOutcome> {
  for (const { text } of textsIn(value)) {
    for (const [, servers = ""] of text.replaceAll("\\n", "\n").matchAll(forwardPattern)) {
      const outside = servers
        .trim()
        .split(/\s+/)
        .filter((server) => isPublicServer(server));
      if (outside.length > 0)
        yield fail(thing, {
          message: `names are resolved by ${outside.join(", ")}, outside`,
          given: servers.trim(),
          severity: "error",
        });
      else yield pass(thing);
    }
  }
}

function isPublicServer(server: string): boolean {
  const address = server.replace(/^(tls|dns|https):\/\//, "").replace(/:\d+$/, "");
  if (address.startsWith("/") || address === "") return false;
  if (/^[\d.]+$/.test(address) || address.includes(":")) return !isPrivate(address);
  return /^(tls|https):\/\//.test(server);
}
