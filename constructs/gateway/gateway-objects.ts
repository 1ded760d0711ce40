import type { KubernetesObject } from "../contracts";
import type { InferenceGatewayProps, GatewayKeys } from "./gateway-props";

/** The gateway's name and namespace. */
export function placeOf({ name = "inference-gateway", namespace = "inference-gateway" }: InferenceGatewayProps) {
  return { name, namespace };
}

/** Certificate of the gateway's name, renewed by cert-manager. */
export function certificateObject(props: InferenceGatewayProps, combined: boolean): KubernetesObject {
  const { name, namespace } = placeOf(props);
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace },
    spec: {
      secretName: `${name}-tls`,
      dnsNames: [props.hostname, ...(props.otherHostnames ?? [])],
      issuerRef: { group: "cert-manager.io", ...props.issuer },
      privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Always" },
      duration: "2160h",
      renewBefore: "720h",
      ...(combined ? { additionalOutputFormats: [{ type: "CombinedPEM" }] } : {}),
    },
  };
}

/** The teams' keys from the vault; `template` where the proxy wants them in one file. */
export function keysObject(
  props: InferenceGatewayProps,
  keys: GatewayKeys,
  template?: Readonly<Record<string, string>>,
): KubernetesObject {
  const { name, namespace } = placeOf(props);
  const remoteKeyOf = keys.remoteKeyOf ?? ((team: string) => `inference-gateway/${team}`);
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: `${name}-keys`, namespace },
    spec: {
      refreshInterval: "15m",
      secretStoreRef: { ...keys.secretStore },
      target: {
        name: `${name}-keys`,
        creationPolicy: "Owner",
        ...(template === undefined ? {} : { template: { engineVersion: "v2", data: template } }),
      },
      data: props.teams.map((team) => ({ secretKey: team.name, remoteRef: { key: remoteKeyOf(team.name) } })),
    },
  };
}
