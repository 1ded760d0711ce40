import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

const cronPod = (w: World, change: (pod: Json) => void) =>
  w.object("CronJob", (job) => change(job["spec"]["jobTemplate"]["spec"]["template"]["spec"]));
const flavor = (w: World, change: (object: Json) => void) => w.object("ResourceFlavor", change);
const flavors = (queue: Json): Json[] => queue["spec"]["resourceGroups"][0]["flavors"];
const quota = (queue: Json, resource: string): Json => {
  const entries = flavors(queue).flatMap(({ resources }) => resources as Json[]);
  const entry = entries.find(({ name, nominalQuota }) => name === resource && nominalQuota !== "0");
  if (!entry) throw new NotHere(resource);
  return entry;
};

/** What a pod asks for to use the fabric. */
function fabricDevice(w: World): string {
  return w.part("pools", ({ fabricResourceName }) => fabricResourceName !== undefined).fabricResourceName ?? "";
}

/** Only where the test job's namespace forbids pods to take the host. */
function guarded(w: World): void {
  const labels = w.one("kubernetes_namespace_v1", "acceptance")["metadata"]["labels"] as Json;
  if (labels["pod-security.kubernetes.io/enforce"] === "privileged") throw new NotHere("a guarded namespace");
}

/** A pod that some team runs: a whole GPU node, as far as the factory has one. */
function job(w: World, parts: Json = {}, limits: Json = { "nvidia.com/gpu": 1 }): Json {
  const pool = w.model.pools.find(({ role }) => role === "accelerator");
  if (!pool) throw new NotHere("accelerators");
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "train", namespace: "default", labels: {} },
    spec: {
      template: {
        spec: {
          nodeSelector: { "ai-factory/pool": pool.id },
          tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
          containers: [{ name: "train", image: "nvcr.io/nvidia/pytorch:26.08-py3", resources: { limits } }],
          ...parts,
        },
      },
    },
  };
}

const nodeExporter: Json = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "monitoring" },
  spec: {
    template: {
      spec: {
        hostNetwork: true,
        tolerations: [{ operator: "Exists" }],
        containers: [{ name: "agent", image: "example.com/agent:1", ports: [{ containerPort: 9100 }] }],
      },
    },
  },
};

/** Faults of what runs on the cluster. */
export const platformMutants: readonly Mutant[] = [
  ...mutants("PLT-001", {
    "Kueue is not installed": (w) => w.uninstall("kueue"),
    "Prometheus is not installed": (w) => w.uninstall("kube-prometheus-stack"),
    "a Ray cluster without its operator": (w) =>
      w.apply({ apiVersion: "ray.io/v1", kind: "RayCluster", metadata: { name: "x" }, spec: {} }),
    "an inference service without KServe": (w) => {
      if (w.named("helm_release").some(([, { chart }]) => chart === "kserve-crd"))
        throw new NotHere("a missing KServe");
      w.apply({ apiVersion: "serving.kserve.io/v1beta1", kind: "InferenceService", metadata: { name: "x" }, spec: {} });
    },
    "Karpenter's pools without Karpenter": (w) => {
      w.uninstall("karpenter");
      w.uninstall("karpenter-crd");
    },
  }),
  ...mutants("PLT-002", {
    "queues may come before Kueue": (w) => {
      for (const [, release] of w.named("helm_release", "kueue_manifests")) release["depends_on"] = [];
      w.one("helm_release", "kueue_manifests");
    },
    "node pools may come before Karpenter": (w) => (w.one("helm_release", "karpenter_manifests")["depends_on"] = []),
  }),
  ...mutants("PLT-003", {
    "the test job forgets the fabric": (w) =>
      cronPod(w, (pod) => {
        for (const part of ["limits", "requests"]) delete pod["containers"][0]["resources"][part][fabricDevice(w)];
      }),
    "the test job asks for part of the fabric devices": (w) =>
      cronPod(w, (pod) => {
        const { limits, requests } = pod["containers"][0]["resources"] as Json;
        for (const part of [limits, requests]) part[fabricDevice(w)] = String(Number(part[fabricDevice(w)]) / 2);
      }),
    "a team's job takes a whole node without the fabric": (w) => {
      w.part("fabrics");
      w.apply(job(w, {}, { "nvidia.com/gpu": 8 }));
    },
  }),
  ...mutants("PLT-004", {
    "a pod asks for more GPUs than a node has": (w) => w.apply(job(w, {}, { "nvidia.com/gpu": 64 })),
    "a pod asks for another vendor's GPU": (w) => w.apply(job(w, {}, { "amd.com/gpu": 1 })),
    "a pod asks for a MIG slice that nobody cuts": (w) => w.apply(job(w, {}, { "nvidia.com/mig-1g.18gb": 1 })),
    "a pod asks for half a GPU": (w) => w.apply(job(w, {}, { "nvidia.com/gpu": 0.5 })),
    "the test job asks for 16 GPUs of a node": (w) =>
      cronPod(w, (pod) => {
        for (const part of ["limits", "requests"]) pod["containers"][0]["resources"][part]["nvidia.com/gpu"] = "16";
      }),
  }),
  ...mutants("PLT-005", {
    "a pod selects a pool that is not there": (w) => w.apply(job(w, { nodeSelector: { "ai-factory/pool": "h100" } })),
    "a pod selects another architecture": (w) => w.apply(job(w, { nodeSelector: { "kubernetes.io/arch": "riscv64" } })),
    "the device plugin's pool is misspelt": (w) =>
      w.values("nvidia-device-plugin", (values) => {
        const terms =
          values["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"];
        terms[0]["matchExpressions"][0]["values"] = ["gone"];
      }),
    "the exporter's pool is misspelt": (w) =>
      w.values("dcgm-exporter", (values) => {
        const terms =
          values["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"];
        terms[0]["matchExpressions"][0]["values"] = ["gone"];
      }),
    "the pool's label is renamed under its users": (w) => (w.gpu.group["labels"]["ai-factory/pool"] = "renamed"),
  }),
  ...mutants("PLT-006", {
    "a pod does not tolerate the taint": (w) => w.apply(job(w, { tolerations: [] })),
    "a pod tolerates another value": (w) =>
      w.apply(
        job(w, { tolerations: [{ key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" }] }),
      ),
    "a pod tolerates another effect": (w) =>
      w.apply(job(w, { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoExecute" }] })),
    "the exporter does not tolerate the taint": (w) =>
      w.values("dcgm-exporter", (values) => (values["tolerations"] = [{ key: "gpu", operator: "Exists" }])),
    "the pool gets a second taint": (w) =>
      w.gpu.group["taint"].push({ key: "team", value: "a", effect: "NO_SCHEDULE" }),
    "the test job loses its toleration": (w) =>
      cronPod(w, (pod) => {
        if (pod["tolerations"] === undefined) throw new NotHere("a test job");
        delete pod["tolerations"];
      }),
  }),
  ...mutants("PLT-007", {
    "a queue that is not there": (w) => w.object("LocalQueue", (queue) => (queue["spec"]["clusterQueue"] = "gone")),
    "a flavor that is not there": (w) => w.object("ClusterQueue", (queue) => (flavors(queue)[0]!["name"] = "gone")),
    "a flavor whose nodes are not there": (w) =>
      flavor(w, (own) => (own["spec"]["nodeLabels"] = { "ai-factory/pool": "gone" })),
    "a flavor that does not tolerate its nodes": (w) =>
      w.objects("ResourceFlavor", (objects) => {
        const tainted = objects.find((object) => object["kind"] === "ResourceFlavor" && object["spec"]["tolerations"]);
        if (!tainted) throw new NotHere("a tainted flavor");
        delete tainted["spec"]["tolerations"];
      }),
    "a topology that is not there": (w) =>
      w.objects("ResourceFlavor", (objects) => {
        const placed = objects.find((object) => object["spec"]?.["topologyName"] !== undefined);
        if (!placed) throw new NotHere("a topology");
        placed["spec"]["topologyName"] = "gone";
      }),
    "a job for a queue that is not there": (w) => {
      const own = job(w);
      own["metadata"].labels["kueue.x-k8s.io/queue-name"] = "gone";
      w.apply(own);
    },
  }),
  ...mutants("PLT-008", {
    "more GPUs than there are": (w) =>
      w.object("ClusterQueue", (queue) => (quota(queue, "nvidia.com/gpu")["nominalQuota"] = "4096")),
    "GPUs in no queue": (w) =>
      w.object("ClusterQueue", (queue) => (quota(queue, "nvidia.com/gpu")["nominalQuota"] = "1")),
    "more EFA devices than there are": (w) =>
      w.object("ClusterQueue", (queue) => (quota(queue, "vpc.amazonaws.com/efa")["nominalQuota"] = "4096")),
    "more memory than there is": (w) =>
      w.object("ClusterQueue", (queue) => (quota(queue, "memory")["nominalQuota"] = "900Ti")),
    "more CPU than there is": (w) =>
      w.object("ClusterQueue", (queue) => (quota(queue, "cpu")["nominalQuota"] = "90000")),
    "a second queue with the same quota": (w) =>
      w.objects("ClusterQueue", (objects, own) =>
        objects.push({ ...structuredClone(own), metadata: { name: "second" } }),
      ),
    "the pool shrinks under its quota": (w) => (w.cpu.group["scaling_config"]["max_size"] = 2),
  }),
  ...mutants("PLT-009", {
    "a namespace without a level": (w) => delete w.one("kubernetes_namespace_v1")["metadata"]["labels"],
    "a level that does not exist": (w) =>
      (w.one("kubernetes_namespace_v1")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] = "open"),
    "the test job takes the host's network": (w) => {
      guarded(w);
      cronPod(w, (pod) => (pod["hostNetwork"] = true));
    },
    "the test job takes the host's disks": (w) => {
      guarded(w);
      cronPod(w, (pod) => pod["volumes"].push({ name: "host", hostPath: { path: "/" } }));
    },
    "a privileged pod in a namespace that forbids it": (w) => {
      const own = job(w);
      own["metadata"].namespace = "cert-manager";
      own["spec"].template.spec.containers[0].securityContext = { privileged: true };
      w.apply(own);
    },
  }),
  ...mutants("PLT-010", {
    "an image called latest": (w) =>
      w.apply(job(w, { containers: [{ name: "x", image: "nvcr.io/nvidia/pytorch:latest" }] })),
    "an image without a tag": (w) => w.apply(job(w, { containers: [{ name: "x", image: "nvcr.io/nvidia/pytorch" }] })),
    "a chart's image called main": (w) =>
      w.values("kueue", (values) => (values["controllerManager"]["manager"]["image"]["tag"] = "main")),
  }),
  ...mutants("PLT-011", {
    "a chart without a version": (w) => delete w.release("kueue")["version"],
    "a chart with a range": (w) => (w.release("cert-manager")["version"] = "~> 1.21"),
    "a release that is not waited for": (w) => (w.release("kueue")["wait"] = false),
  }),
  ...mutants("PLT-012", {
    "a misspelt key of cert-manager": (w) =>
      w.values("cert-manager", (values) => {
        values["replicaCoun"] = values["replicaCount"];
        delete values["replicaCount"];
      }),
    "a misspelt key of kueue": (w) =>
      w.values("kueue", (values) => {
        values["enablePrometeus"] = values["enablePrometheus"];
        delete values["enablePrometheus"];
      }),
    "a key in another case": (w) =>
      w.values("aws-efa-k8s-device-plugin", (values) => {
        values["supportedinstancelabels"] = values["supportedInstanceLabels"];
        delete values["supportedInstanceLabels"];
      }),
  }),
  ...mutants("PLT-013", {
    "an identity of an account that is not there": (w) =>
      (w.one("aws_eks_pod_identity_association", "fsx")["service_account"] = "fsx-csi"),
    "an identity in another namespace": (w) =>
      (w.one("aws_eks_pod_identity_association", "efs")["namespace"] = "default"),
    "a chart's account is renamed": (w) =>
      w.values("aws-load-balancer-controller", (values) => (values["serviceAccount"]["name"] = "alb")),
    "nothing hands the identities out": (w) => w.remove("aws_eks_addon", "pod-identity-agent"),
    "two identities of one account": (w) =>
      w.add(
        "aws_eks_pod_identity_association",
        "fsx",
        "again",
        structuredClone(w.one("aws_eks_pod_identity_association", "fsx")),
      ),
  }),
  ...mutants("PLT-014", {
    "Prometheus names a class that is not there": (w) => {
      w.one("kubernetes_storage_class_v1");
      w.values("kube-prometheus-stack", (values) => {
        values["prometheus"]["prometheusSpec"]["storageSpec"]["volumeClaimTemplate"]["spec"]["storageClassName"] =
          "gp4";
      });
    },
    "the class is gone": (w) => w.remove("kubernetes_storage_class_v1", "gp3"),
    "the EBS driver is gone": (w) => w.remove("aws_eks_addon", "ebs-csi"),
    "the FSx driver is gone": (w) => {
      w.part("filesystems", ({ kind }) => kind === "fsx-lustre");
      w.uninstall("aws-fsx-csi-driver");
    },
    "the EFS driver is gone": (w) => w.uninstall("aws-efs-csi-driver"),
    "a claim of a class that is not there": (w) => {
      w.one("aws_eks_cluster");
      w.apply({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "x" },
        spec: { storageClassName: "fast" },
      });
    },
  }),
  ...mutants("PLT-015", {
    "an agent takes the node exporter's port": (w) => w.apply(structuredClone(nodeExporter)),
  }),
  ...mutants("PLT-016", {
    "no GPU device plugin": (w) => w.uninstall("nvidia-device-plugin"),
    "no EFA device plugin": (w) => w.uninstall("aws-efa-k8s-device-plugin"),
    "the GPU device plugin does not tolerate the taint": (w) =>
      w.values("nvidia-device-plugin", (values) => (values["tolerations"] = [{ key: "gpu", operator: "Exists" }])),
    "the GPU device plugin runs elsewhere": (w) =>
      w.values("nvidia-device-plugin", (values) => (values["nodeSelector"] = { "ai-factory/pool": "system" })),
  }),
  ...mutants("PLT-017", {
    "a node image of no fixed version": (w) =>
      w.objects("EC2NodeClass", (objects, own) => {
        objects.push({ ...structuredClone(own), metadata: { name: "moving" } });
      }),
  }),
  ...mutants("PLT-018", {
    "an add-on's configuration is broken": (w) => (w.one("aws_eks_addon", "vpc-cni")["configuration_values"] = "{env:"),
    "an add-on's configuration is a text": (w) =>
      (w.one("aws_eks_addon", "coredns")["configuration_values"] = "replicas"),
    "an add-on twice": (w) =>
      w.add("aws_eks_addon", "coredns", "again", structuredClone(w.one("aws_eks_addon", "coredns"))),
  }),
  ...mutants("PLT-053", {
    "a dependency on a component that is not there": (w) =>
      w.part("services", ({ id }) => id === "kueue").dependsOn.push("cert-manger"),
    "a dependency on a resource that is not there": (w) => (w.release("kueue")["depends_on"] = ["helm_release.gone"]),
  }),
  ...mutants("PLT-054", {
    "the GPU operator beside the device plugin": (w) => {
      w.release("nvidia-device-plugin");
      w.install("gpu-operator", "v26.7.0", {
        driver: { enabled: false },
        dcgmExporter: { enabled: false },
        nfd: { enabled: false },
      });
    },
    "the GPU operator beside the exporter": (w) => {
      w.release("dcgm-exporter");
      w.install("gpu-operator", "v26.7.0", {
        driver: { enabled: false },
        devicePlugin: { enabled: false },
        nfd: { enabled: false },
      });
    },
    "two default storage classes": (w) => {
      w.one("kubernetes_storage_class_v1");
      const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
      for (const [, block] of w.named("kubernetes_storage_class_v1")) block["metadata"]["annotations"] = annotations;
    },
    "two default ingress classes": (w) => {
      for (const name of ["alb", "haproxy"]) {
        w.apply({
          apiVersion: "networking.k8s.io/v1",
          kind: "IngressClass",
          metadata: { name, annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
        });
      }
    },
    "cert-manager as an add-on as well": (w) =>
      w.add("aws_eks_addon", "coredns", "certs", {
        ...w.one("aws_eks_addon", "coredns"),
        addon_name: "cert-manager",
        addon_version: undefined,
      }),
    "a second metrics server": (w) => {
      w.one("aws_eks_addon", "metrics-server");
      w.install("metrics-server", "3.13.1");
    },
    "a second EBS driver": (w) => {
      w.one("aws_eks_addon", "ebs");
      w.install("aws-ebs-csi-driver", "2.55.0");
    },
  }),
  ...mutants("PLT-055", {
    "a release twice": (w) => w.add("helm_release", "kueue", "again", structuredClone(w.release("kueue"))),
    "an object twice": (w) => w.objects("LocalQueue", (objects, own) => objects.push(structuredClone(own))),
  }),
  ...mutants("PLT-056", {
    "two components wait for each other": (w) => {
      w.part("services", ({ id }) => id === "cert-manager").dependsOn.push("kueue");
    },
  }),
];
