import { stringify } from "yaml";
import { chart } from "../../catalog";
import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { privilegedNamespace } from "../platform/namespaces";
import { everyNodeTolerations, systemTolerations } from "../platform/placement";
import { PlatformComponent } from "../platform/platform-component";

/** How the nodes' BeeGFS clients reach the servers. */
export interface BeeGfsClientOptions {
  /** Network interfaces of the nodes for BeeGFS, the preferred first. @default - BeeGFS chooses */
  readonly interfaces?: readonly string[];
  /** Interfaces for RDMA. @default - as `interfaces` */
  readonly rdmaInterfaces?: readonly string[];
  /** Further settings of beegfs-client.conf. @default - none */
  readonly clientConf?: Readonly<Record<string, string>>;
}

export interface BeeGfsCsiDriverProps {
  /** Settings of the nodes' BeeGFS clients. @default - BeeGFS's own defaults */
  readonly client?: BeeGfsClientOptions;
  /**
   * Secret in the driver's namespace with the connection passwords of the filesystems, in the key
   * `csi-beegfs-connauth.yaml`. BeeGFS without one lets everybody on the network in as root.
   */
  readonly connAuthSecretName: string;
  /** Secret with the management daemons' certificates, in the key `csi-beegfs-tlscerts.yaml` (BeeGFS 8). @default - none */
  readonly tlsCertsSecretName?: string;
  /** Kubernetes namespace that it is installed in. @default "beegfs-csi" */
  readonly namespace?: string;
  /** Components that must be ready first. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/**
 * BeeGFS's CSI driver, which is published as manifests and not as a chart. The nodes need the BeeGFS client: its kernel
 * module, and beegfs-utils (BeeGFS 7) or beegfs-tools (BeeGFS 8).
 *
 * Source of its parts: github:ThinkParQ/beegfs-csi-driver@v1.8.0 deploy/k8s/bases.
 */
export class BeeGfsCsiDriver extends PlatformComponent {
  constructor(props: BeeGfsCsiDriverProps) {
    const { version, namespace } = chart("beegfs-csi-driver");
    super(
      {
        name: "beegfs-csi-driver",
        namespace: props.namespace ?? namespace,
        namespaceLabels: privilegedNamespace,
        manifests: driverObjects(
          props,
          `ghcr.io/thinkparq/beegfs-csi-driver:${version}`,
          props.namespace ?? namespace!,
        ),
        images: [`ghcr.io/thinkparq/beegfs-csi-driver:${version}`, ...Object.values(sidecars)],
      },
      { dependsOn: props.dependsOn },
    );
  }
}

const driver = "beegfs.csi.netapp.com";
const sidecars = {
  provisioner: "registry.k8s.io/sig-storage/csi-provisioner:v3.5.0",
  resizer: "registry.k8s.io/sig-storage/csi-resizer:v1.11.1",
  registrar: "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.8.0",
  liveness: "registry.k8s.io/sig-storage/livenessprobe:v2.10.0",
} as const;

function driverObjects(props: BeeGfsCsiDriverProps, image: string, namespace: string): KubernetesObject[] {
  const account = (name: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  });
  return [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: driver },
      spec: { attachRequired: false, fsGroupPolicy: "None", volumeLifecycleModes: ["Persistent"] },
    },
    account(controllerName),
    account(nodeName),
    ...accessRules(namespace),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: configName, namespace },
      data: { "csi-beegfs-config.yaml": clientConfig(props.client) },
    },
    controller(props, image, namespace),
    node(props, image, namespace),
  ];
}

const controllerName = "csi-beegfs-controller";
const nodeName = "csi-beegfs-node";
const configName = "csi-beegfs-config";

function clientConfig({ interfaces, rdmaInterfaces, clientConf }: BeeGfsClientOptions = {}): string {
  return stringify({
    config: {
      ...(interfaces === undefined ? {} : { connInterfaces: interfaces }),
      ...(rdmaInterfaces === undefined ? {} : { connRDMAInterfaces: rdmaInterfaces }),
      ...(clientConf === undefined ? {} : { beegfsClientConf: clientConf }),
    },
  });
}

function accessRules(namespace: string): KubernetesObject[] {
  const name = "csi-beegfs-provisioner";
  const read = ["get", "list", "watch"];
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        { apiGroups: [""], resources: ["persistentvolumes"], verbs: [...read, "create", "delete", "patch"] },
        { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: [...read, "update", "patch"] },
        { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["patch"] },
        { apiGroups: [""], resources: ["events"], verbs: ["list", "watch", "create", "update", "patch"] },
        { apiGroups: [""], resources: ["nodes", "pods"], verbs: read },
        { apiGroups: ["storage.k8s.io"], resources: ["storageclasses", "csinodes"], verbs: read },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      subjects: [{ kind: "ServiceAccount", name: controllerName, namespace }],
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    },
  ];
}

const plugin = `/var/lib/kubelet/plugins/${driver}`;
// The driver runs mount on the node and passes the mounts on, which only a privileged container may.
const privileged = { privileged: true };
const nodeNameVariable = { name: "KUBE_NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };
const socketMount = { name: "socket-dir", mountPath: "/csi" };

function driverContainer(image: string, further: { args: readonly string[]; mounts: readonly object[] }) {
  return {
    name: "beegfs",
    image,
    args: [
      `--driver-name=${driver}`,
      "--node-id=$(KUBE_NODE_NAME)",
      "--endpoint=unix://csi/csi.sock",
      "--config-path=/csi/config/csi-beegfs-config.yaml",
      "--connauth-path=/csi/connauth/csi-beegfs-connauth.yaml",
      ...further.args,
      "-v=3",
    ],
    env: [nodeNameVariable],
    securityContext: privileged,
    resources: { requests: { cpu: "100m", memory: "32Mi" }, limits: { memory: "256Mi" } },
    volumeMounts: [
      socketMount,
      { name: "config-dir", mountPath: "/csi/config" },
      { name: "connauth-dir", mountPath: "/csi/connauth" },
      { name: "host-dir", mountPath: "/host", mountPropagation: "Bidirectional", readOnly: true },
      ...further.mounts,
    ],
  };
}

function sidecar(name: string, image: string, args: readonly string[], mounts: readonly object[] = []) {
  return {
    name,
    image,
    args: ["--csi-address=/csi/csi.sock", ...args],
    securityContext: privileged,
    resources: { requests: { cpu: "60m", memory: "24Mi" }, limits: { memory: "256Mi" } },
    volumeMounts: [socketMount, ...mounts],
  };
}

function volumes({ connAuthSecretName, tlsCertsSecretName }: BeeGfsCsiDriverProps): object[] {
  return [
    { name: "host-dir", hostPath: { path: "/", type: "Directory" } },
    { name: "config-dir", configMap: { name: configName } },
    { name: "connauth-dir", secret: { secretName: connAuthSecretName } },
    ...(tlsCertsSecretName === undefined ? [] : [{ name: "tlscerts-dir", secret: { secretName: tlsCertsSecretName } }]),
  ];
}

function tls({ tlsCertsSecretName }: BeeGfsCsiDriverProps) {
  if (tlsCertsSecretName === undefined) return { args: [], mounts: [] };
  return {
    args: ["--tlscerts-path=/csi/tlscerts/csi-beegfs-tlscerts.yaml"],
    mounts: [{ name: "tlscerts-dir", mountPath: "/csi/tlscerts" }],
  };
}

function controller(props: BeeGfsCsiDriverProps, image: string, namespace: string): KubernetesObject {
  const labels = { app: controllerName };
  const { args, mounts } = tls(props);
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: controllerName, namespace },
    spec: {
      serviceName: controllerName,
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: controllerName,
          tolerations: systemTolerations,
          // The client needs a free port of the node.
          hostNetwork: true,
          containers: [
            sidecar("csi-provisioner", sidecars.provisioner, ["--volume-name-uuid-length=8"]),
            sidecar("csi-resizer", sidecars.resizer, []),
            driverContainer(image, {
              args: [`--cs-data-dir=${plugin}`, "--node-unstage-timeout=60", ...args],
              mounts: [{ name: "plugin-dir", mountPath: plugin, mountPropagation: "HostToContainer" }, ...mounts],
            }),
          ],
          volumes: [
            ...volumes(props),
            { name: "plugin-dir", hostPath: { path: plugin, type: "DirectoryOrCreate" } },
            { name: "socket-dir", emptyDir: {} },
          ],
        },
      },
    },
  };
}

function node(props: BeeGfsCsiDriverProps, image: string, namespace: string): KubernetesObject {
  const labels = { app: nodeName };
  const { args, mounts } = tls(props);
  const pods = "/var/lib/kubelet/pods";
  const staged = "/var/lib/kubelet/plugins/kubernetes.io/csi";
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: nodeName, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: nodeName,
          tolerations: everyNodeTolerations,
          hostNetwork: true,
          containers: [
            sidecar(
              "node-driver-registrar",
              sidecars.registrar,
              [`--kubelet-registration-path=${plugin}/csi.sock`],
              [{ name: "registration-dir", mountPath: "/registration" }],
            ),
            {
              ...driverContainer(image, {
                args,
                mounts: [
                  { name: "pods-mount-dir", mountPath: pods, mountPropagation: "HostToContainer" },
                  { name: "plugins-mount-dir", mountPath: staged, mountPropagation: "HostToContainer" },
                  ...mounts,
                ],
              }),
              ports: [{ name: "healthz", containerPort: 9898, hostPort: 9898, protocol: "TCP" }],
              livenessProbe: { httpGet: { path: "/healthz", port: "healthz" }, initialDelaySeconds: 10 },
            },
            sidecar("liveness-probe", sidecars.liveness, ["--health-port=9898"]),
          ],
          volumes: [
            ...volumes(props),
            { name: "pods-mount-dir", hostPath: { path: pods, type: "DirectoryOrCreate" } },
            { name: "plugins-mount-dir", hostPath: { path: staged, type: "DirectoryOrCreate" } },
            { name: "registration-dir", hostPath: { path: "/var/lib/kubelet/plugins_registry", type: "Directory" } },
            { name: "socket-dir", hostPath: { path: plugin, type: "DirectoryOrCreate" } },
          ],
        },
      },
    },
  };
}
