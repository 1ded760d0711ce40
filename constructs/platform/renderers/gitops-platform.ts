import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Construct } from "constructs";
import { onSynthesize } from "../../../core/synthesis";
import { contribute } from "../../../model";
import type { Finding } from "../../../validation/finding";
import type { IKubernetesCluster, IPlatformComponent } from "../../contracts";
import { announce, remark } from "../../storage/findings";
import { componentFacts } from "../component-facts";
import type { MirrorOptions } from "../mirror";
import { textFile, type DeliveryFile } from "./delivery-file";
import type { Delivery } from "./delivery";
import { planFiles, type FilesProps } from "./gitops-plan";
import { fillInOutputs, type StackOutputs } from "./stack-outputs";

export interface GitOpsPlatformProps extends MirrorOptions {
  /** Cluster that the components are meant for; nothing reaches it at synth. */
  readonly cluster: IKubernetesCluster;
  /** What to install; the order does not matter. */
  readonly components: readonly IPlatformComponent[];
  /** Renderings to write, each into `gitops/<name>/<kind>/` beside the stacks. */
  readonly deliveries: readonly Delivery[];
  /**
   * Stacks whose outputs the components refer to, and the files in which Terraform hands them over. As long as one of
   * the files is not there, a README with the command is written instead of the renderings.
   * @default - none: a component that refers to what only Terraform knows is refused
   */
  readonly outputs?: readonly StackOutputs[];
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
  /** Commands that hand over the values that the files wait for; empty once they are written. */
  private readonly waitingFor: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GitOpsPlatformProps,
  ) {
    super(scope, id);
    this.cluster = props.cluster;
    const { imageRegistry, chartRepository } = props;
    const name = props.platformName ?? props.cluster.clusterName;
    const filled = fillInOutputs(props.components, props.outputs ?? [], this);
    this.waitingFor = filled.waitingFor;
    this.filesProps = { name, components: filled.components, imageRegistry, chartRepository };
    const valuesToCome = filled.waitingFor.length > 0 || filled.findings.length > 0;
    const { plan, findings } = planFiles(this.filesProps, this.node.path, valuesToCome);
    announce(this, [...filled.findings, ...findings, ...this.waiting()]);
    this.components = plan.components;
    for (const component of (props.inModel ?? true) ? this.components : []) {
      const place = new Construct(this, component.name);
      contribute(place, "services", () => componentFacts(component, props.cluster));
      const { team } = component;
      if (team !== undefined) contribute(place, "teams", () => team);
    }
    onSynthesize(this, (session) => this.write(join(session.outdir, "gitops", name)));
  }

  /** The files of each rendering, by its kind; a README alone while they wait for values from Terraform. */
  files(): ReadonlyMap<Delivery["kind"], readonly DeliveryFile[]> {
    if (this.waitingFor.length > 0) {
      return new Map(this.props.deliveries.map(({ kind }) => [kind, [this.waitingReadme(kind)]]));
    }
    return new Map(this.props.deliveries.map((delivery) => [delivery.kind, delivery.files(this.filesProps)]));
  }

  private waiting(): readonly Finding[] {
    if (this.waitingFor.length === 0) return [];
    const commands = this.waitingFor.map((command) => `\`${command}\``).join(" and ");
    return [
      remark("PLT-073-stack-outputs", this.node.path, "the files wait for values that only Terraform knows", {
        given: "no outputs yet",
        allowed: "outputs of the stacks that are applied first",
        fix: `apply them, run ${commands}, then synthesise again`,
      }),
    ];
  }

  private waitingReadme(kind: string): DeliveryFile {
    return textFile("README.md", [
      `# ${this.filesProps.name}: ${kind}, not written yet`,
      "",
      "The components need values that are known when the stacks below them are applied. Apply those, then:",
      "",
      "```sh",
      ...this.waitingFor,
      "```",
      "",
      "and synthesise again: the files then stand here instead of this one.",
    ]);
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
