import { join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Construct } from "constructs";
import { AssetType, TerraformAsset, type ITerraformDependable, type TerraformResource } from "../../core/cdktf";
import { contribute } from "../../model";
import { throwErrors } from "../../validation/factory-error";
import type { IKubernetesCluster, IPlatformComponent } from "../contracts";
import { clusterProviders, type ClusterProviders } from "./cluster-providers";
import { componentFacts } from "./component-facts";
import { valuesJson } from "./helm-values";
import type { MirrorOptions } from "./mirror";
import { namespacesOfObjects } from "./namespaces";
import { planPlatform } from "./plan";
import { isTyped, typedObject } from "./typed-objects";

export interface TerraformPlatformProps extends MirrorOptions {
  /** Cluster that the components are installed on. */
  readonly cluster: IKubernetesCluster;
  /** What to install; the order does not matter. */
  readonly components: readonly IPlatformComponent[];
  /** How long one release may take until all its pods are ready. @default 900 */
  readonly timeoutSeconds?: number;
}

/** What a component became in Terraform: the way to reach, and to change, its resources. */
export interface TerraformComponent {
  /** The component that it was made from. */
  readonly component: IPlatformComponent;
  /** Release of the component's chart; absent for a component of manifests only. */
  readonly release?: Release;
  /** Release of the local chart with the component's manifests; absent where it has none. */
  readonly manifests?: Release;
  /** Manifests that are resources of their own instead: StorageClasses. */
  readonly typed: readonly TerraformResource[];
  /** What another resource depends on to come after the component. */
  readonly readyWith: readonly ITerraformDependable[];
}

/**
 * Installs platform components with Terraform: a `helm_release` for each chart, and a second one of a small local chart
 * for the component's custom resources, because `kubernetes_manifest` cannot be planned before the cluster and the custom
 * resource definitions exist. Stands in a stack of its own, apart from the cluster's; configures the kubernetes and helm
 * providers of that stack.
 *
 * @throws FactoryError with all problems of the list: a missing dependency, a circle, two components of one name,
 * contradicting namespace labels, an image that the mirror cannot provide
 */
export class TerraformPlatform extends Construct {
  /** Cluster that the components are installed on. */
  readonly cluster: IKubernetesCluster;
  /** The stack's kubernetes and helm providers, for resources of your own. */
  readonly providers: ClusterProviders;
  /** What was installed, in the order of installation. */
  readonly components: readonly TerraformComponent[];
  /** Created namespaces by name. */
  readonly namespaces: ReadonlyMap<string, NamespaceV1>;

  private readonly timeoutSeconds: number;
  private manifestChart?: TerraformAsset;

  constructor(scope: Construct, id: string, props: TerraformPlatformProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.timeoutSeconds = props.timeoutSeconds ?? 900;
    const plan = planPlatform(props, this.node.path);
    throwErrors(plan.findings);

    this.providers = clusterProviders(this, props.cluster.access);
    this.namespaces = new Map(
      [...plan.namespaces].map(([name, labels]) => [
        name,
        new NamespaceV1(this, `namespace-${name}`, { metadata: { name, labels: { ...labels } } }),
      ]),
    );
    const installed = new Map<IPlatformComponent, TerraformComponent>();
    for (const component of plan.components) installed.set(component, this.install(component, installed));
    this.components = [...installed.values()];
  }

  /** What Terraform created for the component of that name. @throws RangeError where there is none */
  component(name: string): TerraformComponent {
    const found = this.components.find(({ component }) => component.name === name);
    if (found !== undefined) return found;
    const names = this.components.map(({ component }) => component.name).join(", ");
    throw new RangeError(`no platform component '${name}' in ${this.node.path}; there is: ${names}`);
  }

  private install(
    component: IPlatformComponent,
    installed: ReadonlyMap<IPlatformComponent, TerraformComponent>,
  ): TerraformComponent {
    const scope = new Construct(this, component.name);
    const namespace = this.namespaces.get(component.namespace);
    const dependsOn: ITerraformDependable[] = namespace === undefined ? [] : [namespace];
    for (const dependency of component.dependsOn) dependsOn.push(...(installed.get(dependency)?.readyWith ?? []));
    const common = {
      namespace: component.namespace,
      wait: true,
      waitForJobs: true,
      atomic: true,
      timeout: this.timeoutSeconds,
      maxHistory: 5,
    };
    const release =
      component.chart &&
      new Release(scope, "release", {
        ...common,
        name: component.name,
        chart: component.chart.name,
        version: component.chart.version,
        repository: component.chart.repository,
        values: [valuesJson(component.values)],
        dependsOn,
      });
    const afterRelease = release === undefined ? dependsOn : [release];
    const typed = component.manifests.filter(isTyped).map((object) => typedObject(scope, object, afterRelease));
    const untyped = component.manifests.filter((object) => !isTyped(object));
    const manifests =
      untyped.length === 0
        ? undefined
        : new Release(scope, "manifests", {
            ...common,
            name: `${component.name}-manifests`,
            chart: `./${this.localChart().path}`,
            values: [valuesJson({ manifests: untyped })],
            dependsOn: [...afterRelease, ...typed, ...this.namespacesOfManifests(component)],
          });
    contribute(scope, "services", () => componentFacts(component, this.cluster));
    const { team } = component;
    if (team !== undefined) contribute(scope, "teams", () => team);
    const last = manifests === undefined ? typed : [manifests];
    return { component, release, manifests, typed, readyWith: last.length > 0 ? last : afterRelease };
  }

  private namespacesOfManifests(component: IPlatformComponent): NamespaceV1[] {
    const names = namespacesOfObjects(component);
    return names.map((name) => this.namespaces.get(name)).filter((namespace) => namespace !== undefined);
  }

  private localChart(): TerraformAsset {
    this.manifestChart ??= new TerraformAsset(this, "manifest-chart", {
      path: join(__dirname, "manifest-chart"),
      type: AssetType.DIRECTORY,
    });
    return this.manifestChart;
  }
}
