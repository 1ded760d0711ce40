import type { ServiceNode } from "../../model";
import type { IKubernetesCluster, IPlatformComponent } from "../contracts";

/** What the factory model says of a component, whichever way it is delivered. */
export function componentFacts(
  component: IPlatformComponent,
  cluster: IKubernetesCluster,
): Omit<ServiceNode, "path" | "addresses"> {
  return {
    id: component.name,
    clusterId: cluster.clusterName,
    namespace: component.namespace,
    chart: component.chart,
    images: component.images,
    dependsOn: component.dependsOn.map(({ name }) => name),
    customResources: component.manifests.map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      name: metadata.name,
    })),
    telemetryDisabled: component.telemetryDisabled,
  };
}
