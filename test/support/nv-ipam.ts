import { schemasFromCrds, type KubernetesSchemas } from "../../testing/kubernetes";

/** What nv-ipam's address pools take, written down for tests: the operator makes the definition, no chart carries it. */
export function addressPoolSchemas(): KubernetesSchemas {
  return schemasFromCrds({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "ippools.nv-ipam.nvidia.com" },
    spec: {
      group: "nv-ipam.nvidia.com",
      scope: "Namespaced",
      names: { kind: "IPPool", plural: "ippools" },
      versions: [
        {
          name: "v1alpha1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: {
                  type: "object",
                  required: ["subnet", "perNodeBlockSize"],
                  properties: {
                    subnet: { type: "string" },
                    perNodeBlockSize: { type: "integer" },
                    gateway: { type: "string" },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });
}
