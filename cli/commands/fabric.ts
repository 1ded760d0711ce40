import Table from "cli-table3";
import { Command, InvalidArgumentError, Option } from "commander";
import { suggestNames } from "../../catalog/lookup";
import { fabricForSystem, ownableSystems, type RequestProblem } from "../../planning/fabric/fabric-for-system";
import { planFabric } from "../../planning/fabric/plan-fabric";
import type { FabricPlan } from "../../planning/fabric/types";
import { hasErrors } from "../../planning/problem";
import { formatFinding } from "../../validation/finding";
import { badUsage, finish, type CommandResult } from "../command-result";

/** The options of `aifactory fabric` as commander hands them over. */
export interface FabricOptions {
  readonly system?: string;
  readonly nodes?: number;
  readonly switch?: string;
  readonly spineSwitch?: string;
  readonly coreSwitch?: string;
  readonly planes?: number;
  readonly tiers?: 1 | 2 | 3;
  readonly oversubscription?: number;
  readonly rails?: number;
  readonly nicGbps?: number;
  readonly nodesPerUnit?: number;
  readonly managementPorts?: number;
  readonly format: "json" | "text";
}

/** `aifactory fabric`: plans the compute fabric of a system alone. */
export function fabricCommand(): Command {
  const command = new Command("fabric")
    .description("plan a compute fabric: switches per tier, ports, cables, oversubscription")
    .option("--system <id>", "system of the catalogue, e.g. dgx-h100")
    .option("--nodes <count>", "nodes (servers or compute trays)", wholeNumber(1))
    .option("--switch <id>", "leaf switch: an id of the catalogue, or ports and speed such as 64x800")
    .option("--spine-switch <id>", "spine switch (default: as the leaf)")
    .option("--core-switch <id>", "core switch (default: as the spine)")
    .option("--planes <count>", "separate planes over which an adapter's speed is divided", wholeNumber(1))
    .addOption(new Option("--tiers <count>", "tiers of switches (default: as few as do)").argParser(tierCount))
    .option("--oversubscription <ratio>", "bandwidth down to bandwidth up at a leaf, 1 is non-blocking", ratio)
    .option("--rails <count>", "compute adapters of a node, where the catalogue has none or others", wholeNumber(1))
    .option("--nic-gbps <speed>", "speed of an adapter over all planes, Gb/s", wholeNumber(1))
    .option("--nodes-per-unit <count>", "nodes of a scalable unit (default: as a leaf has room for)", wholeNumber(1))
    .option("--management-ports <count>", "leaf ports per plane kept for the subnet manager", wholeNumber(0))
    .addOption(new Option("--format <format>", "form of the output").choices(["json", "text"]).default("text"));
  command.action((options: FabricOptions) => finish(runFabric(options)));
  return command;
}

/** Plans the fabric that the options ask for; exit code 0 planned, 1 it cannot be built, 2 bad usage. */
export function runFabric(options: FabricOptions): CommandResult {
  const systems = ownableSystems();
  const system = systems.find((candidate) => candidate.id === options.system?.toLowerCase());
  const usage: RequestProblem[] = [];
  if (options.system === undefined) usage.push({ message: "--system is missing" });
  else if (system === undefined) {
    const known = systems.map((candidate) => candidate.id);
    usage.push({ message: `unknown system '${options.system}'`, given: options.system, known });
  }
  if (options.nodes === undefined) usage.push({ message: "--nodes is missing" });
  if (system === undefined || options.nodes === undefined) return refuse(usage);

  const input = fabricForSystem({ ...options, system, nodes: options.nodes });
  if (isProblems(input)) return refuse(input);
  const { tiers, oversubscription, nodesPerUnit, managementPorts } = options;
  const plan = planFabric({ ...input, tiers, oversubscription, nodesPerUnit, managementPorts });
  const exitCode = hasErrors(plan.problems) ? 1 : 0;
  if (options.format === "json") return { exitCode, stdout: `${toJson(plan)}\n`, stderr: "" };
  const findings = plan.problems.map((problem) => `${formatFinding(problem)}\n`).join("\n");
  return { exitCode, stdout: exitCode === 0 ? toText(plan) : "", stderr: findings };
}

function isProblems(value: unknown): value is readonly RequestProblem[] {
  return Array.isArray(value);
}

function refuse(problems: readonly RequestProblem[]): CommandResult {
  const lines = problems.map(({ message, given, known }) => {
    if (given === undefined || known === undefined) return `error: ${message}`;
    const [nearest] = suggestNames(given, known);
    const hint = nearest === undefined ? `known: ${known.join(", ")}` : `did you mean '${nearest}'?`;
    return `error: ${message}; ${hint}`;
  });
  return badUsage(lines.join("\n"));
}

function toJson(plan: FabricPlan): string {
  const { endpoints, tiers, cables, oversubscription, cableTiers, links, planes, hops, units, problems } = plan;
  const { managementLinks, nodes, technology, endpointGbps, name } = plan;
  const figures = { endpoints, tiers, cables, oversubscription, cableTiers, links, planes, hops, units };
  return JSON.stringify(
    { ...figures, managementLinks, nodes, technology, endpointGbps, name, findings: problems },
    undefined,
    2,
  );
}

function toText(plan: FabricPlan): string {
  const tiers = new Table({
    head: ["tier", "switch", "switches", "ports used", "ports free"],
    style: { head: [], border: [] },
  });
  for (const tier of plan.tiers) {
    tiers.push([tier.name, tier.model, tier.switches, tier.portsUsed, tier.portsFree]);
  }
  const cables = new Table({ head: ["cables", "count", "links", "Gb/s"], style: { head: [], border: [] } });
  for (const tier of plan.cableTiers) {
    cables.push([`${tier.from} - ${tier.to}`, tier.cables, tier.links, tier.gbps]);
  }
  const planes = plan.planes === 1 ? "" : `, ${plan.planes} planes`;
  const kind = plan.technology === "infiniband" ? "InfiniBand" : "Ethernet";
  return [
    `${plan.nodes} nodes, ${plan.endpoints} endpoints of ${plan.endpointGbps} Gb/s ${kind}${planes}`,
    tiers.toString(),
    cables.toString(),
    `${plan.cables} cables, oversubscription ${plan.oversubscription}:1, at most ${plan.hops} switches on a path`,
    ...(plan.managementLinks > 0 ? [`${plan.managementLinks} leaf ports hold the subnet managers`] : []),
    "",
  ].join("\n");
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && Number.isSafeInteger(value)) return value;
    throw new InvalidArgumentError(`give a whole number from ${least}.`);
  };
}

function tierCount(text: string): 1 | 2 | 3 {
  if (text === "1" || text === "2" || text === "3") return Number(text) as 1 | 2 | 3;
  throw new InvalidArgumentError("give 1, 2 or 3.");
}

function ratio(text: string): number {
  const value = Number(/^(\d+(\.\d+)?)(:1)?$/.exec(text)?.[1]);
  if (value >= 1) return value;
  throw new InvalidArgumentError("give 1 (non-blocking) or more, e.g. 3 or 3:1.");
}
