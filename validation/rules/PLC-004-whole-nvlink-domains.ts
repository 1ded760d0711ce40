import { findSystem, system } from "../../catalog/systems";
import type { PoolNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const wholeNvlinkDomains: Rule = {
  id: "PLC-004-whole-nvlink-domains",
  family: "PLC",
  title: "a pool of rack-scale machines is made of whole NVLink domains and says so",
  severity: "warning",
  reads: "model",
  cause:
    "In a rack-scale machine the accelerators of all compute trays form one NVLink domain. A pool that ends inside a " +
    "rack leaves a rest on which no job of the domain's size fits, and without placement by domain the scheduler " +
    "scatters a job over racks: its tensor parallelism then runs over the network at a tenth of NVLink's bandwidth.",
  mend: "give the pool a multiple of the domain's nodes, and placement nvlink-domain so that schedulers keep jobs inside",
  sources: [
    system("gb200-nvl72").source,
    "Google Cluster Toolkit, accelerator_topology 1x72: 18 nodes of 4 accelerators",
  ],
  unknownMeans: "The systems catalogue does not have the pool's system, or not its number of compute trays.",
  example: {
    fails: "gb200-nvl72 with 20 nodes: one domain of 18 and a rest of 2",
    passes: "gb200-nvl72 with 36 nodes: two domains, placement nvlink-domain",
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      if (pool.system !== undefined && pool.role === "accelerator") yield judge(pool, pool.system);
    }
  },
};

function judge(pool: PoolNode, name: string): Outcome {
  const { path, maxNodes, minNodes, placement } = pool;
  const row = findSystem(name);
  const isRackScale = row?.acceleratorsPerRack !== undefined && row.acceleratorsPerRack > row.acceleratorsPerNode;
  const nodes = pool.nvlinkDomainNodes ?? (isRackScale ? row?.computeTrays : 1);
  if (row === undefined && pool.nvlinkDomainNodes === undefined) {
    return unknown({ path }, { message: "the catalogue has no such system", given: name });
  }
  if (nodes === undefined) return unknown({ path }, { message: `the catalogue lacks the compute trays of ${name}` });
  if (nodes <= 1) return pass({ path });
  const rest = [maxNodes, minNodes].map((count) => count % nodes).find((count) => count !== 0);
  if (rest !== undefined) {
    return fail(
      { path },
      {
        message: `the pool ends inside an NVLink domain of ${nodes} nodes`,
        given: `${minNodes} to ${maxNodes} nodes, ${rest} of them in a domain that is not whole`,
        allowed: `multiples of ${nodes}: ${Math.floor(maxNodes / nodes) * nodes} or ${Math.ceil(maxNodes / nodes) * nodes}`,
      },
    );
  }
  if (placement === "nvlink-domain") return pass({ path });
  return fail(
    { path },
    {
      message: `jobs are not kept inside the NVLink domains of ${nodes} nodes`,
      given: `placement ${placement}`,
      allowed: "placement nvlink-domain",
      fix: "set the pool's placement to nvlink-domain",
    },
  );
}
