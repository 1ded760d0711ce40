import type { Construct } from "constructs";
import type { IPlatformComponent, ISharedFilesystem } from "../constructs/contracts";
import type { TerraformPlatform } from "../constructs/platform";
import { KubernetesVolumes } from "../constructs/storage";

/**
 * Volumes and claims of filesystems in the stack of the platform, and the same as components, for renderings as files. A
 * volume is of use when its driver is there, a claim needs its namespace.
 */
export function makeVolumes(
  scope: Construct,
  platform: TerraformPlatform,
  filesystems: readonly ISharedFilesystem[],
  drivers: readonly IPlatformComponent[],
  namespaces: readonly string[],
): readonly IPlatformComponent[] {
  const dependsOn = [
    ...drivers.flatMap(({ name }) => platform.component(name).readyWith),
    ...namespaces.flatMap((name) => platform.namespaces.get(name) ?? []),
  ];
  return filesystems.map((filesystem) => {
    const name = `volume-${filesystem.filesystemName}`;
    const { objects } = new KubernetesVolumes(scope, name, { filesystem, namespaces, dependsOn });
    return {
      name,
      namespace: namespaces[0] ?? "default",
      values: {},
      manifests: objects,
      images: [],
      dependsOn: drivers,
      telemetryDisabled: true,
    };
  });
}
