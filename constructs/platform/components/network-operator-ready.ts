import { containerImage } from "../../../catalog";
import type { KubernetesObject } from "../../contracts";
import { systemTolerations } from "../placement";

/** Kubernetes' own image of kubectl: nothing but the program. */
export const kubectlImage = containerImage("kubectl");

const name = "address-pools-ready";
const resources = ["ippools.nv-ipam.nvidia.com", "cidrpools.nv-ipam.nvidia.com"];

/**
 * A Job that ends when the definitions of address pools are there: the operator makes them some time after its policy,
 * and whoever creates a pool before that fails. Whatever waits for Jobs (Helm, Argo CD, Flux) waits for the definitions.
 */
export function addressPoolsReady(): KubernetesObject[] {
  const metadata = { name, namespace: "nvidia-network-operator" };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        {
          apiGroups: ["apiextensions.k8s.io"],
          resources: ["customresourcedefinitions"],
          verbs: ["get", "list", "watch"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: metadata.namespace }],
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata,
      spec: {
        backoffLimit: 6,
        activeDeadlineSeconds: 900,
        template: {
          spec: {
            serviceAccountName: name,
            restartPolicy: "OnFailure",
            tolerations: systemTolerations,
            containers: [
              {
                name: "wait",
                image: kubectlImage,
                args: ["wait", "--for=create", ...resources.map((each) => `crd/${each}`), "--timeout=840s"],
                securityContext: {
                  allowPrivilegeEscalation: false,
                  runAsNonRoot: true,
                  runAsUser: 65532,
                  capabilities: { drop: ["ALL"] },
                  seccompProfile: { type: "RuntimeDefault" },
                },
              },
            ],
          },
        },
      },
    },
  ];
}
