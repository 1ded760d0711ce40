import type { IPlatformComponent } from "../contracts";

/** A copy of each component with what `change` says of it; dependencies point to the copies. The order stays. */
export function changeComponents(
  components: readonly IPlatformComponent[],
  change: (component: IPlatformComponent) => Partial<Omit<IPlatformComponent, "dependsOn">>,
): readonly IPlatformComponent[] {
  const copies = new Map(
    components.map((component) => [component, { ...component, ...change(component), dependsOn: component.dependsOn }]),
  );
  for (const copy of copies.values()) {
    copy.dependsOn = copy.dependsOn.map((dependency) => copies.get(dependency) ?? dependency);
  }
  return components.map((component) => copies.get(component)!);
}
