import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Construct } from "constructs";
import { onSynthesize } from "../../../core/synthesis";
import { contribute } from "../../../model";
import { throwErrors } from "../../../validation/factory-error";
import type { IKubernetesCluster, IPlatformComponent } from "../../contracts";
import { componentFacts } from "../component-facts";
import type { MirrorOptions } from "../mirror";
import type { DeliveryFile } from "./delivery-file";
import { checkDelivery, type Delivery } from "./delivery";
import { planFiles, type FilesProps } from "./gitops-plan";

export interface GitOpsPlatformProps extends MirrorOptions {
  /** Cluster that the components are meant for; nothing reaches it at synth. */
  readonly cluster: IKubernetesCluster;
  /** What to install; the order does not matter. */
  readonly components: readonly IPlatformComponent[];
  /** Renderings to write, each into `gitops/<name>/<kind>/` beside the stacks. */
  readonly deliveries: readonly Delivery[];
  /** Prefix of what the GitOps tool calls its parts, and the folder's name. @default - the cluster's name */
  readonly platformName?: string;
  /** Whether the components are put into the factory model; not where `TerraformPlatform` has the same. @default true */
  readonly inModel?: boolean;
}

/**
 * Writes platform components as files for Argo CD, Flux or an installation by hand, instead of Terraform resources. The
 * same list gives `TerraformPlatform` the same objects. Stands in any stack, which it adds nothing to.
 *
 * @throws FactoryError with all problems of the list: those of `TerraformPlatform`, a value that only Terraform knows,
 * a reference to a host outside although a mirror is set
 */
export class GitOpsPlatform extends Construct {
  /** Cluster that the components are meant for. */
  readonly cluster: IKubernetesCluster;
  /** What is installed, in order, with the mirror's references. */
  readonly components: readonly IPlatformComponent[];
  private readonly filesProps: FilesProps;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GitOpsPlatformProps,
  ) {
    super(scope, id);
    this.cluster = props.cluster;
    const { components, imageRegistry, chartRepository } = props;
    const name = props.platformName ?? props.cluster.clusterName;
    this.filesProps = { name, components, imageRegistry, chartRepository };
    throwErrors(checkDelivery(this.filesProps, this.node.path));
    this.components = planFiles(this.filesProps, this.node.path).plan.components;
    for (const component of (props.inModel ?? true) ? this.components : []) {
      const place = new Construct(this, component.name);
      contribute(place, "services", () => componentFacts(component, props.cluster));
      const { team } = component;
      if (team !== undefined) contribute(place, "teams", () => team);
    }
    onSynthesize(this, (session) => this.write(join(session.outdir, "gitops", name)));
  }

  /** The files of each rendering, by its kind. */
  files(): ReadonlyMap<Delivery["kind"], readonly DeliveryFile[]> {
    return new Map(this.props.deliveries.map((delivery) => [delivery.kind, delivery.files(this.filesProps)]));
  }

  private write(folder: string): void {
    for (const [kind, files] of this.files()) {
      // What an earlier run wrote and this one does not must not be installed.
      rmSync(join(folder, kind), { recursive: true, force: true });
      for (const { path, content, executable } of files) {
        const file = join(folder, kind, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
        if (executable === true) chmodSync(file, 0o755);
      }
    }
  }
}
