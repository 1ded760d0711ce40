import type { IPlatformComponent } from "../../constructs/contracts";
import { data, datasets } from "./data";
import { databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";
import { records } from "./records";
import { teams } from "./teams";
import { watching } from "./watching";

/** A research platform takes what every preset takes in which people work on data, and no more. */
export type ResearchPlatformProps = PresetProps;

/**
 * A platform for research: teams with queues, rights and a place for their data, notebooks that give their accelerators
 * back, pipelines, recorded runs, dashboards and logs.
 *
 * @throws FactoryError where the factory lacks a pool, a bucket or a component that the preset needs
 */
export function researchPlatform(parts: PresetParts, props: ResearchPlatformProps): readonly IPlatformComponent[] {
  const stores = databases(parts, props);
  const { mlflow, components } = records(parts, props, stores);
  const people = teams(parts, props, datasets(parts, props), () => ({ egressNamespaces: [mlflow.namespace] }));
  return [
    ...stores.components,
    ...data(parts, props, stores),
    ...components,
    ...people.components,
    ...watching(parts, props),
  ];
}
