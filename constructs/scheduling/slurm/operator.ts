import { helmChart } from "../../../catalog";
import type { IPlatformComponent } from "../../contracts";
import { systemTolerations } from "../../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../../platform/platform-component";

/** Definitions of Slinky's custom resources: a chart of its own, because Helm never upgrades those in another chart. */
export class SlurmOperatorCrds extends PlatformComponent {
  constructor(options: ComponentOptions = {}) {
    super({ chartId: "slurm-operator-crds", images: [] }, options);
  }
}

export interface SlurmOperatorProps extends ComponentOptions {
  /** The definitions, which must be there first. */
  readonly crds: SlurmOperatorCrds;
  /** Issues the certificate of the operator's webhook. */
  readonly certManager: IPlatformComponent;
}

/** Slinky's operator: runs Slurm's daemons as pods and keeps Slurm's nodes and Kubernetes' in step. */
export class SlurmOperator extends PlatformComponent {
  constructor(props: SlurmOperatorProps) {
    const { version } = helmChart("slurm-operator");
    super(
      {
        chartId: "slurm-operator",
        values: {
          crds: { enabled: false },
          operator: {
            replicas: 2,
            image: { repository: operatorImage, tag: version },
            pdb: { enabled: true },
            tolerations: systemTolerations,
          },
          webhook: {
            enabled: true,
            replicas: 2,
            image: { repository: webhookImage, tag: version },
            pdb: { enabled: true },
            tolerations: systemTolerations,
          },
          certManager: { enabled: true },
        },
        images: [`${operatorImage}:${version}`, `${webhookImage}:${version}`],
        dependsOn: [props.crds, props.certManager],
      },
      props,
    );
  }
}

const operatorImage = "ghcr.io/slinkyproject/slurm-operator";
const webhookImage = "ghcr.io/slinkyproject/slurm-operator-webhook";
