import { instanceType } from "../../catalog";
import { pathTag, nameTags } from "../aws/tags";
import type { KubernetesObject } from "../contracts";
import type { EksElasticNodePool } from "./eks-elastic-node-pool";

/** Bottlerocket's system volume, as its image has it. */
const bottlerocketSystemGiB = 4;

/**
 * The elastic pool in Karpenter's words: an EC2NodeClass (how a node is made) and a NodePool (which nodes, how many,
 * and when they go). They may hold tokens of the infrastructure stack.
 */
export function karpenterObjects(pool: EksElasticNodePool): readonly KubernetesObject[] {
  return [nodeClass(pool), nodePool(pool)];
}

function nodeClass(pool: EksElasticNodePool): KubernetesObject {
  const { props, cluster, zones } = pool;
  const os = props.operatingSystem ?? "al2023";
  const subnets = cluster.vpc.nodeSubnets.filter((subnet) => zones.includes(subnet.zone));
  const hasLocalDisks = props.instanceTypes.some((name) => instanceType(name).localNvme !== undefined);
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: pool.poolName },
    spec: {
      amiSelectorTerms: [{ alias: `${os}@${props.imageVersion ?? "latest"}` }],
      instanceProfile: pool.instanceProfile.name,
      subnetSelectorTerms: subnets.map(({ subnetId }) => ({ id: subnetId })),
      securityGroupSelectorTerms: [cluster.securityGroupId, pool.securityGroupId].map((id) => ({ id })),
      associatePublicIPAddress: false,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        httpTokens: "required",
        httpPutResponseHopLimit: props.metadataHopLimit ?? 1,
      },
      blockDeviceMappings: blockDevices(pool, os),
      ...((props.localScratch ?? true) && hasLocalDisks ? { instanceStorePolicy: "RAID0" } : {}),
      detailedMonitoring: props.detailedMonitoring ?? false,
      tags: { [pathTag]: nameTags(pool, pool.poolName)[pathTag] },
    },
  };
}

function blockDevices({ props, accelerators }: EksElasticNodePool, os: string): Record<string, unknown>[] {
  const { sizeGiB = accelerators === undefined ? 100 : 200, iops, throughputMiBps } = props.rootVolume ?? {};
  const disk = (deviceName: string, gibibytes: number, performance: Record<string, unknown>) => ({
    deviceName,
    ebs: {
      volumeType: "gp3",
      volumeSize: `${gibibytes}Gi`,
      encrypted: true,
      deleteOnTermination: true,
      ...(props.volumeKey === undefined ? {} : { kmsKeyID: props.volumeKey.keyArn }),
      ...performance,
    },
  });
  const performance = {
    ...(iops === undefined ? {} : { iops }),
    ...(throughputMiBps === undefined ? {} : { throughput: throughputMiBps }),
  };
  if (os !== "bottlerocket") return [disk("/dev/xvda", sizeGiB, performance)];
  return [disk("/dev/xvda", bottlerocketSystemGiB, {}), disk("/dev/xvdb", sizeGiB, performance)];
}

function nodePool(pool: EksElasticNodePool): KubernetesObject {
  const { props } = pool;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: pool.poolName },
    spec: {
      template: {
        metadata: { labels: pool.labels },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: pool.poolName },
          requirements: [
            oneOf("node.kubernetes.io/instance-type", props.instanceTypes),
            oneOf("karpenter.sh/capacity-type", props.markets ?? ["on-demand"]),
            oneOf("topology.kubernetes.io/zone", pool.zones),
          ],
          ...(pool.taints.length === 0 ? {} : { taints: pool.taints }),
          expireAfter: `${props.expireAfterHours ?? 720}h`,
        },
      },
      disruption: {
        // A node with a busy accelerator is not worth moving its pods for.
        consolidationPolicy: pool.accelerators === undefined ? "WhenEmptyOrUnderutilized" : "WhenEmpty",
        consolidateAfter: `${props.consolidateAfterMinutes ?? 10}m`,
      },
      limits: limits(pool),
    },
  };
}

function oneOf(key: string, values: readonly string[]): Record<string, unknown> {
  return { key, operator: "In", values };
}

/** Karpenter counts nodes and accelerators; strings, because the API server would turn numbers into them. */
function limits({ maxNodes, accelerators, instanceTypes }: EksElasticNodePool): Record<string, string> {
  const most = Math.max(...instanceTypes.map((name) => instanceType(name).accelerator?.count ?? 0));
  return {
    nodes: `${maxNodes}`,
    ...(accelerators === undefined ? {} : { [accelerators.resourceName]: `${maxNodes * most}` }),
  };
}
