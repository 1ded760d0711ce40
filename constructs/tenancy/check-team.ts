import type { Finding } from "../../validation/finding";
import type { TeamProps } from "./team";

/** What stands against a team. */
export function checkTeam(props: TeamProps): Finding[] {
  const findings: Finding[] = [];
  const check = (ok: boolean, prop: string, message: string, given: unknown, allowed: string, fix: string) => {
    if (ok) return;
    const path = `team-${props.name}.${prop}`;
    findings.push({
      rule: "TEN-010-team-props",
      severity: "error",
      verdict: "fail",
      path,
      message,
      given,
      allowed,
      fix,
    });
  };
  const { namespaces = [props.name], weight = 1 } = props;
  const isLabel = (name: string) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
  const names = "lower-case letters, digits and inner dashes, at most";
  check(
    isLabel(props.name) && props.name.length <= 38,
    "name",
    "the team's name is no name of a Kubernetes object",
    props.name,
    `${names} 38`,
    "choose another name",
  );
  for (const namespace of namespaces) {
    const ok =
      isLabel(namespace) && namespace.length <= 63 && namespace !== "default" && !namespace.startsWith("kube-");
    const fix = "give the team namespaces of its own";
    check(ok, "namespaces", "a namespace cannot be a team's", namespace, `${names} 63; not default, not kube-…`, fix);
  }
  check(
    namespaces.length > 0 && new Set(namespaces).size === namespaces.length,
    "namespaces",
    "the team has no namespace, or one twice",
    namespaces,
    "at least one, each once",
    "name the team's namespaces",
  );
  check(
    props.share >= 0 && props.share <= 1,
    "share",
    "the team's share is no part of the whole",
    props.share,
    "0 to 1",
    "state the part of every pool that is the team's own",
  );
  check(
    Number.isFinite(weight) && weight >= 0,
    "weight",
    "the weight is no weight",
    weight,
    "a number from 0",
    "leave it out for an equal weight",
  );
  check(
    weight === 1 || props.kueue.fairSharing,
    "weight",
    "Kueue does not share fairly, so a weight changes nothing",
    weight,
    "a weight with 'fairSharing' of Kueue",
    "switch on Kueue's 'fairSharing', or leave the weight out",
  );
  check(
    props.memberGroups.length > 0 && props.memberGroups.every((group) => group !== "" && !group.startsWith("system:")),
    "memberGroups",
    "nobody may work in the team, or the whole cluster may",
    props.memberGroups,
    "groups of your identity provider; none of Kubernetes' own (system:…)",
    "name the group that the team's members are in",
  );
  const { storage } = props;
  const identities = storage?.identities ?? [];
  check(
    identities.length === 0 || storage?.store.grantPrefix !== undefined,
    "storage.identities",
    "the store cannot give access to a part of a bucket",
    identities.map((each) => `${each.namespace}/${each.serviceAccountName}`),
    "an S3 bucket of AWS",
    "give the team a bucket of its own, or have the store's owner make keys for the prefix",
  );
  for (const { namespace, serviceAccountName } of identities) {
    const given = `${namespace}/${serviceAccountName}`;
    const fix = "name a service account of the team";
    const message = "a service account of somebody else would write into the team's data";
    check(namespaces.includes(namespace), "storage.identities", message, given, `in ${namespaces.join(", ")}`, fix);
  }
  return findings;
}
