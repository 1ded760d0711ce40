import type { FactoryModel, NodeOf } from "../../../model/types";
import type { Mutable } from "./describe-rule";

type Part<S extends Parameters<typeof node>[0]> = Partial<Mutable<NodeOf<S>>>;

/** A factory model without anything in it, to which a case adds what its rule reads. */
export function emptyModel(parts: Partial<Mutable<FactoryModel>> = {}): Mutable<FactoryModel> {
  return {
    schemaVersion: 1,
    name: "factory",
    intent: "training",
    sites: [],
    networks: [],
    clusters: [],
    pools: [],
    fabrics: [],
    filesystems: [],
    buckets: [],
    keys: [],
    services: [],
    workloads: [],
    teams: [],
    links: [],
    ...parts,
  };
}

/** Plain nodes of each section that a case overrides where it matters. */
const plain = {
  networks: {
    id: "network",
    path: "factory/network",
    addresses: [],
    siteId: "eu-north-1",
    cidrBlocks: ["10.0.0.0/16"],
    subnets: [],
    closed: false,
    natGateways: 1,
    privateEndpoints: [],
  },
  clusters: {
    id: "cluster",
    path: "factory/cluster",
    addresses: [],
    siteId: "eu-north-1",
    networkId: "network",
    kind: "eks",
    kubernetesVersion: "1.33",
    serviceCidr: "172.20.0.0/16",
    publicApi: false,
    addons: [],
  },
  pools: {
    id: "training",
    path: "factory/training",
    addresses: [],
    clusterId: "cluster",
    siteId: "eu-north-1",
    role: "accelerator",
    instanceType: "p5.48xlarge",
    architecture: "x86_64",
    minNodes: 0,
    maxNodes: 8,
    capacity: { kind: "on-demand" },
    zones: ["eu-north-1a"],
    placement: "cluster",
    fabricDevicesPerNode: 32,
    labels: {},
    taints: [],
  },
  fabrics: { id: "fabric", path: "factory/fabric", addresses: [], siteId: "eu-north-1", kind: "efa" },
} satisfies { [S in "networks" | "clusters" | "pools" | "fabrics"]: NodeOf<S> };

/** One node of a section, plain but for what is given. */
export function node<S extends keyof typeof plain>(section: S, parts: Part<S> = {}): Mutable<NodeOf<S>> {
  return { ...structuredClone(plain[section]), ...parts } as unknown as Mutable<NodeOf<S>>;
}
