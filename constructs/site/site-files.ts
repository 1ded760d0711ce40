import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import {
  billOfMaterialsCsv,
  cablePlanCsvLines,
  siteCables,
  slurmBlocks,
  slurmTopologyYaml,
  slurmTree,
  type NodePlacement,
  type SlurmTopology,
} from "../../planning";
import type { Site } from "./site";

/**
 * Writes the plan beside the output, in `site/<name>/`: bill of materials and cable plan as CSV and JSON, rack
 * elevations, the plan's figures, and the topology files of Slurm and Kueue.
 */
export function writeSiteFiles(outdir: string, site: Site): void {
  const folder = join(outdir, "site", site.siteId);
  mkdirSync(folder, { recursive: true });
  const { plan } = site;
  const json = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
  writeFileSync(join(folder, "bill-of-materials.csv"), billOfMaterialsCsv(plan));
  json("bill-of-materials.json", plan.billOfMaterials);
  writeLines(join(folder, "cables.csv"), cablePlanCsvLines(plan));
  writeLines(join(folder, "cables.json"), jsonLines(siteCables(plan)));
  json("racks.json", plan.racks.racks);
  json("plan.json", {
    name: plan.name,
    nodes: plan.nodes,
    accelerators: plan.accelerators,
    networks: plan.networks.map(({ layout, problems, ...network }) => ({
      ...network,
      nodesPerUnit: layout?.nodesPerUnit,
      problems: problems.map(({ message }) => message),
    })),
    failureDomains: plan.racks.failureDomains,
    power: plan.power,
    assumptions: [...plan.racks.assumptions, ...plan.power.assumptions],
  });
  const slurm = slurmTopologies(site);
  if (slurm.length > 0) writeFileSync(join(folder, "slurm-topology.yaml"), slurmTopologyYaml(slurm));
  json("kueue-topology.json", { levels: site.topologyLevels, nodeLabels: site.nodeLabels });
}

/** A tree for each compute network; blocks by rack where racks are NVLink domains of their own. */
function slurmTopologies(site: Site): SlurmTopology[] {
  const topologies: SlurmTopology[] = [];
  for (const network of site.plan.networks.filter(({ name }) => site.network(name).use === "compute")) {
    const placements = site.placements(network).map((place) => renamed(place, site));
    topologies.push(slurmTree(network.name, placements, topologies.length === 0));
    const byRack = placements.filter(({ node }) => inNvlinkRack(node, site));
    if (byRack.length > 0) topologies.push(slurmBlocks(`${network.name}-nvlink`, byRack, "rack"));
  }
  return topologies;
}

function renamed(place: NodePlacement, site: Site): NodePlacement {
  return { ...place, node: site.nodeNameOf(place.node) };
}

function inNvlinkRack(node: string, site: Site): boolean {
  return site.plan.groups.some(
    (group) => group.figures.devicesPerRack !== undefined && site.findPool(group.name)?.nodeNames.includes(node),
  );
}

function* jsonLines(values: Iterable<unknown>): Generator<string> {
  let before = "[\n";
  for (const value of values) {
    yield `${before}${JSON.stringify(value)}`;
    before = ",\n";
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** A large site has hundreds of thousands of cables: they are written in parts and never held as one text. */
function writeLines(file: string, lines: Iterable<string>): void {
  const handle = openSync(file, "w");
  let part: string[] = [];
  const flush = () => {
    writeSync(handle, part.join(""));
    part = [];
  };
  for (const line of lines) {
    part.push(line);
    if (part.length >= 10_000) flush();
  }
  flush();
  closeSync(handle);
}
