import type { IPlatformComponent } from "../../constructs/contracts";
import { throwErrors } from "../../validation";
import { checkShape } from "../props-shape";
import type { PresetParts } from "./parts";
import type { PresetProps, PresetTraining } from "./props";
import { research } from "./research";
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
  throwErrors(checkShape("LlmTrainingProps", props, "llmTraining"));
  const { components, mlflow, people } = research(parts, props);
  return [...components, ...trainings(parts, props.training, people, mlflow), ...watching(parts, props)];
}
