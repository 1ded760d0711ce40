import { helmChart } from "../../../catalog";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

/** Karpenter's custom resource definitions as a release of their own: Helm never upgrades those inside a chart. */
export class KarpenterCrds extends PlatformComponent {
  constructor(props: ComponentOptions = {}) {
    super({ chartId: "karpenter-crd", images: [] }, props);
  }
}

export interface KarpenterProps extends ComponentOptions {
  /** Name of the EKS cluster that nodes join. */
  readonly clusterName: string;
  /** Name of the queue with interruption notices: `KarpenterInfrastructure.queueName`; may be a token. */
  readonly interruptionQueue: string;
  /** The definitions, which must be there first. */
  readonly crds: KarpenterCrds;
  /** NodePools and EC2NodeClasses of the elastic pools. @default - none */
  readonly objects?: readonly KubernetesObject[];
  /** Whether the network has no route to the internet: prices are then those built into Karpenter. @default false */
  readonly closedNetwork?: boolean;
  /** Collects Karpenter's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** Namespace and service account of the controller: what its AWS identity is bound to. */
export const karpenterAccount = { namespace: "kube-system", serviceAccountName: "karpenter" } as const;

/**
 * Karpenter: nodes of elastic pools come and go with their pods. Runs on nodes that it does not manage itself, and needs
 * the queue and the identity of `KarpenterInfrastructure`.
 */
export class Karpenter extends PlatformComponent {
  constructor(props: KarpenterProps) {
    const repository = "public.ecr.aws/karpenter/controller";
    super(
      {
        chartId: "karpenter",
        values: {
          controller: { image: { repository }, resources: { requests: { cpu: "500m", memory: "1Gi" } } },
          serviceAccount: { create: true, name: karpenterAccount.serviceAccountName },
          tolerations: systemTolerations,
          settings: {
            clusterName: props.clusterName,
            interruptionQueue: props.interruptionQueue,
            isolatedVPC: props.closedNetwork ?? false,
            featureGates: { nodeRepair: true, reservedCapacity: true },
          },
          serviceMonitor: { enabled: props.monitoring !== undefined },
        },
        manifests: props.objects,
        images: [`${repository}:${helmChart("karpenter").version}`],
        dependsOn: [props.crds, props.monitoring],
      },
      props,
    );
  }
}
