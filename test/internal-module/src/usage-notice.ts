import { PlatformComponent } from "ai-factory-blueprints/constructs/platform";

/** The rules of use, where every user of a cluster can read them. */
export class UsageNotice extends PlatformComponent {
  constructor() {
    super({
      name: "usage-notice",
      namespace: "acme-system",
      manifests: [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "usage-notice" },
          data: { text: "Data of class 'secret' does not belong on this cluster." },
        },
      ],
    });
  }
}
