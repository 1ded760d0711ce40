import type { IPlatformComponent } from "../../constructs/contracts";
import type { Team } from "../../constructs/tenancy";
import { FactoryError } from "../../validation";
import { data } from "./data";
import { databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetGateway, PresetModel, PresetProps, PresetTeam, PresetTraining } from "./props";
import { records } from "./records";
import { serving } from "./serving";
import { teams } from "./teams";
import { training } from "./training";
import { watching } from "./watching";

export interface FullStackProps extends PresetProps {
  /** Jobs that train. */
  readonly training: readonly PresetTraining[];
  /** Models that are served. */
  readonly models: readonly PresetModel[];
  /** The inference gateway that the models are reached by. */
  readonly gateway: PresetGateway;
}

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
  const { servingTeam } = props.gateway;
  const people = teams(parts, props, (team) => surroundings(team, servingTeam, mlflow.namespace, parts));
  const all = [...people.byName.values()];
  return [
    ...stores.components,
    ...data(parts, props, stores),
    ...components,
    ...people.components,
    ...props.training.map((job) =>
      training(parts, job, teamOf(people.byName, job.team, `training.${job.name}.team`), mlflow),
    ),
    ...serving(parts, props, teamOf(people.byName, servingTeam, "gateway.servingTeam"), all),
    ...watching(parts, props),
  ];
}

/** Models are reached by the gateway alone; the other teams reach the gateway and the records. */
function surroundings({ name }: PresetTeam, servingTeam: string, records: string, { monitoring }: PresetParts) {
  return name === servingTeam
    ? { ingressNamespaces: [gatewayPods, monitoring.namespace] }
    : { egressNamespaces: [records, gatewayPods] };
}

/** Envoy Gateway starts the proxies in its own namespace. */
const gatewayPods = "envoy-gateway-system";

function teamOf(byName: ReadonlyMap<string, Team>, name: string, path: string): Team {
  const team = byName.get(name);
  if (team !== undefined) return team;
  throw new FactoryError([
    {
      rule: "PLT-144-preset-parts",
      severity: "error",
      verdict: "fail",
      path,
      message: `the preset has no team '${name}'`,
      given: name,
      allowed: [...byName.keys()],
      fix: "name one of the 'teams'",
    },
  ]);
}
