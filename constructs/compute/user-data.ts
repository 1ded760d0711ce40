import type { Construct } from "constructs";
import { Fn, TerraformLocal, Token } from "../../core/cdktf";
import type { IEksCluster, Taint } from "../contracts";

/** What a node is told at its first start. */
export interface NodeConfiguration {
  readonly maxPods?: number;
  /** Makes one RAID 0 of the instance store disks and puts containers, pods and images on it. */
  readonly localDisksAsRaid0: boolean;
  /**
   * What a node needs to find its cluster by itself: only for a custom image, because EKS adds it for its own images.
   * @default - EKS adds it
   */
  readonly join?: NodeJoin;
}

export interface NodeJoin {
  readonly cluster: Pick<IEksCluster, "clusterName" | "endpoint" | "certificateAuthorityData" | "serviceCidr">;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** User data of a launch template, base64; undefined where the node needs none. */
export function userData(
  scope: Construct,
  os: "al2023" | "bottlerocket",
  configuration: NodeConfiguration,
): string | undefined {
  const text = os === "al2023" ? nodeConfigDocument(configuration) : bottlerocketSettings(configuration);
  if (text === undefined) return undefined;
  if (!Token.isUnresolved(text)) return Buffer.from(text, "utf8").toString("base64");
  // Only Terraform knows the tokens' values. The core cannot quote a text of several lines as a function's argument,
  // so the text stands in a local value.
  return Fn.base64encode(new TerraformLocal(scope, "user-data", text).asString);
}

/**
 * Amazon Linux 2023: a `NodeConfig` for nodeadm inside a MIME document, which is the form that EKS merges with its own.
 * The object is written as JSON, which is YAML: nothing in it can be misread.
 */
function nodeConfigDocument({ maxPods, localDisksAsRaid0, join }: NodeConfiguration): string | undefined {
  const kubelet = {
    ...(maxPods === undefined ? {} : { config: { maxPods } }),
    ...(join === undefined ? {} : { flags: kubeletFlags(join) }),
  };
  const spec = {
    ...(join === undefined ? {} : { cluster: clusterDetails(join) }),
    ...(localDisksAsRaid0 ? { instance: { localStorage: { strategy: "RAID0" } } } : {}),
    ...(Object.keys(kubelet).length === 0 ? {} : { kubelet }),
  };
  if (Object.keys(spec).length === 0) return undefined;
  const nodeConfig = { apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec };
  return [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="NODECONFIG"',
    "",
    "--NODECONFIG",
    "Content-Type: application/node.eks.aws",
    "",
    JSON.stringify(nodeConfig, undefined, 2),
    "--NODECONFIG--",
    "",
  ].join("\n");
}

function clusterDetails({ cluster }: NodeJoin): Record<string, string> {
  return {
    name: cluster.clusterName,
    apiServerEndpoint: cluster.endpoint,
    certificateAuthority: cluster.certificateAuthorityData,
    cidr: cluster.serviceCidr,
  };
}

function kubeletFlags({ labels, taints }: NodeJoin): string[] {
  const labelList = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const taintList = taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`);
  return [
    ...(labelList.length === 0 ? [] : [`--node-labels=${labelList.join(",")}`]),
    ...(taintList.length === 0 ? [] : [`--register-with-taints=${taintList.join(",")}`]),
  ];
}

/** Bottlerocket: settings in TOML, which EKS merges with its own; what is set here wins. */
function bottlerocketSettings({ maxPods, localDisksAsRaid0, join }: NodeConfiguration): string | undefined {
  const kubernetes = [
    ...(join === undefined ? [] : bottlerocketCluster(join)),
    ...(maxPods === undefined ? [] : [`max-pods = ${maxPods}`]),
  ];
  const lines = [
    ...(kubernetes.length === 0 ? [] : ["[settings.kubernetes]", ...kubernetes]),
    ...(join === undefined ? [] : bottlerocketLabelsAndTaints(join)),
    ...(localDisksAsRaid0 ? bottlerocketLocalDisks : []),
  ];
  return lines.length === 0 ? undefined : `${lines.join("\n")}\n`;
}

function bottlerocketCluster({ cluster }: NodeJoin): string[] {
  return [
    `cluster-name = "${cluster.clusterName}"`,
    `api-server = "${cluster.endpoint}"`,
    `cluster-certificate = "${cluster.certificateAuthorityData}"`,
  ];
}

function bottlerocketLabelsAndTaints({ labels, taints }: NodeJoin): string[] {
  const labelLines = Object.entries(labels).map(([key, value]) => `"${key}" = "${value}"`);
  const keys = [...new Set(taints.map((taint) => taint.key))];
  const taintLines = keys.map((key) => {
    const values = taints.filter((taint) => taint.key === key).map(({ value = "", effect }) => `"${value}:${effect}"`);
    return `"${key}" = [${values.join(", ")}]`;
  });
  return [
    ...(labelLines.length === 0 ? [] : ["[settings.kubernetes.node-labels]", ...labelLines]),
    ...(taintLines.length === 0 ? [] : ["[settings.kubernetes.node-taints]", ...taintLines]),
  ];
}

// `init` makes one RAID 0 of all instance store disks; `bind` moves the directories onto it.
const bottlerocketLocalDisks = [
  "[settings.bootstrap-commands.local-disks]",
  'commands = [["apiclient", "ephemeral-storage", "init"], ["apiclient", "ephemeral-storage", "bind", "--dirs", ' +
    '"/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"]]',
  'mode = "always"',
  "essential = true",
];
