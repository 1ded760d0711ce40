import { Construct } from "constructs";
import { findRegion } from "../../catalog";
import { raise } from "../../constructs/aws/problem";
import { collectModel, contribute, type FactoryModel } from "../../model";
import { completeFactory } from "../complete-factory";
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
  readonly infra: CloudInfrastructure;
  readonly platform: CloudPlatform;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CloudFactoryProps,
  ) {
    super(scope, id);
    raise(this, checkCloudFactoryProps(props, id));
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
    completeFactory(this, {
      stacks: [this.infra, this.platform],
      model: () => this.model(),
      acknowledgements: props.acknowledgements,
    });
  }

  /** What the factory is, as plain data. */
  model(): FactoryModel {
    const { intent = "mixed", budgetUsdPerHour } = this.props;
    return collectModel(this, { name: this.node.id, intent, budgetUsdPerHour });
  }
}
