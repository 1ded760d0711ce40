import { Construct } from "constructs";
import { contribute } from "../../../model";
import type { IPlatformComponent } from "../../contracts";
import { raise } from "../../aws/problem";
import { privilegedNamespace } from "../../platform/namespaces";
import { PlatformComponent } from "../../platform/platform-component";
import { checkSlurmClusterProps } from "./checks";
import { helperImage, nameOf, namespaceOf, slurmObjects, tokenSecretName } from "./objects";
import { nodeSetPlan, slurmImage, type NodeSetPlan } from "./plan";
import type { SlurmClusterProps } from "./props";

/** A Slurm cluster's custom resources as a component. */
class SlurmClusterComponent extends PlatformComponent {
  constructor(props: SlurmClusterProps, plans: readonly NodeSetPlan[]) {
    const daemons = ["slurmctld", "slurmrestd", ...(props.login === undefined ? [] : ["login"])];
    const hasOwnDbd = props.accounting !== undefined && props.accounting.slurmdbd === undefined;
    super({
      name: `${nameOf(props)}-cluster`,
      namespace: namespaceOf(props),
      // slurmd makes cgroups and device files for its jobs.
      namespaceLabels: privilegedNamespace,
      manifests: slurmObjects(props, plans),
      images: [
        ...[...daemons, ...(hasOwnDbd ? ["slurmdbd"] : [])].map((daemon) => slurmImage(daemon, props)),
        ...new Set(plans.map(({ image }) => image)),
        helperImage,
      ],
      dependsOn: [
        props.operator,
        props.accounting?.component,
        props.monitoring,
        ...props.nodes.map(({ nvlinkDriver }) => nvlinkDriver),
        ...(props.dependsOn ?? []),
      ],
    });
  }
}

/**
 * A Slurm cluster in Kubernetes by Slinky: controller, one slurmd on each of its nodes with the node's accelerators as
 * GRES, partitions, login, accounting and the REST service. The filesystems are those of the cloud-native side.
 *
 * Its secrets are yours to make, before: the key of auth/slurm (in MUNGE's place), the key of its tokens, the database's
 * password, `sssd.conf`.
 *
 * @throws FactoryError with everything that `checkSlurmClusterProps` finds
 */
export class SlurmCluster extends Construct {
  /** The cluster's custom resources. */
  readonly component: IPlatformComponent;
  /** What a platform must install for it, the operator left out: the database where it is ours, and the cluster. */
  readonly components: readonly IPlatformComponent[];
  /** Kubernetes namespace of the cluster. */
  readonly namespace: string;
  /** URL of the REST service inside of the cluster. */
  readonly restUrl: string;

  constructor(scope: Construct, id: string, props: SlurmClusterProps) {
    super(scope, id);
    raise(this, checkSlurmClusterProps(props, this.node.path));
    const plans = props.nodes.map((nodes) => nodeSetPlan(nodes, props));
    this.namespace = namespaceOf(props);
    this.restUrl = `http://${nameOf(props)}-restapi.${this.namespace}.svc:6820`;
    this.component = new SlurmClusterComponent(props, plans);
    const database = props.accounting?.component;
    this.components = [...(database === undefined ? [] : [database]), this.component];
    contribute(this, "clusters", () => ({
      id: nameOf(props),
      siteId: props.siteId,
      kind: "slurm" as const,
      publicApi: false,
      addons: [],
    }));
  }

  /** Secret in Slurm's namespace with the submitter's token, in the key `SLURM_JWT`. */
  tokenSecretName(username: string): string {
    return tokenSecretName(username);
  }
}
