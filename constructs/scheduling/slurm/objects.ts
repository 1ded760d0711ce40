import { containerImage } from "../../../catalog";
import type { IHostFabric, KubernetesObject } from "../../contracts";
import { podNetworksAnnotation } from "../../platform/components/fabric-networks";
import { channelClaimTemplate, computeDomain } from "../../platform/components/nvidia-dra-driver";
import { systemTolerations, tolerationsOf } from "../../platform/placement";
import { cgroupConf, gresConf, slurmConf } from "./config-files";
import { epilogScript, prologScript, scratchScript } from "./health-scripts";
import { nodeSelectorOf, slurmImage, type NodeSetPlan } from "./plan";
import type { SlurmClusterProps, SlurmMount } from "./props";

const apiVersion = "slinky.slurm.net/v1beta1";

/** Small helper containers of the operator; its own default has no fixed version. */
export const helperImage = containerImage("alpine");
const scratchMount = "/tmp/scratch";

export function nameOf({ clusterName }: SlurmClusterProps): string {
  return clusterName ?? "slurm";
}

export function namespaceOf({ namespace }: SlurmClusterProps): string {
  return namespace ?? "slurm";
}

/** Everything that the operator is told, in the order in which it is needed. */
export function slurmObjects(props: SlurmClusterProps, plans: readonly NodeSetPlan[]): KubernetesObject[] {
  return [
    ...configMaps(props, plans),
    ...(props.accounting === undefined ? [] : [accounting(props)]),
    controller(props, plans),
    restApi(props),
    ...plans.filter(({ claimsChannels }) => claimsChannels).map((plan) => nvlinkDomain(props, plan)),
    ...plans.map((plan) => nodeSet(props, plan)),
    ...(props.login === undefined ? [] : [loginSet(props)]),
    ...(props.rest?.submitters ?? []).map((submitter) => token(props, submitter.username, submitter.tokenLifetime)),
    ...restPolicy(props),
  ];
}

function metadata(props: SlurmClusterProps, name = nameOf(props)) {
  return { name, namespace: namespaceOf(props) };
}

function keys({ slurmKey, jwtKey }: SlurmClusterProps) {
  return {
    slurmKeyRef: slurmKey ?? { name: "slurm-auth-slurm", key: "slurm.key" },
    jwtKeyRef: jwtKey ?? { name: "slurm-auth-jwt", key: "jwt.key" },
  };
}

/** Where Slurm's own services run. */
function controlTemplate({ controlPool }: SlurmClusterProps): { readonly spec: Readonly<Record<string, unknown>> } {
  const own = controlPool === undefined ? {} : { "ai-factory/pool": controlPool.poolName };
  const tolerations = [...systemTolerations, ...tolerationsOf(controlPool === undefined ? [] : [controlPool])];
  return { spec: { nodeSelector: { "kubernetes.io/os": "linux", ...own }, tolerations } };
}

function configMaps(props: SlurmClusterProps, plans: readonly NodeSetPlan[]): KubernetesObject[] {
  const { topology, mounts = [], scratchHostPath } = props;
  const files: Record<string, string> = { "cgroup.conf": cgroupConf };
  if (plans.some(({ gres }) => gres !== undefined)) files["gres.conf"] = gresConf(plans);
  if (topology !== undefined) files["topology.yaml"] = topology.yaml;
  const scratch = scratchHostPath === undefined ? undefined : scratchMount;
  const scripts: [string, Record<string, string>][] = scriptsOf(props)
    ? [
        [
          "prolog",
          {
            ...(props.healthChecks === false ? {} : { "10-check-node.sh": prologScript(plans, mounts) }),
            ...(scratch === undefined ? {} : { "20-scratch.sh": scratchScript(scratch) }),
          },
        ],
        ["epilog", { "10-check-node.sh": epilogScript(props.healthChecks === false ? [] : plans, mounts, scratch) }],
      ]
    : [];
  return [["config", files] as const, ...scripts].map(([use, data]) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(props, `${nameOf(props)}-${use}`),
    data,
  }));
}

function scriptsOf({ healthChecks, scratchHostPath }: SlurmClusterProps): boolean {
  return healthChecks !== false || scratchHostPath !== undefined;
}

function accounting(props: SlurmClusterProps): KubernetesObject {
  const spec = props.accounting?.toSpec() ?? {};
  const own = {
    ...keys(props),
    slurmdbd: { image: slurmImage("slurmdbd", props) },
    template: controlTemplate(props),
  };
  return {
    apiVersion,
    kind: "Accounting",
    metadata: metadata(props),
    spec: { ...spec, ...(props.accounting?.slurmdbd === undefined ? own : {}) },
  };
}

function controller(props: SlurmClusterProps, plans: readonly NodeSetPlan[]): KubernetesObject {
  const name = nameOf(props);
  return {
    apiVersion,
    kind: "Controller",
    metadata: metadata(props),
    spec: {
      // Slurm takes letters, digits and underscores.
      clusterName: name.replaceAll("-", "_"),
      ...keys(props),
      ...(props.accounting === undefined ? {} : { accountingRef: { name } }),
      slurmctld: { image: slurmImage("slurmctld", props) },
      reconfigure: { image: slurmImage("slurmctld", props) },
      logfile: { image: helperImage },
      extraConf: slurmConf(props, plans),
      configFileRefs: [{ name: `${name}-config` }],
      ...(scriptsOf(props)
        ? { prologScriptRefs: [{ name: `${name}-prolog` }], epilogScriptRefs: [{ name: `${name}-epilog` }] }
        : {}),
      persistence: {
        enabled: true,
        accessModes: ["ReadWriteOnce"],
        ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
        resources: { requests: { storage: "16Gi" } },
      },
      metrics: { enabled: true, serviceMonitor: { enabled: props.monitoring !== undefined } },
      template: controlTemplate(props),
    },
  };
}

function restApi(props: SlurmClusterProps): KubernetesObject {
  return {
    apiVersion,
    kind: "RestApi",
    metadata: metadata(props),
    spec: {
      controllerRef: { name: nameOf(props) },
      replicas: props.rest?.replicas ?? 2,
      slurmrestd: { image: slurmImage("slurmrestd", props) },
      template: controlTemplate(props),
    },
  };
}

function nodeSet(props: SlurmClusterProps, plan: NodeSetPlan): KubernetesObject {
  const { pool, gres } = plan;
  const mounts = mountsOf(props);
  return {
    apiVersion,
    kind: "NodeSet",
    metadata: metadata(props, nodeSetName(props, plan)),
    spec: {
      controllerRef: { name: nameOf(props) },
      // One slurmd for each node of the pool, known to Slurm by the node's own name.
      scalingMode: "DaemonSet",
      slurmd: {
        image: plan.image,
        resources: { limits: limitsOf(plan), ...(plan.claimsChannels ? { claims: [{ name: channelsClaim }] } : {}) },
        volumeMounts: mounts.map(({ name, mountPath }) => ({ name, mountPath })),
      },
      logfile: { image: helperImage },
      extraConf: [...(gres === undefined ? [] : [`Gres=gpu:${gres.type}:${gres.count}`]), `Features=${plan.name}`].join(
        " ",
      ),
      // Partitions are written into slurm.conf: several can share a NodeSet, and one can span several.
      partition: { enabled: false },
      workloadDisruptionProtection: true,
      pruneSlurmNodeRecords: "NodeNotFound",
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
      template: {
        metadata: { annotations: networksOf(plan) },
        spec: {
          // The operator cuts the dash off: the NodeSet's name in Slurm.
          hostname: `${plan.name}-`,
          nodeSelector: { ...nodeSelectorOf(plan) },
          tolerations: tolerationsOf([pool]),
          volumes: mounts.map(({ name, volume }) => ({ name, ...volume })),
          ...(plan.claimsChannels
            ? {
                resourceClaims: [
                  {
                    name: channelsClaim,
                    resourceClaimTemplateName: channelClaimTemplate(nodeSetName(props, plan)),
                  },
                ],
              }
            : {}),
        },
      },
    },
  };
}

/** What slurmd's pod calls its channels. */
const channelsClaim = "imex-channels";

function nodeSetName(props: SlurmClusterProps, plan: NodeSetPlan): string {
  return `${nameOf(props)}-worker-${plan.name}`;
}

/** All channels of each node, for Slurm to give one to each job. A slurmd waits for no other: a node may be away. */
function nvlinkDomain(props: SlurmClusterProps, plan: NodeSetPlan): KubernetesObject {
  return computeDomain({ ...metadata(props, nodeSetName(props, plan)), nodes: 0, channels: "All" });
}

/** The whole node but for what the system keeps: one slurmd owns it. */
function limitsOf({ pool, cpus, memoryGiB }: NodeSetPlan): Readonly<Record<string, string | number>> {
  const rails = pool.railDevices ?? (pool.fabricDevices === undefined ? [] : [pool.fabricDevices]);
  const devices = [...(pool.accelerators === undefined ? [] : [pool.accelerators]), ...rails];
  return {
    ...(cpus === undefined ? {} : { cpu: `${cpus}` }),
    ...(memoryGiB === undefined ? {} : { memory: `${memoryGiB}Gi` }),
    ...Object.fromEntries(devices.map(({ resourceName, perNode }) => [resourceName, perNode])),
  };
}

/** Networks of the fabric that slurmd's pod is attached to, by all adapters of the node. */
function networksOf({ pool }: NodeSetPlan): Readonly<Record<string, string>> {
  const { fabric } = pool as { readonly fabric?: IHostFabric };
  if (fabric?.podNetworks === undefined || fabric.podNetworks.length === 0) return {};
  return { "k8s.v1.cni.cncf.io/networks": podNetworksAnnotation(fabric) };
}

interface PodMount {
  readonly name: string;
  readonly mountPath: string;
  readonly volume: Readonly<Record<string, unknown>>;
}

function mountsOf({ mounts = [], scratchHostPath }: SlurmClusterProps): PodMount[] {
  const shared = mounts.map(({ filesystem, mountPath, claimName }: SlurmMount) => ({
    name: filesystem.filesystemName,
    mountPath,
    volume: { persistentVolumeClaim: { claimName: claimName ?? filesystem.filesystemName } },
  }));
  if (scratchHostPath === undefined) return shared;
  const volume = { hostPath: { path: scratchHostPath, type: "Directory" } };
  return [...shared, { name: "node-scratch", mountPath: scratchMount, volume }];
}

function loginSet(props: SlurmClusterProps): KubernetesObject {
  const { login } = props;
  const mounts = mountsOf({ ...props, scratchHostPath: undefined });
  const { spec } = controlTemplate(props);
  return {
    apiVersion,
    kind: "LoginSet",
    metadata: metadata(props, `${nameOf(props)}-login`),
    spec: {
      controllerRef: { name: nameOf(props) },
      replicas: login?.replicas ?? 2,
      sssdConfRef: login?.sssdConfig,
      login: {
        image: slurmImage("login", props),
        securityContext: { privileged: false },
        volumeMounts: mounts.map(({ name, mountPath }) => ({ name, mountPath })),
      },
      initconf: { image: helperImage },
      service: { spec: { type: login?.serviceType ?? "LoadBalancer" } },
      template: { spec: { ...spec, volumes: mounts.map(({ name, volume }) => ({ name, ...volume })) } },
    },
  };
}

/** Secret with a submitter's token. */
export function tokenSecretName(username: string): string {
  return `slurm-token-${username}`;
}

function token(props: SlurmClusterProps, username: string, lifetime = "1h"): KubernetesObject {
  return {
    apiVersion,
    kind: "Token",
    metadata: metadata(props, `slurm-token-${username}`),
    spec: {
      username,
      jwtKeyRef: keys(props).jwtKeyRef,
      secretRef: { name: tokenSecretName(username), key: "SLURM_JWT" },
      lifetime,
      refresh: true,
    },
  };
}

/** Lets only the named namespaces, and the operator, reach the REST service. */
function restPolicy(props: SlurmClusterProps): KubernetesObject[] {
  const { fromNamespaces } = props.rest ?? {};
  if (fromNamespaces === undefined) return [];
  const namespaces = [...new Set([namespaceOf(props), props.operator.namespace, ...fromNamespaces])];
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: metadata(props, `${nameOf(props)}-restapi`),
      spec: {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "slurmrestd" } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: namespaces }],
                },
              },
            ],
            ports: [{ protocol: "TCP", port: 6820 }],
          },
        ],
      },
    },
  ];
}
