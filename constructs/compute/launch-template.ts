import {
  LaunchTemplate,
  type LaunchTemplateBlockDeviceMappings,
  type LaunchTemplateConfig,
  type LaunchTemplateNetworkInterfaces,
} from "@cdktf/provider-aws/lib/launch-template";
import type { Construct } from "constructs";
import { nameTags } from "../aws/tags";
import type { NodePlan } from "./node-plan";
import { userData } from "./user-data";

/** What the launch template needs beyond the plan: names that only Terraform knows. */
export interface LaunchTemplateParts {
  readonly securityGroupIds: readonly string[];
  readonly placementGroupName?: string;
}

/** The launch template of a pool: interfaces, disks, metadata service, first-boot configuration, market. */
export function poolLaunchTemplate(scope: Construct, plan: NodePlan, parts: LaunchTemplateParts): LaunchTemplate {
  const { props, types } = plan;
  const name = `${props.cluster.clusterName}-${props.poolName}`;
  const tags = nameTags(scope, name);
  const [type, ...others] = types;
  return new LaunchTemplate(scope, "launch-template", {
    name,
    description: `Nodes of pool ${props.poolName}`,
    updateDefaultVersion: true,
    imageId: props.imageId,
    // EKS takes the type from one place only; a node group with several types names them itself.
    instanceType: others.length === 0 ? type.name : undefined,
    networkInterfaces: networkInterfaces(plan, parts.securityGroupIds),
    blockDeviceMappings: blockDevices(plan),
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: props.metadataHopLimit ?? 1,
      // Stated, because an account's default may enable them: EKS tags instances with keys that EC2 then refuses.
      instanceMetadataTags: "disabled",
    },
    monitoring: { enabled: props.detailedMonitoring ?? false },
    userData: userData(scope, plan.operatingSystem, {
      maxPods: plan.maxPods,
      localDisksAsRaid0: plan.localScratchGB !== undefined,
      join:
        props.imageId === undefined ? undefined : { cluster: props.cluster, labels: plan.labels, taints: plan.taints },
    }),
    placement: parts.placementGroupName === undefined ? undefined : { groupName: parts.placementGroupName },
    ...market(plan),
    tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    tags,
  });
}

function networkInterfaces(plan: NodePlan, securityGroupIds: readonly string[]): LaunchTemplateNetworkInterfaces[] {
  const common = { deleteOnTermination: "true", securityGroups: [...securityGroupIds] };
  if (plan.interfaces.length === 0) {
    return [{ ...common, deviceIndex: 0, associatePublicIpAddress: "false" }];
  }
  // EC2 refuses any word about public addresses beside several interfaces; it gives none by itself then.
  return plan.interfaces.map(({ networkCardIndex, deviceIndex, interfaceType }) => ({
    ...common,
    networkCardIndex,
    deviceIndex,
    interfaceType,
  }));
}

function blockDevices({ props, operatingSystem, rootVolumeGiB }: NodePlan): LaunchTemplateBlockDeviceMappings[] {
  const encryption = { encrypted: "true", kmsKeyId: props.volumeKey?.keyArn, deleteOnTermination: "true" };
  const sized = {
    deviceName: operatingSystem === "bottlerocket" ? "/dev/xvdb" : "/dev/xvda",
    ebs: {
      ...encryption,
      volumeType: "gp3",
      volumeSize: rootVolumeGiB,
      iops: props.rootVolume?.iops,
      throughput: props.rootVolume?.throughputMiBps,
    },
  };
  // Bottlerocket keeps its system on a small volume of its own, whose size the image sets.
  const system = { deviceName: "/dev/xvda", ebs: { ...encryption, volumeType: "gp3" } };
  return operatingSystem === "bottlerocket" ? [system, sized] : [sized];
}

/** How EC2 is asked for capacity; spot is asked for by the node group itself. */
function market({
  props,
}: NodePlan): Pick<LaunchTemplateConfig, "instanceMarketOptions" | "capacityReservationSpecification"> {
  const { kind, reservationId } = props.capacity;
  if (reservationId === undefined) return {};
  return {
    instanceMarketOptions: kind === "capacity-block" ? { marketType: "capacity-block" } : undefined,
    capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: reservationId } },
  };
}
