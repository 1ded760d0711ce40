import type { KubernetesObject } from "../contracts";
import { systemTolerations } from "../platform/placement";

interface WekaExporterInput {
  readonly name: string;
  readonly namespace: string;
  readonly filesystem: string;
  readonly hosts: readonly string[];
  readonly tokenSecretName: string;
  readonly caSecretName?: string;
  readonly image: string;
}

const port = 8001;
/** User of the image, and where its program starts. */
const user = 472;
const home = "/weka";

/** WEKA's exporter as a deployment. WEKA counts by the minute, so it is asked once in one. */
export function wekaExporterObjects(input: WekaExporterInput): readonly KubernetesObject[] {
  const { name, namespace, filesystem } = input;
  const labels = { app: name };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace, labels },
      // YAML, of which JSON is a part.
      data: { "export.yml": JSON.stringify(configuration(input.hosts), undefined, 2) },
    },
    deployment(input, labels),
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        podMetricsEndpoints: [
          {
            port: "metrics",
            interval: "60s",
            scrapeTimeout: "50s",
            relabelings: [{ targetLabel: "filesystem", replacement: filesystem }],
          },
        ],
      },
    },
  ];
}

/** Events stay in WEKA: to Loki and to syslog the exporter sends nothing. */
function configuration(hosts: readonly string[]) {
  return {
    exporter: {
      listen_port: port,
      events_only: false,
      events_to_loki: false,
      events_to_syslog: false,
      timeout: 10,
      max_procs: 2,
      max_threads_per_proc: 100,
      backends_only: true,
      datapoints_per_collect: 1,
    },
    cluster: {
      auth_token_file: "auth-token.json",
      hosts,
      force_https: true,
      verify_cert: true,
      mgmt_port: 14000,
    },
    stats: { ops: { OPS: "ops", READ_LATENCY: "microsecs", WRITE_LATENCY: "microsecs" } },
  };
}

function deployment(
  { name, namespace, tokenSecretName, caSecretName, image }: WekaExporterInput,
  labels: Readonly<Record<string, string>>,
): KubernetesObject {
  const trusted = `${home}/ca/ca.crt`;
  // The variables by which the image itself names its authorities.
  const trust = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"].map((variable) => ({ name: variable, value: trusted }));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          tolerations: systemTolerations,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: user,
            fsGroup: user,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "exporter",
              image,
              ...(caSecretName === undefined ? {} : { env: trust }),
              ports: [{ name: "metrics", containerPort: port }],
              readinessProbe: { tcpSocket: { port }, periodSeconds: 30 },
              resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "1Gi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "configuration", mountPath: `${home}/export.yml`, subPath: "export.yml", readOnly: true },
                { name: "token", mountPath: `${home}/.weka`, readOnly: true },
                ...(caSecretName === undefined ? [] : [{ name: "ca", mountPath: `${home}/ca`, readOnly: true }]),
                // The program unpacks itself there.
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "configuration", configMap: { name } },
            { name: "token", secret: { secretName: tokenSecretName } },
            ...(caSecretName === undefined ? [] : [{ name: "ca", secret: { secretName: caSecretName } }]),
            { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
          ],
        },
      },
    },
  };
}
