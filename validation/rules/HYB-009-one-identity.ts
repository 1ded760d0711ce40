import type { Documents, KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const oneIdentity: Rule = {
  id: "HYB-009-one-identity",
  family: "HYB",
  title: "clusters and gateways know people by one provider, and rights are given to groups as it names them",
  severity: "warning",
  reads: "documents",
  cause:
    "With two providers somebody who leaves is locked out of one and kept by the other. And a binding to a group " +
    "without the prefix that the cluster puts before it gives nobody anything, or gives it to whoever bears that name.",
  mend: "use one issuer everywhere, and name groups with the provider's prefix (`identity.group(name)`)",
  sources: [
    "Amazon EKS User Guide, grant users access with an external OIDC provider: groups prefix",
    "Kubernetes, Authenticating: claim mappings and prefixes; names that begin with 'system:' are Kubernetes' own",
  ],
  unknownMeans: "The issuer or the prefix is a variable; whoever sets it decides.",
  example: {
    fails: "a ClusterRoleBinding of the group `ml-platform` where the cluster calls it `oidc:ml-platform`",
    passes: "one issuer for the cluster and the gateway, and bindings of `oidc:…` groups",
  },
  *check({ documents }) {
    const providers = documents?.resources("aws_eks_identity_provider_config") ?? [];
    const [first] = providers;
    if (!documents || first === undefined) return;
    const issuer = first.get("oidc.issuer_url");
    for (const provider of providers) {
      yield judgeIssuer(resourceAbout(provider), provider.get("oidc.issuer_url"), issuer);
    }
    for (const policy of documents.kubernetesObjects("SecurityPolicy")) {
      for (const other of issuersOf(policy)) yield judgeIssuer(aboutObject(policy), other, issuer);
    }
    yield* judgeGroups(first.get("oidc.groups_prefix"), documents);
  },
};

function aboutObject({ resource, address }: KubernetesObject) {
  return { path: resource?.constructPath ?? address, address };
}

function judgeIssuer(about: Parameters<typeof pass>[0], given: Value | undefined, issuer: Value | undefined): Outcome {
  if (isUnknown(given) || isUnknown(issuer)) return unknown(about, { message: "the identity provider is not known" });
  if (given === issuer) return pass(about);
  return fail(about, { message: "people are known by another identity provider here", given, allowed: issuer });
}

function issuersOf({ object }: KubernetesObject): readonly (Value | undefined)[] {
  const { spec } = object;
  const jwt = isObject(spec) ? spec["jwt"] : undefined;
  const providers = isObject(jwt) && Array.isArray(jwt["providers"]) ? (jwt["providers"] as readonly Value[]) : [];
  return providers.filter(isObject).map((provider) => provider["issuer"]);
}

/** Groups of bindings: those of access entries have names of their own. */
function* judgeGroups(prefix: Value | undefined, documents: Documents): Generator<Outcome> {
  const entries = documents.resources("aws_eks_access_entry").flatMap((each) => each.list("kubernetes_groups"));
  const fromEntries = new Set(entries.map(textOf));
  for (const binding of documents.kubernetesObjects("ClusterRoleBinding", "RoleBinding")) {
    const { subjects } = binding.object;
    const list = Array.isArray(subjects) ? (subjects as readonly Value[]).filter(isObject) : [];
    const groups = list.filter(({ kind }) => kind === "Group").map(({ name }) => textOf(name));
    const named = groups.filter((name) => name !== undefined && !name.startsWith("system:") && !fromEntries.has(name));
    if (named.length === 0) continue;
    const about = aboutObject(binding);
    if (isUnknown(prefix)) {
      yield unknown(about, { message: "what stands before the names of groups is not known", given: named });
      continue;
    }
    const foreign = named.filter((name) => !name?.startsWith(textOf(prefix) ?? ""));
    if (foreign.length === 0) yield pass(about);
    else {
      yield fail(about, {
        message: "rights are given to a group that the identity provider's groups are not named as",
        given: foreign,
        allowed: `names that begin with '${textOf(prefix) ?? ""}'`,
      });
    }
  }
}
