import { helmChart } from "../../catalog";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { INodePool, IPlatformComponent } from "../contracts";
import { ruleObject } from "../observability/rule-object";
import { privilegedNamespace } from "../platform/namespaces";
import { systemTolerations, tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { requirePools } from "../platform/pools";
import type { Kueue } from "./kueue";
import { nodeHealthRules } from "./node-health-rules";

export interface NodeHealthProps extends ComponentOptions {
  /** Pools of the cluster; nodes of those with NVIDIA GPUs are watched. At least one must have them. */
  readonly pools: readonly INodePool[];
  /** GPU operator with `dcgm`: its driver and DCGM are what is asked about a GPU's health. */
  readonly gpuOperator: IPlatformComponent;
  /** Makes the certificates of the store of events. */
  readonly certManager: IPlatformComponent;
  /** Puts the jobs of a node that is taken out on another node, or back into their queue. */
  readonly kueue: Kueue;
  /** Collects the metrics and evaluates the alerts. @default - neither */
  readonly monitoring?: IPlatformComponent;
  /** Part of the GPU nodes that may be taken out within five minutes; beyond it somebody must look first. @default 20 */
  readonly maxCordonedPercent?: number;
  /** Time that a pod of an unhealthy node has for a last checkpoint, seconds. @default 60 */
  readonly evictionGraceSeconds?: number;
  /** Namespaces whose pods stay on an unhealthy node, beside those of the cluster itself. @default - none */
  readonly keepNamespaces?: readonly string[];
  /** StorageClass of the store of events. @default - the cluster's default class */
  readonly storageClassName?: string;
}

/**
 * Node health by NVIDIA NVSentinel: a fatal error of a GPU (DCGM, Xid and SXid in the kernel's log) takes its node out of
 * scheduling and its pods off it. Kueue then replaces the node in the job's placement, or queues the job again, which goes
 * on from its last checkpoint. A healthy node comes back by itself. For nodes of a site; on EKS the node monitoring
 * agent and node repair do the same.
 *
 * Nothing is rebooted, and no event leaves the cluster.
 *
 * @throws FactoryError where no pool has NVIDIA GPUs, DCGM is not there to ask, or Kueue places by no single node
 */
export class NodeHealth extends PlatformComponent {
  constructor(props: NodeHealthProps) {
    const pools = requirePools("nvsentinel", props.pools, {
      need: "NVIDIA GPUs",
      has: (pool) => pool.acceleratorVendor === "nvidia",
    });
    throwErrors(checkNodeHealthProps(props));
    const { monitoring, maxCordonedPercent = 20 } = props;
    const { version, namespace: usual } = helmChart("nvsentinel");
    const namespace = props.namespace ?? usual;
    const rules = nodeHealthRules({ namespace, maxCordonedPercent });
    const off = { enabled: false };
    const on = { enabled: true };
    super(
      {
        chartId: "nvsentinel",
        // Its monitors read the nodes' kernel log.
        namespaceLabels: privilegedNamespace,
        values: {
          global: {
            image: { tag: version },
            initContainerImage: { repository: shell.repository, tag: shell.tag },
            dryRun: false,
            tolerations: tolerationsOf(pools),
            systemNodeTolerations: systemTolerations,
            gpuHealthMonitor: on,
            syslogHealthMonitor: on,
            labeler: on,
            faultQuarantine: on,
            nodeDrainer: on,
            mongodbStore: on,
            faultRemediation: off,
            janitor: off,
            cspHealthMonitor: off,
            healthEventsAnalyzer: off,
            // It would send every event to somewhere else.
            eventExporter: off,
          },
          platformConnector: { image: { repository: `${nvsentinel}/platform-connectors` } },
          labeler: { image: { repository: `${nvsentinel}/labeler` } },
          "gpu-health-monitor": {
            image: { repository: `${nvsentinel}/gpu-health-monitor` },
            dcgm: {
              dcgmK8sServiceEnabled: true,
              service: { endpoint: `nvidia-dcgm.${props.gpuOperator.namespace}.svc`, port: 5555 },
            },
          },
          "syslog-health-monitor": { image: { repository: `${nvsentinel}/syslog-health-monitor` } },
          "metadata-collector": { image: { repository: `${nvsentinel}/metadata-collector` } },
          "fault-quarantine": {
            image: { repository: `${nvsentinel}/fault-quarantine` },
            circuitBreaker: { enabled: true, percentage: maxCordonedPercent, duration: "5m" },
            ruleSets: ["gpu-health-monitor", "syslog-health-monitor"].map(ruleSet),
          },
          "node-drainer": {
            image: { repository: `${nvsentinel}/node-drainer` },
            evictionTimeoutInSeconds: `${props.evictionGraceSeconds ?? 60}`,
            systemNamespaces: `^(${keptNamespaces(props, namespace).join("|")})$`,
            userNamespaces: [{ name: "*", mode: "Immediate" }],
          },
          "mongodb-store": storeValues(props),
          // The chart's own, of all its pods; on, unless it is told otherwise.
          podMonitor: { enabled: monitoring !== undefined },
        },
        manifests: monitoring === undefined ? [] : [ruleObject(rules, namespace)],
        images: [
          ...modules.map((name) => `${nvsentinel}/${name}:${version}`),
          `${nvsentinel}/gpu-health-monitor:${version}-dcgm-4.x`,
          ...[shell, store.mongodb, store.nginx, store.exporter, store.kubectl, store.mongosh].map(
            ({ repository, tag }) => `${repository}:${tag}`,
          ),
        ],
        provides: ["node-health"],
        dependsOn: [props.gpuOperator, props.certManager, props.kueue, monitoring],
      },
      props,
    );
  }
}

const nvsentinel = "ghcr.io/nvidia/nvsentinel";
/** Parts of NVSentinel that are switched on; each image has the chart's version. */
const modules = [
  "platform-connectors",
  "labeler",
  "syslog-health-monitor",
  "metadata-collector",
  "fault-quarantine",
  "node-drainer",
] as const;

const shell = { repository: "docker.io/bitnamilegacy/os-shell", tag: "12-debian-12-r30" };
// charts/mongodb-store/values.yaml. They are amd64 only.
const store = {
  mongodb: { repository: "docker.io/bitnamilegacy/mongodb", tag: "8.0.3-debian-12-r0" },
  nginx: { repository: "docker.io/bitnamilegacy/nginx", tag: "1.27.2-debian-12-r2" },
  exporter: { repository: "docker.io/bitnamilegacy/mongodb-exporter", tag: "0.41.2-debian-12-r1" },
  kubectl: { repository: "docker.io/bitnamilegacy/kubectl", tag: "1.30.6" },
  mongosh: { repository: "ghcr.io/rtsp/docker-mongosh", tag: "2.5.2" },
} as const;

function storeValues({ storageClassName }: NodeHealthProps) {
  const image = ({ repository, tag }: { readonly repository: string; readonly tag: string }) => ({
    registry: "docker.io",
    repository: repository.slice("docker.io/".length),
    tag,
  });
  return {
    useBitnami: true,
    usePerconaOperator: false,
    job: { tolerations: systemTolerations },
    mongodb: {
      image: image(store.mongodb),
      tls: { image: image(store.nginx) },
      metrics: { image: image(store.exporter) },
      helperImages: { kubectl: store.kubectl, mongosh: store.mongosh },
      tolerations: systemTolerations,
      ...(storageClassName === undefined ? {} : { persistence: { storageClass: storageClassName } }),
    },
  };
}

/** Labels by which a node's owner excludes it; the first is the older one. */
const managedLabels = ["k8saas.nvidia.com/ManagedByNVSentinel", "nvsentinel.dgxc.nvidia.com/managed"];

/** A fatal event of the agent cordons the node, unless its owner has excluded it by a label that NVSentinel knows. */
function ruleSet(agent: string) {
  const excluded = (label: string) =>
    `('${label}' in node.metadata.labels && node.metadata.labels['${label}'] == "false")`;
  return {
    version: "1",
    name: `fatal events of ${agent}`,
    match: {
      all: [
        { kind: "HealthEvent", expression: `event.agent == '${agent}' && event.isFatal == true` },
        {
          kind: "Node",
          expression: managedLabels.map((label) => `!${excluded(label)}`).join(" && "),
        },
      ],
    },
    cordon: { shouldCordon: true },
  };
}

function keptNamespaces(
  { keepNamespaces = [], gpuOperator, certManager, kueue, monitoring }: NodeHealthProps,
  own: string,
) {
  const components = [gpuOperator, certManager, kueue, ...(monitoring === undefined ? [] : [monitoring])];
  return [...new Set([own, "kube-system", ...components.map(({ namespace }) => namespace), ...keepNamespaces])];
}

function checkNodeHealthProps(props: NodeHealthProps): Finding[] {
  const findings: Finding[] = [];
  const problem = (field: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push({
      rule: "AVL-060-node-health",
      severity: "error",
      verdict: "fail",
      path: `${props.name ?? "nvsentinel"}.${field}`,
      message,
      ...rest,
    });
  const { maxCordonedPercent = 20, evictionGraceSeconds = 60 } = props;
  const { dcgm } = props.gpuOperator.values as { readonly dcgm?: { readonly enabled?: boolean } };
  if (dcgm?.enabled !== true) {
    problem("gpuOperator", "there is no DCGM that could be asked about the health of GPUs", {
      given: dcgm,
      allowed: "a GPU operator with 'dcgm'",
      fix: "set 'dcgm: true' on the GPU operator",
    });
  }
  const lowest = props.kueue.topologyLevels.at(-1);
  if (lowest !== undefined && lowest !== "kubernetes.io/hostname") {
    problem("kueue", "Kueue places by no single node, so it cannot replace one", {
      given: props.kueue.topologyLevels,
      allowed: "levels that end with 'kubernetes.io/hostname'",
      fix: "add 'kubernetes.io/hostname' to Kueue's 'topologyLevels'",
    });
  }
  if (!(Number.isInteger(maxCordonedPercent) && maxCordonedPercent >= 1 && maxCordonedPercent <= 100)) {
    problem("maxCordonedPercent", "no part of the nodes may be taken out, or more than all", {
      given: maxCordonedPercent,
      allowed: "a whole number, 1 to 100",
      fix: "set 'maxCordonedPercent'",
    });
  }
  if (!(Number.isInteger(evictionGraceSeconds) && evictionGraceSeconds >= 1)) {
    problem("evictionGraceSeconds", "pods have no time to end", {
      given: evictionGraceSeconds,
      allowed: "a whole number from 1",
      fix: "set 'evictionGraceSeconds'",
    });
  }
  return findings;
}
