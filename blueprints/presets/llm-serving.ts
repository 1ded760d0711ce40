import type { IPlatformComponent } from "../../constructs/contracts";
import { throwErrors } from "../../validation";
import { checkShape } from "../props-shape";
import type { PresetParts } from "./parts";
import type { PresetServing, TeamsPresetProps } from "./props";
import { serving, servingSurroundings } from "./serving";
import { teams } from "./teams";
import { watching } from "./watching";

/** What a platform for serving is given. */
export interface LlmServingProps extends TeamsPresetProps, PresetServing {}

/**
 * Models behind one gateway: engines that scale by demand, teams with quotas of tokens, alerts, the factory's dashboard and
 * logs. Needs the buckets of weights and of logs, and no other.
 *
 * @throws FactoryError where the factory lacks a pool, a bucket or a component that the preset needs, or the models are of
 * a team that is not named
 */
export function llmServing(parts: PresetParts, props: LlmServingProps): readonly IPlatformComponent[] {
  throwErrors(checkShape("LlmServingProps", props, "llmServing"));
  const people = teams(parts, props, undefined, (team) => servingSurroundings(team, props.gateway.servingTeam, parts));
  return [...people.components, ...serving(parts, props, people), ...watching(parts, props)];
}
