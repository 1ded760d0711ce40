import { containerImage, helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

/** The custom resource definitions of KServe; a release of their own, because Helm never upgrades a `crds` folder. */
export class KServeCrds extends PlatformComponent {
  constructor(props: ComponentOptions = {}) {
    super({ chartId: "kserve-crd", images: [], provides: ["kserve-definitions"] }, props);
  }
}

export interface KServeProps extends ComponentOptions {
  /** The definitions, which must be there first. */
  readonly crds: KServeCrds;
  /** Issues the certificate of KServe's webhooks. */
  readonly certManager: IPlatformComponent;
}

/**
 * KServe's controller in its standard mode: an InferenceService becomes a Deployment and a Service, without Knative and
 * without an ingress of its own. The gateway stands in front.
 */
export class KServe extends PlatformComponent {
  constructor(props: KServeProps) {
    const { version } = helmChart("kserve-resources");
    super(
      {
        chartId: "kserve-resources",
        values: {
          kserve: {
            version,
            agent: { image: `${registry}/agent`, tag: version },
            router: { image: `${registry}/router`, tag: version, imagePullPolicy: "IfNotPresent" },
            storage: { image: `${registry}/storage-initializer`, tag: version },
            localmodel: { enabled: false },
            controller: {
              deploymentMode: "Standard",
              image: `${registry}/kserve-controller`,
              tag: version,
              imagePullPolicy: "IfNotPresent",
              rbacProxyImage,
              tolerations: systemTolerations,
              // Models are reached through the gateway only.
              gateway: { disableIngressCreation: true, ingressGateway: { enableGatewayApi: false } },
            },
          },
        },
        images: [
          ...["kserve-controller", "agent", "router", "storage-initializer"].map(
            (image) => `${registry}/${image}:${version}`,
          ),
          rbacProxyImage,
        ],
        provides: ["kserve"],
        dependsOn: [props.crds, props.certManager],
      },
      props,
    );
  }
}

const registry = "docker.io/kserve";
// The tag that the chart's own values name.
const rbacProxyImage = containerImage("kube-rbac-proxy");
