import { schemasFromCrds, type KubernetesSchemas } from "../../testing/kubernetes";

/** What nv-ipam's address pools take, written down for tests: the operator makes the definition, no chart carries it. */
export function addressPoolSchemas(): KubernetesSchemas {
  const text = { type: "string" };
  const block = {
    required: ["subnet", "perNodeBlockSize"],
    properties: { subnet: text, perNodeBlockSize: { type: "integer" }, gateway: text },
  };
  const allocation = {
    type: "object",
    required: ["prefix"],
    properties: { nodeName: text, prefix: text, gateway: text },
  };
  const route = { type: "object", required: ["dst"], properties: { dst: text } };
  const links = {
    required: ["cidr", "perNodeNetworkPrefix"],
    properties: {
      cidr: text,
      perNodeNetworkPrefix: { type: "integer" },
      gatewayIndex: { type: "integer" },
      routes: { type: "array", items: route },
      staticAllocations: { type: "array", items: allocation },
    },
  };
  return schemasFromCrds(definition("IPPool", block)).with(schemasFromCrds(definition("CIDRPool", links)));
}

function definition(kind: string, spec: object) {
  const plural = `${kind.toLowerCase()}s`;
  const openAPIV3Schema = { type: "object", properties: { spec: { type: "object", ...spec } } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.nv-ipam.nvidia.com` },
    spec: {
      group: "nv-ipam.nvidia.com",
      scope: "Namespaced",
      names: { kind, plural },
      versions: [{ name: "v1alpha1", served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}
