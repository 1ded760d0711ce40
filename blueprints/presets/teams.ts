import type { IPlatformComponent } from "../../constructs/contracts";
import { Team, WorkPriorities } from "../../constructs/tenancy";
import type { PresetParts } from "./parts";
import type { PresetProps, PresetTeam } from "./props";

/** The teams, by name, and the order in which their work yields. */
export interface Teams {
  readonly components: readonly IPlatformComponent[];
  readonly byName: ReadonlyMap<string, Team>;
}

/** Teams with queue, rights, network policy and a prefix in the bucket of datasets each. */
export function teams(
  parts: PresetParts,
  props: PresetProps,
  more: (team: PresetTeam) => Pick<PresetTeam, "ingressNamespaces" | "egressNamespaces">,
): Teams {
  const { kueue } = parts;
  const priorities = new WorkPriorities({ kueue });
  const made = props.teams.map((team): [string, Team] => {
    const { namespaces = [team.name] } = team;
    const store = parts.store(props.buckets?.datasets ?? "datasets");
    const { ingressNamespaces, egressNamespaces } = more(team);
    const whole = new Team({
      ...team,
      ingressNamespaces: union(ingressNamespaces, team.ingressNamespaces),
      egressNamespaces: union(egressNamespaces, team.egressNamespaces),
      storage: {
        store,
        // Elsewhere the store's owner makes keys for the prefix.
        identities:
          store.grantPrefix === undefined ? [] : namespaces.map((namespace) => parts.identity(namespace, "default")),
      },
      kueue,
      priorities,
    });
    return [team.name, whole];
  });
  const byName = new Map(made);
  return { components: [priorities, ...byName.values()], byName };
}

function union(...lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))];
}
