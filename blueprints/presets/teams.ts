import type { IPlatformComponent } from "../../constructs/contracts";
import type { BucketUse } from "../../constructs/platform";
import { Team, WorkPriorities } from "../../constructs/tenancy";
import { FactoryError } from "../../validation";
import type { PresetParts } from "./parts";
import type { PresetTeam, TeamsPresetProps } from "./props";

/** The teams, by name, and the order in which their work yields. */
export interface Teams {
  readonly components: readonly IPlatformComponent[];
  readonly byName: ReadonlyMap<string, Team>;
}

/** Namespaces that a preset lets a team's pods be reached from, and reach. */
export type Surroundings = Pick<PresetTeam, "ingressNamespaces" | "egressNamespaces">;

/** Teams with queue, rights, network policy and, where there is a bucket of datasets, a prefix in it each. */
export function teams(
  parts: PresetParts,
  props: TeamsPresetProps,
  datasets: BucketUse["store"] | undefined,
  more: (team: PresetTeam) => Surroundings,
): Teams {
  const { kueue } = parts;
  const priorities = new WorkPriorities({ kueue });
  const made = props.teams.map((team): [string, Team] => {
    const { ingressNamespaces, egressNamespaces } = more(team);
    const whole = new Team({
      ...team,
      ingressNamespaces: union(ingressNamespaces, team.ingressNamespaces),
      egressNamespaces: union(egressNamespaces, team.egressNamespaces),
      storage: datasets && { store: datasets, identities: identities(parts, team, datasets) },
      kueue,
      priorities,
    });
    return [team.name, whole];
  });
  const byName = new Map(made);
  return { components: [priorities, ...byName.values()], byName };
}

/** Elsewhere the store's owner makes keys for the prefix. */
function identities(parts: PresetParts, { name, namespaces = [name] }: PresetTeam, store: BucketUse["store"]) {
  return store.grantPrefix === undefined ? [] : namespaces.map((namespace) => parts.identity(namespace, "default"));
}

/** The team that `path` names. @throws FactoryError where the preset has none of that name */
export function teamOf({ byName }: Teams, name: string, path: string): Team {
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

function union(...lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))];
}
