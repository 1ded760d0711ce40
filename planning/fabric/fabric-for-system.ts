import { systems, type System } from "../../catalog/systems";
import { findSwitchModel, plannableSwitches } from "./catalog-switch";
import { parseSwitch, portsAt } from "./switch-ports";
import { findSwitch } from "../../catalog/switches";
import type { FabricInput, SwitchModel } from "./types";

/** What a compute fabric is asked for by name: a system of the catalogue and a switch. */
export interface SystemFabricRequest {
  /** Row of the systems catalogue. */
  readonly system: System;
  /** Nodes of the system that are joined. */
  readonly nodes: number;
  /** Id in the catalogue, or ports and speed such as `64x800`. @default - InfiniBand of the adapter's speed */
  readonly switch?: string;
  /** Switch of the second tier, in the same forms. @default - as `switch` */
  readonly spineSwitch?: string;
  /** Switch of the third tier, in the same forms. @default - as `spineSwitch` */
  readonly coreSwitch?: string;
  /** Separate, equal fabrics side by side. @default 1 */
  readonly planes?: number;
  /** Compute adapters of a node. @default - the catalogue's figure */
  readonly rails?: number;
  /** Speed of an adapter over all planes, Gb/s. @default - the catalogue's figure */
  readonly nicGbps?: number;
}

/** Why a request cannot become a fabric's input, and which words would do. */
export interface RequestProblem {
  /** What is wrong, in one sentence, lower case, without a full stop. */
  readonly message: string;
  /** Words that would do. @default - there is no list of them */
  readonly known?: readonly string[];
  /** The word that was given. @default - it is not about one */
  readonly given?: string;
}

/** A fabric's input for a system of the catalogue, or what is missing. */
export function fabricForSystem(request: SystemFabricRequest): FabricInput | readonly RequestProblem[] {
  const { system } = request;
  const problems: RequestProblem[] = [];
  const rails = request.rails ?? system.computeNicsPerNode;
  const nicGbps = request.nicGbps ?? system.computeNicGbps;
  if (rails === undefined) {
    problems.push({
      message: `the catalogue does not know how many compute adapters ${system.id} has: give the rails`,
    });
  }
  if (nicGbps === undefined) {
    problems.push({
      message: `the catalogue does not know how fast the adapters of ${system.id} are: give their Gb/s`,
    });
  }
  const endpointGbps = (nicGbps ?? 0) / (request.planes ?? 1);
  const leafSwitch = pick(request.switch, problems) ?? defaultSwitch(endpointGbps);
  const spineSwitch = pick(request.spineSwitch, problems);
  const coreSwitch = pick(request.coreSwitch, problems);
  if (leafSwitch === undefined && problems.length === 0) {
    problems.push({
      message: `no InfiniBand switch of the catalogue has ports of ${endpointGbps} Gb/s: name a switch`,
    });
  }
  if (problems.length > 0 || leafSwitch === undefined || rails === undefined) return problems;
  return {
    name: "compute",
    technology: technologyOf(leafSwitch),
    groups: [{ name: system.id, nodes: request.nodes, portsPerNode: rails }],
    endpointGbps,
    leafSwitch,
    spineSwitch,
    coreSwitch,
    planes: request.planes,
  };
}

/** All systems of the catalogue that stand in an owner's racks; rented instances are left out. */
export function ownableSystems(): readonly System[] {
  return systems().filter((system) => !/^(aws|gcp|azure)-/.test(system.id));
}

function pick(name: string | undefined, problems: RequestProblem[]): SwitchModel | undefined {
  if (name === undefined) return undefined;
  const found = findSwitchModel(name) ?? parseSwitch(name);
  if (found === undefined) {
    problems.push({ message: `unknown switch '${name}'`, given: name, known: plannableSwitches() });
  }
  return found;
}

/** The slowest InfiniBand switch that is fast enough unsplit: QM9700 for 400 Gb/s, Q3400-RA for 800 Gb/s. */
function defaultSwitch(gbps: number): SwitchModel | undefined {
  return plannableSwitches()
    .filter((id) => findSwitch(id)?.technology === "infiniband")
    .flatMap((id) => findSwitchModel(id) ?? [])
    .filter((model) => portsAt(model, gbps) > 0)
    .sort((a, b) => a.portGbps - b.portGbps)
    .at(0);
}

/** A switch given by figures alone is taken for Ethernet: InfiniBand switches are few and in the catalogue. */
function technologyOf(model: SwitchModel): "infiniband" | "ethernet" {
  return findSwitch(model.id)?.technology ?? "ethernet";
}
