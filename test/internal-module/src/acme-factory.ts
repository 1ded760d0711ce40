import { CloudFactory, enforceDesignRules, FactoryState, type CloudFactoryProps } from "ai-factory-blueprints";
import { SovereignBoundary } from "ai-factory-blueprints/policy";
import type { Construct } from "constructs";
import { acmeBoundary } from "./boundary";
import { poolSize } from "./pool-size";
import { UsageNotice } from "./usage-notice";

/** What Acme has decided for all its factories. */
type Decided = "state" | "tags" | "closedNetwork" | "imageRegistry" | "chartRepository";

export interface AcmeFactoryProps extends Omit<CloudFactoryProps, Decided> {
  /** Who pays: five digits. */
  readonly costCentre: string;
}

/** A cloud factory as Acme runs it: its state, its tags, its notice on every cluster, its rule and its boundary. */
export class AcmeFactory extends CloudFactory {
  constructor(scope: Construct, id: string, { costCentre, ...props }: AcmeFactoryProps) {
    super(scope, id, {
      ...props,
      state: FactoryState.s3({ bucket: "acme-terraform-state", region: "eu-central-1", keyPrefix: id }),
      tags: { "cost-centre": costCentre },
      closedNetwork: true,
      imageRegistry: "registry.acme.example/mirror",
      chartRepository: "oci://registry.acme.example/charts",
      components: (...given) => [...(props.components?.(...given) ?? []), new UsageNotice()],
    });
    enforceDesignRules({ stacks: [this.infra, this.platform], model: () => this.model(), rules: [poolSize] });
    SovereignBoundary.of(this.infra).enforce(acmeBoundary);
  }
}
