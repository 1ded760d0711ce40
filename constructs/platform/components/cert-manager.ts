import { helmChart } from "../../../catalog";
import type { IPlatformComponent } from "../../contracts";
import { systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface CertManagerProps extends ComponentOptions {
  /** Collects cert-manager's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** cert-manager with its custom resource definitions: certificates for webhooks and services, issued in the cluster. */
export class CertManager extends PlatformComponent {
  constructor(props: CertManagerProps = {}) {
    const { version } = helmChart("cert-manager");
    const tolerations = systemTolerations;
    super(
      {
        chartId: "cert-manager",
        values: {
          imageRegistry: "quay.io",
          imageNamespace: "jetstack",
          // The chart keeps the definitions on uninstall: deleting them would delete every certificate.
          crds: { enabled: true, keep: true },
          replicaCount: 2,
          podDisruptionBudget: { enabled: true },
          tolerations,
          webhook: { replicaCount: 2, podDisruptionBudget: { enabled: true }, tolerations },
          cainjector: { tolerations },
          startupapicheck: { tolerations },
          prometheus: { enabled: true, servicemonitor: { enabled: props.monitoring !== undefined } },
        },
        images: ["controller", "webhook", "cainjector", "acmesolver", "startupapicheck"].map(
          (image) => `quay.io/jetstack/cert-manager-${image}:${version}`,
        ),
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}
