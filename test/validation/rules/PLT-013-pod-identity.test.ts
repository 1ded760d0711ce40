import { podIdentity } from "../../../validation/rules/PLT-013-pod-identity";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

function withIdentity() {
  const input = platform();
  input.install(
    "aws-fsx-csi-driver",
    "1.17.0",
    { controller: { serviceAccount: { name: "fsx-csi-controller-sa" } } },
    { namespace: "kube-system" },
  );
  const association: Json = {
    cluster_name: "factory",
    namespace: "kube-system",
    service_account: "fsx-csi-controller-sa",
  };
  input.resource["aws_eks_pod_identity_association"] = { fsx: association };
  return Object.assign(input, { association });
}

describeRule(podIdentity, {
  passing: withIdentity,
  stillPasses: {
    "an object of its own": ({ association, objects }) => {
      Object.assign(association, { namespace: "team", service_account: "trainer" });
      objects.push({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "trainer", namespace: "team" } });
    },
    "the account that every namespace has": ({ association }) =>
      Object.assign(association, { namespace: "team", service_account: "default" }),
  },
  mutations: {
    "the account that every namespace has, where nobody makes the namespace": {
      change: ({ association }) => Object.assign(association, { namespace: "taem", service_account: "default" }),
      finds: /no component of namespace 'taem'/,
    },
    "a misspelt account": {
      change: ({ association }) => (association["service_account"] = "fsx-csi-controler-sa"),
      finds: /no component of namespace 'kube-system' runs as service account 'fsx-csi-controler-sa'/,
    },
    "another namespace": {
      change: ({ association }) => (association["namespace"] = "kube-sytem"),
      finds: /no component of namespace/,
    },
    "no agent": { change: ({ addons }) => delete addons["agent"], finds: /eks-pod-identity-agent is not installed/ },
    "two for one account": {
      change: ({ resource, association }) =>
        (resource["aws_eks_pod_identity_association"]!["again"] = { ...association }),
      finds: /has two identities/,
    },
    "the chart's account is renamed": {
      change: ({ values }) => values("aws-fsx-csi-driver", { controller: { serviceAccount: { name: "fsx" } } }),
      finds: /no component of namespace/,
    },
  },
  unknown: { "an account from a variable": ({ association }) => (association["service_account"] = "${var.account}") },
});
