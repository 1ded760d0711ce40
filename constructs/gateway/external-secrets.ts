import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface ExternalSecretsProps extends ComponentOptions {
  /** Collects its metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** External Secrets: brings secrets from your vault into the cluster, so that none stands in code or state. */
export class ExternalSecrets extends PlatformComponent {
  constructor(props: ExternalSecretsProps = {}) {
    const tag = helmChart("external-secrets").appVersion ?? `v${helmChart("external-secrets").version}`;
    const image = { repository, tag };
    const common = { image, replicaCount: 2, podDisruptionBudget: { enabled: true }, tolerations: systemTolerations };
    super(
      {
        chartId: "external-secrets",
        values: {
          ...common,
          installCRDs: true,
          leaderElect: true,
          webhook: common,
          certController: { ...common, replicaCount: 1, podDisruptionBudget: { enabled: false } },
          serviceMonitor: { enabled: props.monitoring !== undefined },
        },
        images: [`${repository}:${tag}`],
        provides: ["external-secrets"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

const repository = "ghcr.io/external-secrets/external-secrets";
