import { Construct } from "constructs";
import { raise } from "../../constructs/aws/problem";
import { collectModel, contribute, type FactoryModel } from "../../model";
import { completeFactory } from "../complete-factory";
import { checkOnPremFactoryProps } from "./check";
import { OnPremPlatform } from "./platform";
import type { OnPremFactoryProps } from "./props";

/**
 * An AI factory in the owner's own racks: the site planned to the port, and in one stack (`<id>-platform`) everything
 * that runs on its existing cluster.
 *
 * @throws FactoryError with every problem of the props, before anything is built
 */
export class OnPremFactory extends Construct {
  readonly platform: OnPremPlatform;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: OnPremFactoryProps,
  ) {
    super(scope, id);
    raise(this, checkOnPremFactoryProps(props, id));
    this.platform = new OnPremPlatform(this, `${id}-platform`, props);
    for (const workload of props.workloads ?? []) contribute(this, "workloads", () => workload);
    completeFactory(this, {
      stacks: [this.platform],
      model: () => this.model(),
      acknowledgements: props.acknowledgements,
    });
  }

  /** What the factory is, as plain data. */
  model(): FactoryModel {
    return collectModel(this, { name: this.node.id, intent: this.props.intent ?? "mixed" });
  }
}
