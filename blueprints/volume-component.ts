import type { IPlatformComponent, KubernetesObject } from "../constructs/contracts";

/** A filesystem's volumes and claims as a component, for renderings as files. */
export function volumeComponent(
  filesystemName: string,
  objects: readonly KubernetesObject[],
  namespaces: readonly string[],
  drivers: readonly IPlatformComponent[],
): IPlatformComponent {
  return {
    name: `volume-${filesystemName}`,
    namespace: namespaces[0] ?? "default",
    values: {},
    manifests: objects,
    images: [],
    dependsOn: drivers,
    telemetryDisabled: true,
  };
}
