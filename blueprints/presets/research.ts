import type { IPlatformComponent } from "../../constructs/contracts";
import type { Mlflow } from "../../constructs/mlops";
import { data, datasets } from "./data";
import { databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetProps, PresetTeam } from "./props";
import { records } from "./records";
import { teams, type Surroundings, type Teams } from "./teams";

/** What every preset has in which people work on data: databases, pipelines, runs, notebooks and teams. */
export interface Research {
  readonly components: readonly IPlatformComponent[];
  readonly mlflow: Mlflow;
  readonly people: Teams;
}

/** Teams reach MLflow, unless the preset says what else stands around a team. */
export function research(
  parts: PresetParts,
  props: PresetProps,
  surroundings: (team: PresetTeam, mlflow: Mlflow) => Surroundings = (_, { namespace }) => ({
    egressNamespaces: [namespace],
  }),
): Research {
  const stores = databases(parts, props);
  const { mlflow, components } = records(parts, props, stores);
  const people = teams(parts, props, datasets(parts, props), (team) => surroundings(team, mlflow));
  return {
    components: [...stores.components, ...data(parts, props, stores), ...components, ...people.components],
    mlflow,
    people,
  };
}
