/** A Kubernetes object as plain data; values may hold tokens. */
export interface KubernetesObject {
  /** Group and version: `kueue.x-k8s.io/v1beta2`. */
  readonly apiVersion: string;
  /** Kind of the object: `ClusterQueue`. */
  readonly kind: string;
  /** Name, labels and annotations; the namespace only for what stands in one. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A Helm chart: where it is, and which version. */
export interface ChartReference {
  /** Name of the chart in its repository. */
  readonly name: string;
  /** Exact version; no range. */
  readonly version: string;
  /** `https://…` repository or `oci://…` registry path without the chart's name. */
  readonly repository: string;
}

/** What the factory model says of a team. */
export interface TeamFacts {
  /** Name of the team. */
  readonly id: string;
  /** Namespaces that the team works in. */
  readonly namespaces: readonly string[];
  /** Accelerators that are its own; more may be borrowed. */
  readonly acceleratorQuota?: number;
}

/**
 * A platform component: one description of something that runs on a cluster, which renderers turn into Terraform,
 * Argo CD, Flux or a plain folder. It is data: it creates nothing by itself.
 */
export interface IPlatformComponent {
  /** Unique on the cluster; name of the Helm release. */
  readonly name: string;
  /** Kubernetes namespace that it is installed in; created by the renderer. */
  readonly namespace: string;
  /** Labels the namespace needs (Pod Security level and the like). @default - pod-security baseline */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Further namespaces of the component and their labels. @default - none */
  readonly moreNamespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The team that the component makes room for. @default - the component is no team's */
  readonly team?: TeamFacts;
  /** Helm chart that it is installed by. @default - no chart: the component is its manifests only */
  readonly chart?: ChartReference;
  /** Values of the chart; every key exists in the chart. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Custom resources and other objects applied after the chart is ready. */
  readonly manifests: readonly KubernetesObject[];
  /** Images that the chart pulls with these values, where known: what an air-gapped site mirrors. */
  readonly images: readonly string[];
  /** Whether `images` is all that is pulled; a chart of definitions pulls none. @default - true where it lists any */
  readonly imagesKnown?: boolean;
  /** Things of which a cluster can have one only, and that this component brings: `default-storage-class`. @default - none */
  readonly provides?: readonly string[];
  /** Components that must be ready first. */
  readonly dependsOn: readonly IPlatformComponent[];
  /** Whether every telemetry switch that the component has is off. */
  readonly telemetryDisabled: boolean;
}
