import { mutants, type Mutant } from "../mutant";
import { NotHere } from "../world";

/** Faults of versions and of components that do not fit each other. */
export const versionMutants: readonly Mutant[] = [
  ...mutants("VER-001", {
    "a Kubernetes version that is over": (w) => (w.one("aws_eks_cluster")["version"] = "1.29"),
    "a Kubernetes version in extended support": (w) => (w.one("aws_eks_cluster")["version"] = "1.33"),
    "no Kubernetes version": (w) => delete w.one("aws_eks_cluster")["version"],
  }),
  ...mutants("VER-002", {
    "the cluster is older than kube-proxy": (w) => (w.one("aws_eks_cluster")["version"] = "1.31"),
    "kube-proxy is four minors older": (w) =>
      (w.one("aws_eks_addon", "kube-proxy")["addon_version"] = "v1.31.0-eksbuild.1"),
  }),
  ...mutants("VER-003", {
    "an add-on of another Kubernetes version": (w) =>
      (w.one("aws_eks_addon", "coredns")["addon_version"] = "v1.14.3-eksbuild.16"),
    "an add-on's version without its build": (w) => (w.one("aws_eks_addon", "vpc-cni")["addon_version"] = "v1.22.4"),
  }),
  ...mutants("VER-004", {
    "a cluster older than a chart takes": (w) => {
      w.release("aws-mountpoint-s3-csi-driver");
      w.one("aws_eks_cluster")["version"] = "1.30";
    },
  }),
  ...mutants("VER-005", {
    "older definitions than the operator": (w) => (w.release("karpenter-crd")["version"] = "1.9.0"),
  }),
  ...mutants("VER-050", {
    "Amazon Linux 2 on a version that has none": (w) => (w.cpu.group["ami_type"] = "AL2_x86_64"),
    "the Amazon Linux 2 GPU image": (w) => (w.gpu.group["ami_type"] = "AL2_x86_64_GPU"),
    "an image type that does not exist": (w) => (w.cpu.group["ami_type"] = "AL2023_x86_64"),
  }),
  ...mutants("VER-101", {
    "netop-26.4-k8s": (w) => {
      w.install("network-operator", "26.4.1", { nfd: { enabled: false } });
      w.one("aws_eks_cluster")["version"] = "1.36";
    },
    "netop-26.7-kube": (w) => {
      w.install("network-operator", "26.7.0", { nfd: { enabled: false } });
      w.one("aws_eks_cluster")["version"] = "1.31";
    },
    "dra-k8s-1.34": (w) => {
      w.install("dra-driver-nvidia-gpu", "0.5.0");
      w.one("aws_eks_cluster")["version"] = "1.33";
    },
    "slurm-min": (w) => {
      w.install("slurm-operator", "1.2.1");
      w.one("aws_eks_cluster")["version"] = "1.28";
    },
    "agentgateway-1.37": (w) => {
      w.install("agentgateway", "v1.3.0");
      w.one("aws_eks_cluster")["version"] = "1.37";
    },
  }),
  ...mutants("VER-102", {
    "gpuop-crs-exclusive": (w) =>
      w.install("gpu-operator", "v26.7.0", { driver: { enabled: false }, gpuCluster: { deployCR: true } }),
    "gpuop-useOpenKernelModules": (w) =>
      w.install("gpu-operator", "v26.7.0", { driver: { enabled: false, useOpenKernelModules: true } }),
    "driver-owner": (w) => {
      if (w.gpu.group["ami_type"] !== undefined) w.install("gpu-operator", "v26.7.0", { driver: { enabled: true } });
    },
    "dra-driver-root": (w) =>
      w.install("gpu-operator", "v26.7.0", { driver: { enabled: false }, hostPaths: { driverInstallDir: "/" } }),
  }),
  ...mutants("VER-103", {
    "one-nfd": (w) => {
      w.install("node-feature-discovery", "0.19.0");
      w.install("network-operator", "26.4.1");
    },
    "sriov-single": (w) => {
      w.install("sriov-network-operator-chart", "1.6.0");
      w.install("network-operator", "26.4.1", { nfd: { enabled: false }, sriovNetworkOperator: { enabled: true } });
    },
    "trainer-bundles": (w) => {
      w.release("kubeflow-trainer");
      w.install("jobset", "0.12.0");
    },
    "amd-dra-xor-plugin": (w) =>
      w.install("gpu-operator-charts", "v1.5.1", {
        "node-feature-discovery": { enabled: false },
        deviceConfig: { spec: { draDriver: { enable: true } } },
      }),
  }),
  ...mutants("VER-104", {
    "crds-first": (w) => w.install("kserve-resources", "v0.20.0"),
    "slurm-min needs cert-manager": (w) => {
      w.uninstall("cert-manager");
      w.install("slurm-operator", "1.2.1", { crds: { enabled: true } });
    },
    "neuron-contiguous": (w) => w.install("neuron-helm-chart", "1.9.0"),
    "efa-allowlist": (w) =>
      w.values("aws-efa-k8s-device-plugin", (values) => (values["supportedInstanceLabels"]["values"] = ["other"])),
  }),
  ...mutants("VER-105", {
    "pvc-zone-pin": (w) => {
      w.part("pools", ({ role }) => role === "accelerator");
      w.values(
        "kube-prometheus-stack",
        (values) => (values["prometheus"]["prometheusSpec"]["tolerations"] = [{ operator: "Exists" }]),
      );
    },
    "system-toleration-nfd": (w) =>
      w.install("node-feature-discovery", "0.19.0", { worker: { nodeSelector: { "ai-factory/pool": "system" } } }),
  }),
  ...mutants("VER-106", {
    "public images in a government's realm": (w) => {
      w.one("aws_vpc");
      if (w.model.networks.some(({ closed }) => closed)) throw new NotHere("public images");
      for (const stack of Object.values(w.stacks)) {
        if (stack["provider"]?.["aws"]) stack["provider"]["aws"][0]["region"] = "us-gov-west-1";
      }
    },
  }),
];
