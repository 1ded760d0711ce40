import { defaultKubernetesVersion, findInstanceType } from "../../catalog";
import { checkEksClusterProps } from "../../constructs/cluster";
import {
  Capacity,
  checkEksElasticNodePoolProps,
  checkEksGpuNodePoolProps,
  checkEksNodePoolProps,
} from "../../constructs/compute";
import { checkFactoryVpcProps, checkVpcAttributes, type FactoryVpcAttributes } from "../../constructs/network";
import { checkLustreFilesystemProps, checkObjectStoreProps } from "../../constructs/storage";
import { problem } from "../../constructs/aws/problem";
import type { Finding } from "../../validation/finding";
import { checkDuplicateNames, namesIn, reserved, type Named } from "../names";
import { checkShapeFirst } from "../props-shape";
import { nodeAddressNeeds } from "./addresses";
import { checkAgainstBoundary, withBoundary } from "./boundary";
import type { CloudFactoryProps, CloudPool } from "./props";
import { filesystemZone, poolZones, systemPool } from "./zones";

/**
 * Everything that is wrong with the props of a cloud factory, in one list: the checks of all the constructs it will be
 * made of, and what only shows when they are seen together. Builds nothing.
 */
export function checkCloudFactoryProps(props: CloudFactoryProps, path: string): Finding[] {
  return checkShapeFirst("CloudFactoryProps", props, path, checkParts);
}

function checkParts(given: CloudFactoryProps, path: string): Finding[] {
  const props = withBoundary(given);
  return [
    ...checkAgainstBoundary(props, path),
    ...checkNetwork(props, path),
    ...checkCluster(props, path),
    ...checkPoolsGiven(props, path),
    ...checkNames(props, path),
    ...props.pools.flatMap((pool, index) => checkPool(pool, props, `${path}.pools[${index}]`)),
    ...checkElasticPools(props, path),
    ...checkSystemPool(props, path),
    ...checkFilesystems(props, path),
    ...checkBuckets(props, path),
  ];
}

function checkNetwork(props: CloudFactoryProps, path: string): Finding[] {
  if (props.vpc !== undefined) {
    return [...checkVpcAttributes(props.vpc, `${path}.vpc`), ...checkRegionOfVpc(props.region, props.vpc, path)];
  }
  const network = { ...props, closed: props.closedNetwork, nodeAddressNeeds: nodeAddressNeeds(props) };
  return checkFactoryVpcProps(network, path);
}

function checkRegionOfVpc(region: string, vpc: FactoryVpcAttributes, path: string): Finding[] {
  if (region === vpc.region) return [];
  return [
    problem("NET-010-known-region", `${path}.region`, "the factory's region is not the one of its VPC", {
      given: region,
      allowed: vpc.region,
      fix: "name the region that the VPC is in",
    }),
  ];
}

/** The facts of network and cluster that the parts' checks need, before either exists. */
function surroundings(props: CloudFactoryProps) {
  const zones = props.vpc?.nodeSubnets.map((subnet) => subnet.zone) ?? props.zones;
  const vpc = { vpcName: "network", region: props.region, nodeSubnets: zones.map((zone) => ({ zone })) };
  const kubernetesVersion = props.kubernetesVersion ?? defaultKubernetesVersion();
  return { vpc, cluster: { region: props.region, kubernetesVersion, vpc } };
}

function checkCluster(props: CloudFactoryProps, path: string): Finding[] {
  const name = path.split("/").at(-1) ?? path;
  const cidrBlocks =
    props.vpc?.cidrBlocks ?? [props.cidrBlock, props.nodeCidrBlock].filter((block) => block !== undefined);
  return checkEksClusterProps({ ...props, vpc: { cidrBlocks } }, name, path);
}

function checkPoolsGiven({ pools, elasticPools = [] }: CloudFactoryProps, path: string): Finding[] {
  if (pools.length + elasticPools.length > 0) return [];
  return [
    problem("CAP-020-no-pools", `${path}.pools`, "the factory has no pool to compute on", {
      given: [],
      allowed: "at least one pool or elastic pool",
      fix: "name a pool: a name, an instance type and its capacity",
    }),
  ];
}

/** Names that the infra stack's own parts have. */
const ownNames = ["network", "cluster", "home", "cluster-key", "storage-key", "logs-key", "messages-key"];

function checkNames(props: CloudFactoryProps, path: string): Finding[] {
  const named: readonly Named[] = [
    ["system", "the system pool"],
    ...reserved(ownNames),
    ...namesIn("pools", props.pools),
    ...namesIn("elasticPools", props.elasticPools),
    ...namesIn("filesystems", props.filesystems),
    ...namesIn("buckets", props.buckets),
  ];
  return checkDuplicateNames(named, path);
}

function checkPool(pool: CloudPool, props: CloudFactoryProps, path: string): Finding[] {
  const { cluster, vpc } = surroundings(props);
  const zones = poolZones(pool, props);
  const fabric = pool.fabric === true ? { zone: zones[0] ?? "", vpc } : undefined;
  const facts = { ...pool, poolName: pool.name, cluster, zones, fabric };
  const type = findInstanceType(pool.instanceType);
  // An unknown type is reported by the check of accelerated pools, with what was probably meant.
  if (type !== undefined && type.accelerator === undefined) {
    const findings = checkEksNodePoolProps({ ...facts, instanceTypes: [pool.instanceType] }, path);
    if (pool.fabric !== true || type.efa === undefined) return findings;
    const message = "only pools with accelerators are joined by a fabric";
    const fix = "leave fabric out, or choose an accelerated type";
    return [
      ...findings,
      problem("FAB-050-efa-supported", `${path}.fabric`, message, { given: type.name, allowed: false, fix }),
    ];
  }
  return checkEksGpuNodePoolProps(facts, path);
}

function checkElasticPools(props: CloudFactoryProps, path: string): Finding[] {
  const { cluster } = surroundings(props);
  return (props.elasticPools ?? []).flatMap((pool, index) =>
    checkEksElasticNodePoolProps(
      { ...pool, poolName: pool.name, cluster, zones: pool.zones ?? props.zones },
      `${path}.elasticPools[${index}]`,
    ),
  );
}

function checkSystemPool(props: CloudFactoryProps, path: string): Finding[] {
  const { cluster } = surroundings(props);
  const { instanceType, nodes } = systemPool(props);
  const capacity = Capacity.onDemand({ minNodes: nodes, maxNodes: nodes + 2 });
  return checkEksNodePoolProps(
    { cluster, poolName: "system", capacity, instanceTypes: [instanceType], role: "system" },
    `${path}.systemInstanceType`,
  );
}

function checkFilesystems(props: CloudFactoryProps, path: string): Finding[] {
  const { vpc } = surroundings(props);
  const buckets = (props.buckets ?? []).map((bucket) => bucket.name);
  return (props.filesystems ?? []).flatMap((filesystem, index) => {
    const at = `${path}.filesystems[${index}]`;
    const zone = filesystemZone(filesystem, props);
    const hasFabric = props.pools.some((pool) => pool.fabric === true && poolZones(pool, props)[0] === zone);
    const fabric = hasFabric ? { zone, vpc } : undefined;
    const missing = (filesystem.linkedBuckets ?? []).filter((name) => !buckets.includes(name));
    return [
      ...checkLustreFilesystemProps({ ...filesystem, filesystemName: filesystem.name, vpc, fabric, zone }, at),
      ...missing.map((name) =>
        problem("STO-020-linked-bucket", `${at}.linkedBuckets`, `there is no bucket '${name}' in this factory`, {
          given: name,
          allowed: buckets,
          fix: "add the bucket to `buckets`, or name one that is there",
        }),
      ),
    ];
  });
}

function checkBuckets(props: CloudFactoryProps, path: string): Finding[] {
  return (props.buckets ?? []).flatMap((bucket, index) =>
    checkObjectStoreProps({ region: props.region, purpose: bucket.purpose }, `${path}.buckets[${index}]`, bucket.name),
  );
}
