import type { IPlatformComponent } from "../../constructs/contracts";
import { data, datasets } from "./data";
import { databases } from "./databases";
import type { LlmTrainingProps } from "./llm-training";
import type { PresetParts } from "./parts";
import type { PresetServing } from "./props";
import { records } from "./records";
import { serving, servingSurroundings } from "./serving";
import { teams } from "./teams";
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
  const stores = databases(parts, props);
  const { mlflow, components } = records(parts, props, stores);
  const people = teams(parts, props, datasets(parts, props), (team) => {
    const { egressNamespaces, ...rest } = servingSurroundings(team, props.gateway.servingTeam, parts);
    return egressNamespaces === undefined ? rest : { egressNamespaces: [mlflow.namespace, ...egressNamespaces] };
  });
  return [
    ...stores.components,
    ...data(parts, props, stores),
    ...components,
    ...people.components,
    ...trainings(parts, props.training, people, mlflow),
    ...serving(parts, props, people),
    ...watching(parts, props),
  ];
}
