import { helmChart } from "../../../catalog";
import type { IPlatformComponent } from "../../contracts";
import { systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface AwsLoadBalancerControllerProps extends ComponentOptions {
  /** Name of the EKS cluster: tags load balancers as its own. */
  readonly clusterName: string;
  /** Region of the cluster, e.g. `eu-north-1`. */
  readonly region: string;
  /** VPC of the cluster; may be a token. Nodes cannot be asked for it: pods do not reach the metadata service. */
  readonly vpcId: string;
  /** Collects the controller's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** Namespace and service account of the controller: what its AWS identity is bound to. */
export const loadBalancerControllerAccount = {
  namespace: "kube-system",
  serviceAccountName: "aws-load-balancer-controller",
} as const;

/**
 * AWS load balancer controller: makes load balancers for Services, Ingresses and Gateways, internal ones unless a
 * manifest asks otherwise. Its pods need the identity of `loadBalancerControllerStatements`.
 */
export class AwsLoadBalancerController extends PlatformComponent {
  constructor(props: AwsLoadBalancerControllerProps) {
    const repository = "public.ecr.aws/eks/aws-load-balancer-controller";
    const { appVersion } = helmChart("aws-load-balancer-controller");
    super(
      {
        chartId: "aws-load-balancer-controller",
        values: {
          image: { repository },
          clusterName: props.clusterName,
          region: props.region,
          vpcId: props.vpcId,
          serviceAccount: { create: true, name: loadBalancerControllerAccount.serviceAccountName },
          replicaCount: 2,
          podDisruptionBudget: { maxUnavailable: 1 },
          tolerations: systemTolerations,
          defaultTargetType: "ip",
          defaultLoadBalancerScheme: "internal",
          // Otherwise no Service of any other component can be made while the controller's webhook is not ready.
          enableServiceMutatorWebhook: false,
          enableShield: false,
          enableWaf: false,
          enableWafv2: false,
          // A certificate made anew at each plan would show a change that nobody caused.
          keepTLSSecret: true,
          serviceMonitor: { enabled: props.monitoring !== undefined },
        },
        images: [`${repository}:${appVersion}`],
        provides: ["ingress-class-alb"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}
