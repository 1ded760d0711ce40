import { Construct } from "constructs";
import { raise } from "../../constructs/aws/problem";
import { collectModel, contribute, type FactoryModel } from "../../model";
import { completeFactory } from "../complete-factory";
import type { BoundaryProp } from "../sovereignty/boundary-prop";
import type { Enforcement, FactoryEnforceOptions } from "../sovereignty/enforcement";
import { withBoundary } from "./boundary";
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
  /** The stack `<id>-platform`: the site's plan, and what runs on its cluster. */
  readonly platform: OnPremPlatform;
  private readonly enforcement: Enforcement;
  private readonly props: OnPremFactoryProps;

  constructor(scope: Construct, id: string, given: OnPremFactoryProps) {
    super(scope, id);
    raise(this, checkOnPremFactoryProps(given, id));
    const props = withBoundary(given);
    this.props = props;
    this.platform = new OnPremPlatform(this, `${id}-platform`, props);
    for (const workload of props.workloads ?? []) contribute(this, "workloads", () => workload);
    this.enforcement = completeFactory(this, {
      stacks: [this.platform],
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
    return collectModel(this, { name: this.node.id, intent: this.props.intent ?? "mixed" });
  }
}
