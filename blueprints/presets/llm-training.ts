import type { IPlatformComponent } from "../../constructs/contracts";
import { data, datasets } from "./data";
import { databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetProps, PresetTraining } from "./props";
import { records } from "./records";
import { teams } from "./teams";
import { trainings } from "./training";
import { watching } from "./watching";

/** What a platform for training is given. */
export interface LlmTrainingProps extends PresetProps {
  /** Jobs that train. */
  readonly training: readonly PresetTraining[];
}

/**
 * From data to a registered model: what `researchPlatform` has, and jobs that train, each in its team's queue, whose runs
 * are recorded.
 *
 * @throws FactoryError where the factory lacks a pool, a bucket or a component that the preset needs, or a job is of a
 * team that is not named
 */
export function llmTraining(parts: PresetParts, props: LlmTrainingProps): readonly IPlatformComponent[] {
  const stores = databases(parts, props);
  const { mlflow, components } = records(parts, props, stores);
  const people = teams(parts, props, datasets(parts, props), () => ({ egressNamespaces: [mlflow.namespace] }));
  return [
    ...stores.components,
    ...data(parts, props, stores),
    ...components,
    ...people.components,
    ...trainings(parts, props.training, people, mlflow),
    ...watching(parts, props),
  ];
}
