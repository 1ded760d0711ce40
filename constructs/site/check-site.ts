import { findSystem, suggestNames } from "../../catalog";
import { ownableSystems, planSite, plannableSwitches, type PlanProblem, type SitePlan } from "../../planning";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { siteInput, switchOf } from "./site-input";
import { sitePools } from "./site-pools";
import type { SiteNetworkProps, SiteProps, SiteSystem } from "./site-props";

const plans = new WeakMap<SiteProps, Map<string, SitePlan>>();

/** The plan of the props. A large site takes seconds, and a blueprint asks for it once more than its construct. */
export function sitePlan(name: string, props: SiteProps): SitePlan {
  const known = plans.get(props) ?? new Map<string, SitePlan>();
  plans.set(props, known);
  const plan = known.get(name) ?? planSite(siteInput(name, props));
  known.set(name, plan);
  return plan;
}

/** Everything that is wrong with a site: names, then what its plan shows of racks, power, cooling, fabrics and cables. */
export function checkSiteProps(props: SiteProps, path: string, id = path.split("/").at(-1) ?? path): Finding[] {
  const name = props.siteName ?? id;
  return [
    ...checkName(name, path),
    ...checkCountry(props, path),
    ...props.systems.flatMap((machine, index) => checkSystem(machine, `${path}.systems[${index}]`)),
    ...props.networks.flatMap((network, index) => checkSwitches(network, `${path}.networks[${index}]`)),
    ...checkNodeNames(props, path),
    ...sitePlan(name, props).problems.map((each) => asFinding(each, path)),
  ];
}

function asFinding(found: PlanProblem, path: string): Finding {
  return { ...found, path: `${path}.${found.path}` };
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function checkName(name: string, path: string): Finding[] {
  if (dnsLabel.test(name)) return [];
  return [
    problem("SIT-002-site-name", `${path}.siteName`, "not a usable name for a site", {
      given: name,
      allowed: "lower-case letters, digits and inner '-', at most 63 characters",
      fix: "choose a DNS label, for example 'oslo'",
    }),
  ];
}

function checkCountry({ country }: SiteProps, path: string): Finding[] {
  if (/^[A-Z]{2}$/.test(country)) return [];
  return [
    problem("SIT-003-country", `${path}.country`, "not a country code", {
      given: country,
      allowed: "two capital letters, ISO 3166-1 alpha-2",
      fix: "write for example 'NO' or 'DE'",
    }),
  ];
}

function checkSystem(machine: SiteSystem, path: string): Finding[] {
  const findings: Finding[] = [];
  if (!dnsLabel.test(machine.name)) {
    findings.push(
      problem("SIT-004-system-name", `${path}.name`, "not a usable name for nodes", {
        given: machine.name,
        allowed: "lower-case letters, digits and inner '-', at most 63 characters",
        fix: "choose a DNS label, for example 'dgx'",
      }),
    );
  }
  if (machine.system !== undefined && findSystem(machine.system) === undefined) {
    const known = ownableSystems().map((row) => row.id);
    const [nearest] = suggestNames(machine.system, known);
    findings.push(
      problem("SIT-005-unknown-system", `${path}.system`, `the catalogue has no system '${machine.system}'`, {
        given: machine.system,
        allowed: known,
        fix: nearest === undefined ? "give the figures of your own system instead" : `write '${nearest}'`,
      }),
    );
  }
  const { spares = 0, count } = machine;
  if (!(Number.isInteger(spares) && spares >= 0 && spares <= count)) {
    findings.push(
      problem("SIT-006-spares", `${path}.spares`, "not a number of nodes that can stand by", {
        given: spares,
        allowed: `0 to ${count}`,
        fix: "state how many of the nodes are spares",
      }),
    );
  }
  return findings;
}

function checkSwitches(network: SiteNetworkProps, path: string): Finding[] {
  return (["leafSwitch", "spineSwitch", "coreSwitch"] as const).flatMap((tier) => {
    const given = network[tier];
    if (given === undefined || switchOf(given) !== undefined) return [];
    const known = plannableSwitches();
    const [nearest] = suggestNames(String(given), known);
    return [
      problem("SIT-007-unknown-switch", `${path}.${tier}`, `the catalogue has no switch '${String(given)}'`, {
        given,
        allowed: [...known, "ports and speed: 64x800"],
        fix: nearest === undefined ? "give ports and speed, for example '64x800'" : `write '${nearest}'`,
      }),
    ];
  });
}

/** Names of one's own: as many as nodes, and each once in the whole site. */
function checkNodeNames({ systems }: SiteProps, path: string): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  systems.forEach((machine, index) => {
    const { nodeNames } = machine;
    const at = `${path}.systems[${index}].nodeNames`;
    if (nodeNames === undefined) return;
    if (nodeNames.length !== machine.count) {
      findings.push(
        problem("SIT-008-node-names", at, `'${machine.name}' has another number of names than of nodes`, {
          given: nodeNames.length,
          allowed: machine.count,
          fix: "give each node its name, the spares last",
        }),
      );
    }
    for (const name of nodeNames) {
      const other = seen.get(name);
      seen.set(name, machine.name);
      if (other === undefined) continue;
      findings.push(
        problem("SIT-008-node-names", at, `the node name '${name}' is given twice`, {
          given: `${other} and ${machine.name}`,
          allowed: "each name once",
          fix: "rename one of the nodes",
        }),
      );
    }
  });
  return findings;
}

/** What checks of pools and fabrics need of a site that is not built yet. */
export function plannedSite(props: SiteProps, id: string) {
  const siteId = props.siteName ?? id;
  const plan = sitePlan(siteId, props);
  const pools = sitePools(plan, props.systems);
  return { siteId, plan, findPool: (name: string) => pools.get(name) };
}
