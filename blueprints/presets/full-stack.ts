import type { IPlatformComponent } from "../../constructs/contracts";
import { throwErrors } from "../../validation";
import { checkShape } from "../props-shape";
import type { LlmTrainingProps } from "./llm-training";
import type { PresetParts } from "./parts";
import type { PresetServing } from "./props";
import { research } from "./research";
import { serving, servingSurroundings } from "./serving";
import { trainings } from "./training";
import { watching } from "./watching";

/** The full stack takes what training takes and what serving takes. */
export interface FullStackProps extends LlmTrainingProps, PresetServing {}

/**
 * Everything from data to tokens: what `researchPlatform` has, jobs that train, models that are served, and the gateway
 * in front of them. One set of nodes for training and serving: serving takes back what training borrowed.
 *
 * @throws FactoryError where the factory lacks a pool, a bucket or a component that the preset needs, or a job or the
 * models are of a team that is not named
 */
export function fullStack(parts: PresetParts, props: FullStackProps): readonly IPlatformComponent[] {
  throwErrors(checkShape("FullStackProps", props, "fullStack"));
  const { components, mlflow, people } = research(parts, props, (team, { namespace }) => {
    const { egressNamespaces, ...rest } = servingSurroundings(team, props.gateway.servingTeam, parts);
    return egressNamespaces === undefined ? rest : { egressNamespaces: [namespace, ...egressNamespaces] };
  });
  return [
    ...components,
    ...trainings(parts, props.training, people, mlflow),
    ...serving(parts, props, people),
    ...watching(parts, props),
  ];
}
