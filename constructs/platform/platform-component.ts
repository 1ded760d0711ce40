import { helmChart } from "../../catalog/charts";
import type { ChartReference, IPlatformComponent, KubernetesObject } from "../contracts";
import { mergeValues, type HelmValues } from "./helm-values";

/** What a user can change of every component that comes as a Helm chart. */
export interface ComponentOptions {
  /** Name of the component and of its Helm release. @default - the chart's usual name */
  readonly name?: string;
  /**
   * Kubernetes namespace that it is installed in; other components may stand in the same.
   * @default - the namespace that the catalogue names for the chart
   */
  readonly namespace?: string;
  /**
   * Another version of the chart. The images it pulls are then not known, so a replaced image registry is refused
   * unless `images` lists them.
   *
   * @default - the version in the catalogue
   */
  readonly chartVersion?: string;
  /** Another chart repository for this component alone. @default - the repository in the catalogue */
  readonly chartRepository?: string;
  /** Values laid over ours, deeply; a list replaces the whole list. @default - none */
  readonly values?: HelmValues;
  /** Images that the chart pulls, where you know better than the catalogue. @default - what the component knows */
  readonly images?: readonly string[];
  /** Components that must be ready first, besides those that the component needs anyway. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/** What a component's own file says of it. */
export interface ComponentDescription {
  /** Id of the chart in the catalogue; absent for a component of manifests only. */
  readonly chartId?: string;
  /** Name where the user gives none. @default - the chart's name */
  readonly name?: string;
  /** Namespace where the user gives none. @default - the catalogue's namespace of the chart */
  readonly namespace?: string;
  /** Labels that the namespace needs, such as a Pod Security level. @default - pod-security baseline */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Further namespaces of the component, with their labels. @default - none */
  readonly moreNamespaces?: IPlatformComponent["moreNamespaces"];
  /** The team that the component makes room for. @default - the component is no team's */
  readonly team?: IPlatformComponent["team"];
  /** Values of the chart; the user's are laid over them. @default - the chart's own */
  readonly values?: HelmValues;
  /** Objects that are applied after the chart is ready. @default - none */
  readonly manifests?: readonly KubernetesObject[];
  /** All images that the chart pulls with these values; an empty list for a chart that starts no pod. @default - not known */
  readonly images?: readonly string[];
  /** Things of which a cluster can have one only, and that this component brings. @default - none */
  readonly provides?: readonly string[];
  /** Components that it cannot do without; undefined ones are left out. @default - none */
  readonly dependsOn?: readonly (IPlatformComponent | undefined)[];
  /**
   * Whether nothing is sent to the maker.
   * @default true - the component sends nothing to its maker with these values
   */
  readonly telemetryDisabled?: boolean;
}

/**
 * Base of the platform components: a description from the component's own file, with the user's options laid over it.
 * A component is data; a renderer (`TerraformPlatform`) puts it on a cluster.
 */
export abstract class PlatformComponent implements IPlatformComponent {
  readonly name: string;
  /** Kubernetes namespace that it is installed in. */
  readonly namespace: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly moreNamespaces?: IPlatformComponent["moreNamespaces"];
  readonly team?: IPlatformComponent["team"];
  /** Helm chart by the catalogue and the user's options; undefined for a component of manifests only. */
  readonly chart?: ChartReference;
  readonly values: HelmValues;
  readonly manifests: readonly KubernetesObject[];
  readonly images: readonly string[];
  readonly imagesKnown: boolean;
  readonly provides: readonly string[];
  readonly dependsOn: readonly IPlatformComponent[];
  readonly telemetryDisabled: boolean;

  protected constructor(description: ComponentDescription, options: ComponentOptions = {}) {
    const known = description.chartId === undefined ? undefined : helmChart(description.chartId);
    this.name = options.name ?? description.name ?? known?.chart ?? "";
    this.namespace = options.namespace ?? description.namespace ?? known?.namespace ?? "";
    this.namespaceLabels = description.namespaceLabels;
    this.moreNamespaces = description.moreNamespaces;
    this.team = description.team;
    this.chart = known && {
      name: known.chart,
      version: options.chartVersion ?? known.version,
      repository: options.chartRepository ?? known.repository,
    };
    this.values = mergeValues(description.values ?? {}, options.values ?? {});
    this.manifests = description.manifests ?? [];
    // What the component knows holds for the catalogue's version of the chart only.
    const images = options.images ?? (options.chartVersion === undefined ? description.images : undefined);
    this.images = images ?? [];
    this.imagesKnown = images !== undefined || known === undefined;
    this.provides = description.provides ?? [];
    const dependencies = [...(description.dependsOn ?? []), ...(options.dependsOn ?? [])];
    this.dependsOn = [...new Set(dependencies.filter((dependency) => dependency !== undefined))];
    this.telemetryDisabled = description.telemetryDisabled ?? true;
  }
}
