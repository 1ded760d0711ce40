import { Capacity } from "../../../constructs/compute";
import { LustreDeployment } from "../../../constructs/storage";
import type { PropMutant } from "../mutant";
import { NotHere, type Json } from "../world";

/** Changes the first pool of the props. */
function pool(change: Json): PropMutant["change"] {
  return (props) => {
    const [first, ...others] = props["pools"] as Json[];
    if (first === undefined) throw new NotHere("pools");
    return { ...props, pools: [{ ...first, ...change }, ...others] };
  };
}

function lastPool(change: Json): PropMutant["change"] {
  return (props) => {
    const last = (props["pools"] as Json[]).at(-1);
    if (last === undefined) throw new NotHere("pools");
    return { ...props, pools: [...props["pools"].slice(0, -1), { ...last, ...change }] };
  };
}

function elastic(change: Json): PropMutant["change"] {
  return (props) => {
    if (props["elasticPools"] === undefined) throw new NotHere("elastic pools");
    return { ...props, elasticPools: [{ ...props["elasticPools"][0], ...change }, ...props["elasticPools"].slice(1)] };
  };
}

function filesystem(change: Json): PropMutant["change"] {
  return (props) => {
    if (props["filesystems"] === undefined) throw new NotHere("filesystems");
    return { ...props, filesystems: [{ ...props["filesystems"][0], ...change }] };
  };
}

function set(change: Json): PropMutant["change"] {
  return (props) => ({ ...props, ...change });
}

/** Only where the first pool is on a capacity block. */
function onBlock(change: PropMutant["change"]): PropMutant["change"] {
  return (props) => {
    if (props["pools"][0].capacity.kind !== "capacity-block") throw new NotHere("a capacity block");
    return change(props);
  };
}

const reservationId = "cr-0123456789abcdef0";
const block = (parts: Json) => Capacity.capacityBlock({ reservationId, zone: "eu-north-1a", nodes: 16, ...parts });

/** Faults of the props of a cloud factory. */
export const propMutants: readonly PropMutant[] = [
  { name: "a region that does not exist", rule: "NET-010", change: set({ region: "eu-north-9" }) },
  { name: "one zone only", rule: "NET-011", change: set({ zones: ["eu-north-1a"] }) },
  { name: "a zone of another region", rule: "NET-012", change: set({ zones: ["eu-north-1a", "eu-west-1b"] }) },
  { name: "a zone twice", rule: "NET-013", change: set({ zones: ["eu-north-1a", "eu-north-1a"] }) },
  { name: "a public range for the VPC", rule: "NET-005", change: set({ cidrBlock: "8.8.0.0/16" }) },
  { name: "a range for nodes that is too small", rule: "NET-002", change: set({ nodeCidrBlock: "100.64.0.0/22" }) },
  { name: "an API that is open to the world", rule: "NET-004", change: set({ publicAccessCidrs: ["0.0.0.0/0"] }) },
  { name: "a Kubernetes version that is over", rule: "VER-001", change: set({ kubernetesVersion: "1.27" }) },
  { name: "a system machine that does not exist", rule: "ACC-050", change: set({ systemInstanceType: "m7i.3xlarge" }) },
  { name: "a GPU machine for the system", rule: "ACC-051", change: set({ systemInstanceType: "p5en.48xlarge" }) },
  { name: "a misspelt machine", rule: "ACC-050", change: pool({ instanceType: "p5en.48xlrage" }) },
  { name: "a pool's name in capitals", rule: "OPS-050", change: pool({ name: "H200" }) },
  { name: "a pool called like a part of every factory", rule: "NAM-002", change: pool({ name: "network" }) },
  {
    name: "a fabric on a machine without EFA",
    rule: "FAB-050",
    change: pool({ instanceType: "m7i.large", fabric: true }),
  },
  {
    name: "fewer nodes than none",
    rule: "CAP-050",
    change: pool({ capacity: Capacity.onDemand({ minNodes: 9, maxNodes: 3 }) }),
  },
  { name: "more pods than a node may have", rule: "OPS-054", change: pool({ maxPodsPerNode: 5000 }) },
  { name: "a label that Kubernetes refuses", rule: "OPS-051", change: pool({ labels: { "not a label": "gpu" } }) },
  { name: "a zone without a subnet", rule: "AVL-052", change: lastPool({ zones: ["eu-north-1c"] }) },
  {
    name: "a machine that the region does not have",
    rule: "AVL-050",
    change: (props) => {
      if (props["region"] === "eusc-de-east-1") throw new NotHere("a region whose offering is published");
      return pool({ instanceType: "p6-b200.48xlarge" })(props);
    },
  },
  {
    name: "a block larger than blocks are",
    rule: "CAP-053",
    change: onBlock(pool({ capacity: block({ nodes: 65 }) })),
  },
  {
    name: "a reservation by its name",
    rule: "CAP-054",
    change: onBlock(pool({ capacity: block({ reservationId: "mine" }) })),
  },
  {
    name: "a block in a zone of another region",
    rule: "AVL-052",
    change: onBlock(pool({ capacity: block({ zone: "us-east-1a" }) })),
  },
  {
    name: "a machine that is not sold in blocks",
    rule: "CAP-051",
    change: onBlock(pool({ instanceType: "g6e.48xlarge" })),
  },
  {
    name: "elastic pools of two architectures",
    rule: "ACC-059",
    change: elastic({ instanceTypes: ["g6e.xlarge", "g5g.xlarge"] }),
  },
  {
    name: "elastic pools of two accelerators",
    rule: "ACC-059",
    change: elastic({ instanceTypes: ["g6e.xlarge", "g5.xlarge"] }),
  },
  { name: "an elastic pool without a machine", rule: "ACC-058", change: elastic({ instanceTypes: [] }) },
  { name: "an elastic pool without nodes", rule: "CAP-050", change: elastic({ maxNodes: 0 }) },
  { name: "a link to a bucket that is not there", rule: "STO-020", change: filesystem({ linkedBuckets: ["gone"] }) },
  {
    name: "a scratch filesystem with links",
    rule: "STO-123",
    change: filesystem({ deployment: LustreDeployment.persistent2(1000), capacityGiB: -1 }),
  },
  { name: "a filesystem in a zone that is not there", rule: "STO-101", change: filesystem({ zone: "eu-north-1c" }) },
  { name: "metadata IOPS that are not sold", rule: "STO-104", change: filesystem({ metadataIops: 5000 }) },
  {
    name: "two filesystems of one name",
    rule: "NAM-002",
    change: (props) => ({ ...props, filesystems: [props["filesystems"][0], ...props["filesystems"]] }),
  },
  {
    name: "two buckets of one name",
    rule: "NAM-002",
    change: (props) => ({ ...props, buckets: [props["buckets"][0], ...props["buckets"]] }),
  },
  { name: "a filesystem without a capacity", rule: "STO-123", change: filesystem({ capacityGiB: 0 }) },
  { name: "no pool at all", rule: "CAP-020", change: set({ pools: [], elasticPools: [] }) },
  {
    name: "a training pool without a fabric",
    rule: "FAB-009",
    change: onBlock((props) => {
      // A job that is made for the fabric says so itself.
      if (props["components"] !== undefined) throw new NotHere("a factory without jobs of its own");
      return pool({ fabric: false })(props);
    }),
  },
  {
    name: "a checkpoint interval that the filesystem cannot keep",
    rule: "STO-002",
    change: (props) => {
      if (props["workloads"]?.[0]?.kind !== "training") throw new NotHere("workloads");
      return { ...props, workloads: [{ ...props["workloads"][0], checkpointEveryMinutes: 1 }] };
    },
  },
  {
    name: "a dataset larger than the filesystem",
    rule: "STO-004",
    change: (props) => {
      if (props["workloads"]?.[0]?.kind !== "training") throw new NotHere("workloads");
      return { ...props, workloads: [{ ...props["workloads"][0], datasetGB: 900_000 }] };
    },
  },
];
