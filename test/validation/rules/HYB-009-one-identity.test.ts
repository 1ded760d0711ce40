import { oneIdentity } from "../../../validation/rules/HYB-009-one-identity";
import { describeRule } from "../support/describe-rule";

function factory() {
  const oidc: Record<string, unknown> = { issuer_url: "https://login.example.org", groups_prefix: "oidc:" };
  const provider = { issuer: "https://login.example.org" };
  const subjects: { kind: string; name: string }[] = [
    { kind: "Group", name: "oidc:ml-platform" },
    { kind: "Group", name: "system:masters" },
    { kind: "ServiceAccount", name: "deployer" },
  ];
  const entries: Record<string, unknown> = {};
  const manifest = (kind: string, rest: object) => ({
    manifest: { apiVersion: "v1", kind, metadata: { name: kind }, ...rest },
  });
  const resource = {
    aws_eks_identity_provider_config: { factory: { oidc } } as Record<string, object>,
    aws_eks_access_entry: entries,
    kubernetes_manifest: {
      policy: manifest("SecurityPolicy", { spec: { jwt: { providers: [provider] } } }),
      binding: manifest("ClusterRoleBinding", { subjects }),
    },
  };
  return { oidc, provider, subjects, resource, stacks: { cloud: { resource } as never } };
}

describeRule(oneIdentity, {
  passing: factory,
  stillPasses: {
    "a group of an access entry": ({ subjects, resource }) => {
      subjects.push({ kind: "Group", name: "operators" });
      resource.aws_eks_access_entry["a"] = { kubernetes_groups: ["operators"] };
    },
  },
  mutations: {
    "a gateway that asks another provider": {
      change: ({ provider }) => (provider.issuer = "https://other.example.org"),
      finds: /another identity provider/,
    },
    "a cluster that asks another provider": ({ resource }) =>
      (resource.aws_eks_identity_provider_config["other"] = { oidc: { issuer_url: "https://other.example.org" } }),
    "a group without the prefix": {
      change: ({ subjects }) => subjects.push({ kind: "Group", name: "ml-platform" }),
      finds: /not named as/,
    },
    "a prefix that was changed": ({ oidc }) => (oidc["groups_prefix"] = "login:"),
  },
  unknown: {
    "an issuer that is not known": ({ oidc }) => (oidc["issuer_url"] = "${var.issuer}"),
    "a prefix that is not known": ({ oidc }) => (oidc["groups_prefix"] = "${var.prefix}"),
  },
});
