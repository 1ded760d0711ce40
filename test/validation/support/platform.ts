import { efaLayout } from "../../../catalog/aws/efa-layouts";
import { instanceType } from "../../../catalog/aws/instance-types";
import { emptyModel } from "./model";

/** Anything that stands in emitted JSON; cases reach into it freely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a case must be able to write what no type allows
export type Json = Record<string, any>;

const gpuTaint = { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" };
export const gpuToleration = { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" };

/** A chart that is installed by a release; values as an object, written as cdktf does. */
export function release(chart: string, version: string, values: Json = {}, parts: Json = {}): Json {
  return {
    name: chart,
    chart,
    version,
    repository: "https://charts.example.com",
    namespace: chart,
    values: [JSON.stringify(values)],
    ...parts,
  };
}

/** Objects that travel in the local chart. */
export function manifests(name: string, objects: readonly Json[], parts: Json = {}): Json {
  return {
    name,
    chart: "./assets/chart",
    namespace: "default",
    values: [JSON.stringify({ manifests: objects })],
    ...parts,
  };
}

/** A pod of a job that takes a whole p5en.48xlarge. */
export function trainer(): Json {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "train", namespace: "team", labels: {} },
    spec: {
      template: {
        spec: {
          nodeSelector: { "ai-factory/pool": "h200" },
          tolerations: [{ ...gpuToleration }],
          containers: [
            {
              name: "train",
              image: "nvcr.io/nvidia/pytorch:26.08-py3",
              resources: { limits: { "nvidia.com/gpu": 8, "vpc.amazonaws.com/efa": 16 } },
            },
          ],
        },
      },
    },
  };
}

/** A cluster with a GPU pool on a fabric, a CPU pool, and the platform that both need; one stack, to reach into. */
export function platform() {
  const interfaces = efaLayout(instanceType("p5en.48xlarge")).map((item) => ({
    network_card_index: item.networkCardIndex,
    device_index: item.deviceIndex,
    interface_type: item.interfaceType,
  }));
  const h200: Json = {
    ami_type: "AL2023_x86_64_NVIDIA",
    instance_types: ["p5en.48xlarge"],
    labels: { "ai-factory/pool": "h200" },
    taint: [{ ...gpuTaint }],
    scaling_config: { min_size: 0, max_size: 4 },
    launch_template: { id: "${aws_launch_template.h200.id}" },
  };
  const cpu: Json = {
    ami_type: "AL2023_x86_64_STANDARD",
    instance_types: ["m7i.16xlarge"],
    labels: { "ai-factory/pool": "cpu" },
    scaling_config: { min_size: 1, max_size: 8 },
  };
  const job = trainer();
  const objects: Json[] = [job];
  const releases: Json = {
    "nvidia-device-plugin": release("nvidia-device-plugin", "0.20.0", {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "ai-factory/pool", operator: "In", values: ["h200"] }] }],
          },
        },
      },
      tolerations: [gpuToleration],
    }),
    efa: release("aws-efa-k8s-device-plugin", "v0.5.30", {
      supportedInstanceLabels: { keys: ["ai-factory/pool"], values: ["h200"] },
      tolerations: [gpuToleration],
    }),
    "cert-manager": release("cert-manager", "v1.21.1"),
  };
  const resource: Record<string, Record<string, Json>> = {
    aws_eks_cluster: { main: { name: "factory", version: "1.35" } },
    aws_eks_node_group: { h200, cpu },
    aws_launch_template: { h200: { network_interfaces: interfaces } },
    aws_eks_addon: {
      proxy: { cluster_name: "factory", addon_name: "kube-proxy", addon_version: "v1.35.3-eksbuild.21" },
      dns: { cluster_name: "factory", addon_name: "coredns", addon_version: "v1.13.2-eksbuild.21" },
      agent: { cluster_name: "factory", addon_name: "eks-pod-identity-agent" },
      cni: { cluster_name: "factory", addon_name: "vpc-cni", configuration_values: '{"env":{}}' },
    },
    helm_release: releases,
    kubernetes_namespace_v1: {
      team: { metadata: { name: "team", labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
    },
  };
  const input = {
    model: emptyModel(),
    resource,
    h200,
    cpu,
    job,
    objects,
    releases,
    pod: job["spec"].template.spec as Json,
    container: job["spec"].template.spec.containers[0] as Json,
    cluster: resource["aws_eks_cluster"]!["main"] as Json,
    addons: resource["aws_eks_addon"] as Record<string, Json>,
    /** Another chart. */
    install: (chart: string, version: string, values: Json = {}, parts: Json = {}) =>
      (releases[chart] = release(chart, version, values, parts)),
    /** Other values of a chart that is installed. */
    values: (name: string, values: Json) => (releases[name].values = [JSON.stringify(values)]),
    // Read when the case is run: the objects that mutations have added are in it.
    get stacks() {
      const local = {
        objects: manifests("objects", objects, {
          depends_on: Object.keys(releases).map((name) => `helm_release.${name}`),
        }),
      };
      return { infra: { resource: { ...resource, helm_release: { ...releases, ...local } } } };
    },
  };
  return input;
}
