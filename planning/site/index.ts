export { siteCables } from "./cable-lots";
export { billOfMaterialsCsv, cablePlanCsv, cablePlanCsvLines } from "./csv";
export { hostlist } from "./hostlist";
export { kueueTopology, type KueueTopologyPlan } from "./kueue-topology";
export { nodePlacements, type NodePlacement } from "./placement";
export { planSite, siteNodeNames } from "./plan-site";
export {
  slurmBlocks,
  slurmTopologyYaml,
  slurmTree,
  type SlurmBlock,
  type SlurmSwitch,
  type SlurmTopology,
} from "./slurm-topology";
export type * from "./types";
