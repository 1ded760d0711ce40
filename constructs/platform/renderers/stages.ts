import type { IPlatformComponent } from "../../contracts";

/** When each part of each component is applied: everything of a lower stage is ready first. */
export interface Stages {
  /** Stage of a component's chart; absent where it has none. */
  readonly chart: ReadonlyMap<IPlatformComponent, number>;
  /** Stage of a component's manifests; absent where it has none. */
  readonly manifests: ReadonlyMap<IPlatformComponent, number>;
}

/**
 * Stages in which every part comes strictly after all that it depends on: a component's chart after the charts and
 * manifests of its dependencies, its manifests after its chart. What depends on nothing is in stage 1.
 *
 * @param ordered components, each after its dependencies
 */
export function strictStages(ordered: readonly IPlatformComponent[]): Stages {
  const stages = emptyStages();
  for (const component of ordered) {
    const after = Math.max(
      0,
      ...partsBefore(component).map((each) => stages.manifests.get(each) ?? stages.chart.get(each) ?? 0),
    );
    if (component.chart !== undefined) stages.chart.set(component, after + 1);
    if (component.manifests.length > 0) {
      stages.manifests.set(component, (stages.chart.get(component) ?? after) + 1);
    }
  }
  return stages;
}

/**
 * Stages for layers of controllers (even) and of custom resources (odd). Charts may stand in one stage with the charts
 * that they depend on, because controllers of one layer order themselves; manifests may not. Stage -1 holds manifests
 * that depend on nothing.
 *
 * @param ordered components, each after its dependencies
 */
export function layerStages(ordered: readonly IPlatformComponent[]): Stages {
  const stages = emptyStages();
  for (const component of ordered) {
    const before = partsBefore(component);
    const charts = before.map((dependency) => stages.chart.get(dependency) ?? -1);
    const manifests = before.map((dependency) => stages.manifests.get(dependency) ?? -1);
    // -1 + 1 is 0, the first layer of controllers: what stands in the base is there before.
    const afterManifests = Math.max(-1, ...manifests);
    const afterCharts = Math.max(-1, ...charts);
    if (component.chart !== undefined) {
      stages.chart.set(component, Math.max(afterCharts, afterManifests + 1, 0));
    }
    if (component.manifests.length === 0) continue;
    const chart = stages.chart.get(component);
    if (chart !== undefined) stages.manifests.set(component, chart + 1);
    else if (before.length === 0) stages.manifests.set(component, -1);
    else stages.manifests.set(component, Math.max(afterCharts + 1, afterManifests + 2));
  }
  return stages;
}

/** What a component waits for: dependencies of neither chart nor manifests are replaced by their own. */
export function partsBefore(component: IPlatformComponent): readonly IPlatformComponent[] {
  const parts = component.dependsOn.flatMap((dependency) =>
    dependency.chart === undefined && dependency.manifests.length === 0 ? partsBefore(dependency) : [dependency],
  );
  return [...new Set(parts)];
}

function emptyStages() {
  return { chart: new Map<IPlatformComponent, number>(), manifests: new Map<IPlatformComponent, number>() };
}
