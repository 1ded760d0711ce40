import { planBurst, type TransferLink } from "../../planning";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { burstNodes, teamShare, type BurstPolicy } from "./burst-policy";
import { checkDataClasses, checkDeparture } from "./data-classes";

/** The pool that a burst runs on, as far as the policy is judged by it. */
export interface BurstPoolFacts {
  /** Name of the pool. */
  readonly name: string;
  /** Nodes that the pool can have. */
  readonly maxNodes: number;
  /** Price of a node by the hour, USD; the budget is divided by it. @default - not known */
  readonly usdPerNodeHour?: number;
  /** Region that the pool stands in. @default - not known: classes of data are asked for `mayLeave` alone */
  readonly region?: string;
}

/** Everything that is wrong with a burst: its teams, its budget, its windows, and jobs that are not worth moving. */
export function checkBurst(policy: BurstPolicy, pool: BurstPoolFacts, link: TransferLink, path: string): Finding[] {
  return [
    ...checkTeams(policy, path),
    ...checkBudget(policy, pool, path),
    ...checkWindows(policy, path),
    ...checkClasses(policy, pool, path),
    ...checkWorkloads(policy, link, path),
  ];
}

function checkTeams(policy: BurstPolicy, path: string): Finding[] {
  const { teams } = policy;
  const findings: Finding[] = [];
  const at = `${path}.teams`;
  const names = teams.map(({ name }) => name);
  if (teams.length === 0 || new Set(names).size < names.length) {
    findings.push(
      problem("HYB-020-burst-teams", at, "the burst has no team, or one name twice", {
        given: names,
        allowed: "at least one team, each name once",
        fix: "name the teams whose jobs may leave the site",
      }),
    );
  }
  const namespaces = teams.flatMap((team) => team.namespaces);
  const shared = [...new Set(namespaces.filter((name, index) => namespaces.indexOf(name) !== index))];
  for (const team of teams) {
    const isLabel = /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/.test(team.name);
    const common = team.namespaces.filter((name) => shared.includes(name));
    if (isLabel && team.namespaces.length > 0 && common.length === 0) continue;
    findings.push(
      problem("HYB-020-burst-teams", at, `team '${team.name}' cannot have a queue of its own`, {
        given: { name: team.name, namespaces: team.namespaces, ofSeveralTeams: common },
        allowed: "a DNS label as name, and at least one namespace that no other team has",
        fix: "give each team its own namespaces",
      }),
    );
  }
  const sum = teams.reduce((total, team) => total + teamShare(team, policy), 0);
  if (sum > 1 + 1e-9 || teams.some((team) => !(teamShare(team, policy) >= 0))) {
    findings.push(
      problem("HYB-020-burst-teams", at, "the teams' shares are no parts of one whole", {
        given: teams.map((team) => `${team.name} ${teamShare(team, policy)}`),
        allowed: "0 to 1 each, together 1 at most",
        fix: "lower the shares: a team borrows what the others leave idle",
      }),
    );
  }
  return findings;
}

function checkBudget(policy: BurstPolicy, pool: BurstPoolFacts, path: string): Finding[] {
  const { budgetUsdPerHour, maxNodes } = policy;
  if (maxNodes !== undefined && !(Number.isInteger(maxNodes) && maxNodes > 0)) {
    return [
      problem("HYB-021-burst-size", `${path}.maxNodes`, "not a number of nodes", {
        given: maxNodes,
        allowed: `1 to ${pool.maxNodes}`,
        fix: "leave it out for the whole pool, or leave the burst out",
      }),
    ];
  }
  if (budgetUsdPerHour === undefined) return [];
  if (pool.usdPerNodeHour === undefined) {
    return [
      problem("HYB-022-burst-budget", `${path}.budgetUsdPerHour`, "a budget is set, but a node's price is not known", {
        given: { budgetUsdPerHour, pool: pool.name },
        allowed: "a pool whose price is in the catalogue or stated",
        fix: `state 'usdPerNodeHour' on the pool '${pool.name}'`,
      }),
    ];
  }
  if (burstNodes(policy, pool) >= 1) return [];
  return [
    problem("HYB-022-burst-budget", `${path}.budgetUsdPerHour`, "the budget does not pay for one node", {
      given: budgetUsdPerHour,
      allowed: `at least ${pool.usdPerNodeHour} USD, the price of one node of '${pool.name}'`,
      fix: "raise the budget, or burst to a smaller instance type",
    }),
  ];
}

/** Five fields of numbers, lists, ranges, steps and names, as Kubernetes takes them. */
const cron = /^(\S+\s+){4}\S+$/;
const cronField = /^[\dA-Za-z*,/-]+$/;

function checkWindows({ windows = [] }: BurstPolicy, path: string): Finding[] {
  return windows.flatMap((window, index) => {
    const wrong = [window.opens, window.closes].filter(
      (text) => !cron.test(text) || !text.split(/\s+/).every((field) => cronField.test(field)),
    );
    if (wrong.length === 0 && window.opens !== window.closes) return [];
    return [
      problem("HYB-023-burst-window", `${path}.windows[${index}]`, "not a time at which the queues open and close", {
        given: window,
        allowed: "two different cron expressions of five fields",
        fix: "for example opens '0 19 * * 1-5', closes '0 6 * * 1-6'",
      }),
    ];
  });
}

function checkClasses(
  { dataClasses, workloads = [] }: BurstPolicy,
  { region }: BurstPoolFacts,
  path: string,
): Finding[] {
  const findings = checkDataClasses(dataClasses, `${path}.dataClasses`);
  if (!dataClasses.some(({ mayLeave }) => mayLeave)) {
    findings.push(
      problem("HYB-024-data-classes", `${path}.dataClasses`, "no class of data may leave, so no job can burst", {
        given: dataClasses.map(({ name }) => name),
        allowed: "at least one with mayLeave",
        fix: "name what may leave, or leave the burst out",
      }),
    );
  }
  const departures = workloads.map(({ name, dataClass }) => ({ dataClass, mover: `the job '${name}'`, region }));
  return [
    ...findings,
    ...departures.flatMap((departure, index) => checkDeparture(departure, dataClasses, `${path}.workloads[${index}]`)),
  ];
}

function checkWorkloads({ workloads = [] }: BurstPolicy, link: TransferLink, path: string): Finding[] {
  return workloads.flatMap((workload, index) => {
    const at = `${path}.workloads[${index}]`;
    const numbers = [workload.datasetGB, workload.computeHours, workload.resultGB ?? 0, workload.dailyChangeGB ?? 0];
    if (numbers.some((number) => !(Number.isFinite(number) && number >= 0)) || workload.computeHours === 0) {
      return [
        problem("HYB-025-burst-workload", at, `the figures of '${workload.name}' are no amounts`, {
          given: workload,
          allowed: "gigabytes of 0 or more, and more than 0 hours",
          fix: "state what the job reads, writes and computes",
        }),
      ];
    }
    if (link.gbps <= 0) return [];
    const plan = planBurst(workload, link);
    if (!plan.worthwhile) {
      return [
        problem(
          "HYB-002-burst-bandwidth",
          at,
          `the data of '${workload.name}' takes longer to move than the job computes`,
          {
            given: `${hours(plan.moveHours)} under way at ${plan.result.gbps.toFixed(2)} Gbps, ${hours(workload.computeHours)} of computing`,
            allowed: `data that moves within ${hours(workload.computeHours)}: a link of ${plan.neededGbps.toFixed(1)} Gbps`,
            fix: "stage the dataset beforehand (`staged`), widen the link, or run the job at the site",
          },
        ),
      ];
    }
    if (!plan.keepsUp) {
      return [
        problem(
          "HYB-002-burst-bandwidth",
          at,
          `the staged dataset of '${workload.name}' changes faster than the link moves it`,
          {
            given: `${workload.dailyChangeGB} GB a day take ${hours(plan.dailyChange?.hours ?? 0)}`,
            allowed: "changes of a day that move within a day",
            fix: `widen the link to ${plan.neededGbps.toFixed(1)} Gbps, or move less`,
          },
        ),
      ];
    }
    return [];
  });
}

function hours(value: number): string {
  return `${value.toFixed(1)} hours`;
}
