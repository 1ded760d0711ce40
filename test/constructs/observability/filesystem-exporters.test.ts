import { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import type { FilesystemMetrics } from "../../../constructs/contracts";
import {
  CloudWatchExporter,
  cloudWatchExporterAccount,
  cloudWatchExporterStatements,
  FilesystemExporter,
  FilesystemExporters,
  filesystemFigures,
  KubePrometheusStack,
  wekaMetrics,
} from "../../../constructs/observability";
import { LustreMount, type LustreMountProps } from "../../../constructs/storage";
import { FactoryError } from "../../../validation/factory-error";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { fakeEfs, fakeLustre } from "../platform/fakes";

const monitoring = new KubePrometheusStack();
const stack = new TerraformStack(new App(), "s");
const mount = (id: string, props: Partial<LustreMountProps> = {}) =>
  new LustreMount(stack, id, {
    siteId: "oslo",
    managementServers: ["10.1.0.1@o2ib"],
    fsname: "lustre",
    capacityGiB: 1000,
    ...props,
  });
const own: FilesystemMetrics = { exporter: "ours 1.0", bytesPerSecond: { read: "max by (filesystem) (our_reads)" } };
const login = { username: { name: "vast", key: "user" }, password: { name: "vast", key: "password" } };
const caSecret = { name: "ca", key: "ca.crt" };

const site = new FilesystemExporters({
  monitoring,
  filesystems: [
    mount("lustre", {
      readMBps: 1000,
      writeMBps: 500,
      metadataIops: 10_000,
      exporter: FilesystemExporter.lustre({ targets: ["oss1.example.org:32221", "10.1.0.2:32221"] }),
    }),
    mount("vast", {
      exporter: FilesystemExporter.vast({ targets: ["vms.example.org:443"], tls: { caSecret }, login }),
    }),
    mount("weka", {
      exporter: FilesystemExporter.weka({
        hosts: ["weka1.example.org", "10.1.0.3"],
        wekaFilesystem: "models",
        tokenSecretName: "weka-token",
        caSecretName: "weka-ca",
      }),
    }),
    mount("beegfs", { exporter: FilesystemExporter.of(own, { targets: ["[fd00::1]:9100"], tls: {} }, "/m") }),
  ],
});
const cloud = new CloudWatchExporter({
  filesystems: [fakeLustre("scratch"), fakeEfs("home")],
  region: "eu-north-1",
  monitoring,
  plannedShare: 0.7,
});

interface Metric {
  readonly aws_namespace: string;
  readonly aws_metric_name: string;
  readonly aws_dimensions: readonly string[];
  readonly aws_dimension_select: Readonly<Record<string, readonly string[]>>;
}

const configuration = parse(cloud.values.config as string) as { readonly region: string; readonly metrics: Metric[] };

describeWithSchemas("exporters of filesystems", ({ schemas }) => {
  it("have objects that the real definitions accept", () => {
    for (const { manifests } of [site, cloud]) {
      expect(manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
    }
  });
});

describe("the exporter of CloudWatch's metrics", () => {
  it("asks one region for the factory's filesystems alone, and needs no list of metrics for it", () => {
    expect(configuration).toMatchObject({ region: "eu-north-1", set_timestamp: false });
    for (const { aws_namespace, aws_dimensions, aws_dimension_select } of configuration.metrics) {
      expect(Object.keys(aws_dimension_select)).toEqual(aws_dimensions);
      const id = aws_namespace === "AWS/EFS" ? "fs-0fedcba9876543210" : "fs-0123456789abcdef0";
      expect(aws_dimension_select.FileSystemId).toEqual([id]);
    }
    expect(cloudWatchExporterStatements("eu-north-1")).toEqual([
      {
        sid: "ReadMetrics",
        actions: ["cloudwatch:GetMetricStatistics"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:RequestedRegion": "eu-north-1" } },
      },
    ]);
  });

  it("fetches every metric that a rule reads", () => {
    // As the exporter names them: MeteredIOBytes of AWS/EFS is aws_efs_metered_iobytes_<statistic>.
    const snake = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
    const fetched = configuration.metrics.flatMap((metric) => {
      const statistics = (metric as unknown as { aws_statistics: string[] }).aws_statistics;
      const base = `${metric.aws_namespace.toLowerCase().replace("/", "_")}_${snake(metric.aws_metric_name)}`;
      return statistics.map((statistic) => `${base}_${snake(statistic)}`);
    });
    const read = JSON.stringify(cloud.groups).match(/aws_[a-z_]+/g) ?? [];
    expect([...new Set(read)].sort()).toEqual(fetched.sort());
  });

  it("runs as the account that its identity is bound to, and never as the node", () => {
    const { namespace, serviceAccountName: name } = cloudWatchExporterAccount;
    expect(cloud.namespace).toBe(namespace);
    expect(cloud.values).toMatchObject({
      serviceAccount: { create: true, name },
      extraEnv: [{ name: "AWS_EC2_METADATA_DISABLED", value: "true" }],
    });
  });

  it("names the series after the filesystems, whose ids nobody knows by heart", () => {
    expect(cloud.values.serviceMonitor).toMatchObject({
      metricRelabelings: [
        { regex: "fs-0123456789abcdef0", replacement: "scratch" },
        { regex: "fs-0fedcba9876543210", replacement: "home" },
      ],
    });
  });

  it("measures by what was provisioned", () => {
    const rules = cloud.groups.flatMap((group) => group.rules);
    expect(rules).toContainEqual({
      record: filesystemFigures.plannedBytesPerSecond,
      expr: "vector(1200000000)",
      labels: { filesystem: "scratch", direction: "both" },
    });
    expect(rules).toContainEqual({
      record: filesystemFigures.plannedBytes,
      expr: `vector(${12_000 * 2 ** 30})`,
      labels: { filesystem: "scratch" },
    });
    const [saturated] = rules.filter((rule) => "alert" in rule && rule.alert === "SharedFilesystemThroughputSaturated");
    expect(saturated!.expr).toBe(`${filesystemFigures.throughputShare} > 0.7`);
  });

  it("refuses no filesystem, and a share that is none", () => {
    const make = (plannedShare: number) =>
      new CloudWatchExporter({ filesystems: [], region: "eu-north-1", monitoring, plannedShare });
    expect(() => make(1.2)).toThrow(/no filesystem[\s\S]*no share/);
    expect(() => make(NaN)).toThrow(FactoryError);
  });
});

describe("exporters of a site's filesystems", () => {
  it("are asked where they run, by TLS and with a login where they want one", () => {
    expect(objectOf(site, "ScrapeConfig", "filesystem-lustre").spec).toEqual({
      jobName: "filesystem-lustre",
      staticConfigs: [{ targets: ["oss1.example.org:32221", "10.1.0.2:32221"], labels: { filesystem: "lustre" } }],
      metricsPath: "/metrics",
      scrapeInterval: "30s",
      scheme: "HTTP",
    });
    expect(objectOf(site, "ScrapeConfig", "filesystem-vast").spec).toMatchObject({
      metricsPath: "/api/prometheusmetrics/",
      scheme: "HTTPS",
      tlsConfig: { ca: { secret: caSecret } },
      basicAuth: login,
    });
    expect(objectOf(site, "ScrapeConfig", "filesystem-beegfs").spec).toMatchObject({
      metricsPath: "/m",
      scheme: "HTTPS",
    });
    expect(JSON.stringify(site.manifests)).not.toMatch(/insecure/i);
  });

  it("are started where there is an image: WEKA's, which checks certificates and sends events to nobody", () => {
    expect(site.images).toEqual(["docker.io/wekasolutions/export:20260212"]);
    const { "export.yml": text } = objectOf(site, "ConfigMap").data as Record<string, string>;
    expect(parse(text!)).toMatchObject({
      exporter: { listen_port: 8001, events_to_loki: false, events_to_syslog: false },
      cluster: { hosts: ["weka1.example.org", "10.1.0.3"], force_https: true, verify_cert: true },
    });
    expect(objectOf(site, "Deployment").spec).toMatchObject({
      template: {
        spec: {
          securityContext: { runAsNonRoot: true },
          containers: [{ env: [{ name: "REQUESTS_CA_BUNDLE", value: "/weka/ca/ca.crt" }, { name: "SSL_CERT_FILE" }] }],
          volumes: [{}, { secret: { secretName: "weka-token" } }, { secret: { secretName: "weka-ca" } }, {}],
        },
      },
    });
    expect(wekaMetrics("models").usedShare).toContain('name="models"');
  });

  it("bring rules for what each can say, and for no more", () => {
    const text = JSON.stringify(site.groups);
    expect(text).toContain("recovery_status_evicted_clients");
    expect(text).toContain("our_reads");
    const plain = new FilesystemExporters({
      monitoring,
      filesystems: [mount("plain", { exporter: FilesystemExporter.of(own, { targets: ["a:1"] }) })],
    });
    const alerts = plain.groups.flatMap((group) =>
      group.rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])),
    );
    expect(alerts).toEqual(["SharedFilesystemMetricsMissing"]);
  });

  it("refuse a filesystem without one, and addresses that are none", () => {
    expect(() => new FilesystemExporters({ monitoring, filesystems: [mount("silent")] })).toThrow(/silent/);
    expect(() => new FilesystemExporters({ monitoring, filesystems: [] })).toThrow(/no filesystem/);
    expect(() => FilesystemExporter.lustre({ targets: [] })).toThrow(/no address/);
    expect(() => FilesystemExporter.lustre({ targets: ["http://oss1:32221"] })).toThrow(/host:port/);
    expect(() => FilesystemExporter.weka({ hosts: ["https://weka"], tokenSecretName: "t" })).toThrow(/backends/);
  });
});
