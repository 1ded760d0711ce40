import { Construct } from "constructs";
import { findRegion } from "../../catalog";
import { raise } from "../../constructs/aws/problem";
import { collectModel, contribute, type FactoryModel } from "../../model";
import { completeFactory } from "../complete-factory";
import type { BoundaryProp } from "../sovereignty/boundary-prop";
import type { Enforcement, FactoryEnforceOptions } from "../sovereignty/enforcement";
import { withBoundary } from "./boundary";
import { checkCloudFactoryProps } from "./check";
import { CloudInfrastructure } from "./infrastructure";
import { CloudPlatform } from "./platform";
import type { CloudFactoryProps } from "./props";

/**
 * An AI factory on AWS in two stacks: `<id>-infra` with network, keys, cluster, pools, fabric and storage, and
 * `<id>-platform` with what runs on the cluster.
 *
 * @throws FactoryError with every problem of the props, before anything is built
 */
export class CloudFactory extends Construct {
  /** The stack `<id>-infra`: network, keys, cluster, pools, fabric and storage. */
  readonly infra: CloudInfrastructure;
  /** The stack `<id>-platform`: what runs on the cluster. */
  readonly platform: CloudPlatform;
  private readonly enforcement: Enforcement;
  private readonly props: CloudFactoryProps;

  constructor(scope: Construct, id: string, given: CloudFactoryProps) {
    super(scope, id);
    raise(this, checkCloudFactoryProps(given, id));
    const props = withBoundary(given);
    this.props = props;
    this.infra = new CloudInfrastructure(this, `${id}-infra`, props);
    this.platform = new CloudPlatform(this, `${id}-platform`, this.infra, props);

    contribute(this, "sites", () => ({
      id: props.region,
      kind: "aws" as const,
      region: props.region,
      country: findRegion(props.region)?.country,
      zones: this.infra.vpc.nodeSubnets.map((subnet) => subnet.zone),
      accountLimits: props.accountLimits,
    }));
    for (const workload of props.workloads ?? []) contribute(this, "workloads", () => workload);
    this.enforcement = completeFactory(this, {
      stacks: [this.infra, this.platform],
      model: () => this.model(),
      acknowledgements: props.acknowledgements,
      boundary: props.boundary,
    });
  }

  /**
   * Judges what the factory emits by a boundary when the app is synthesised; errors stop synth. By the boundary of the
   * props this happens without a call: call it to judge by another one as well, or with waivers, or strictly.
   *
   * @param boundary a boundary of your own, or the name of a profile
   * @throws PolicyFileError where there is no such profile
   */
  enforce(boundary: BoundaryProp, options?: FactoryEnforceOptions): void {
    this.enforcement.add(boundary, options);
  }

  /** What the factory is, as plain data. */
  model(): FactoryModel {
    const { intent = "mixed", budgetUsdPerHour } = this.props;
    return collectModel(this, { name: this.node.id, intent, budgetUsdPerHour });
  }
}
