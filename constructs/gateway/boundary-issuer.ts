import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface BoundaryIssuerProps extends Pick<ComponentOptions, "name" | "dependsOn"> {
  /** cert-manager, which signs with the authority. */
  readonly certManager: IPlatformComponent;
  /** Name on the authority's certificate. @default "AI factory" */
  readonly commonName?: string;
}

/**
 * A certificate authority inside the boundary: its key never leaves the cluster, and nobody outside is asked. Clients
 * trust it by the secret `<name>-ca` in cert-manager's namespace.
 */
export class BoundaryIssuer extends PlatformComponent {
  /** What certificates name in `issuerRef`. */
  readonly issuer: { readonly name: string; readonly kind: "ClusterIssuer" };

  constructor(props: BoundaryIssuerProps) {
    const name = props.name ?? "boundary-issuer";
    super(
      {
        name,
        namespace: props.certManager.namespace,
        manifests: issuerObjects(name, props.certManager.namespace, props.commonName ?? "AI factory"),
        dependsOn: [props.certManager],
      },
      { dependsOn: props.dependsOn },
    );
    this.issuer = { name, kind: "ClusterIssuer" };
  }
}

function issuerObjects(name: string, namespace: string, commonName: string): KubernetesObject[] {
  const issuer = (issuerName: string, spec: object): KubernetesObject => ({
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: issuerName },
    spec,
  });
  return [
    issuer(`${name}-root`, { selfSigned: {} }),
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: `${name}-ca`, namespace },
      spec: {
        isCA: true,
        commonName,
        secretName: `${name}-ca`,
        duration: "87600h",
        privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Never" },
        issuerRef: { name: `${name}-root`, kind: "ClusterIssuer", group: "cert-manager.io" },
      },
    },
    issuer(name, { ca: { secretName: `${name}-ca` } }),
  ];
}
