import { containerImage } from "../../catalog";
import { Token } from "../../core/cdktf";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { ExporterParts, FilesystemMetrics, IFilesystemExporter, KubernetesObject } from "../contracts";
import { lustreServerMetrics, vastMetrics, wekaMetrics } from "./filesystem-metrics";
import { wekaExporterObjects } from "./weka-exporter";

type Place = Parameters<IFilesystemExporter["parts"]>[0];

/** A key of a secret in the namespace of the monitoring. You make it. */
export interface ScrapeSecret {
  /** Name of the secret. */
  readonly name: string;
  /** Key in the secret. */
  readonly key: string;
}

/** Exporters that run already, and how Prometheus asks them. */
export interface ScrapeTargets {
  /** `host:port` of each. At least one. */
  readonly targets: readonly string[];
  /** TLS. @default - plain HTTP, whose answers anybody in between can read and change */
  readonly tls?: {
    /** Certificates of who signed theirs. @default - the authorities that Prometheus' image trusts */
    readonly caSecret?: ScrapeSecret;
    /** Name in their certificates. @default - the host of the target */
    readonly serverName?: string;
  };
  /** User and password. @default - none are asked for */
  readonly login?: { readonly username: ScrapeSecret; readonly password: ScrapeSecret };
  /** Seconds between two times that they are asked. @default 30 */
  readonly intervalSeconds?: number;
}

export interface WekaExporterProps {
  /** Backends of the WEKA cluster: names or addresses, two or more so that one may be down. */
  readonly hosts: readonly string[];
  /** Name of the filesystem in WEKA. @default "default" */
  readonly wekaFilesystem?: string;
  /**
   * Secret in the namespace of the monitoring with `auth-token.json`, which `weka user login` writes. A user of the role
   * ReadOnly suffices. You make it.
   */
  readonly tokenSecretName: string;
  /** Secret there with `ca.crt`: who signed the certificate of WEKA's API. @default - the authorities of the image */
  readonly caSecretName?: string;
  /** Image of the exporter. @default "docker.io/wekasolutions/export:20260212" */
  readonly image?: string;
}

/**
 * What says how a filesystem of the owner's own does. Metrics of another exporter: `FilesystemExporter.of`.
 *
 * @throws FactoryError from each of its functions, where an address is none
 */
export class FilesystemExporter implements IFilesystemExporter {
  /** Lustre: Whamcloud's lustrefs-exporter on every server (port 32221), a package that the servers' owner installs. */
  static lustre(targets: ScrapeTargets): FilesystemExporter {
    return new FilesystemExporter(lustreServerMetrics, scrape(targets, "/metrics"));
  }

  /** VAST: the exporter in its management system, by HTTPS and with a login. */
  static vast(targets: ScrapeTargets & Required<Pick<ScrapeTargets, "tls" | "login">>): FilesystemExporter {
    return new FilesystemExporter(vastMetrics, scrape(targets, "/api/prometheusmetrics/"));
  }

  /** WEKA: its maker's exporter, started on the cluster. It sends events to nobody. */
  static weka(props: WekaExporterProps): FilesystemExporter {
    throwErrors(checkAddresses("hosts", props.hosts, /^[\w.-]+$/, "names or IPv4 addresses of WEKA's backends"));
    const image = props.image ?? containerImage("weka-export");
    return new FilesystemExporter(wekaMetrics(props.wekaFilesystem ?? "default"), (place) => ({
      manifests: wekaExporterObjects({ ...place, ...props, image }),
      images: [image],
    }));
  }

  /**
   * Any other exporter that runs already.
   *
   * @param metrics where its metrics say what the rules read; Prometheus adds the label `filesystem`
   * @param path path of its metrics. @default "/metrics"
   */
  static of(metrics: FilesystemMetrics, targets: ScrapeTargets, path = "/metrics"): FilesystemExporter {
    return new FilesystemExporter(metrics, scrape(targets, path));
  }

  private constructor(
    /** Where the filesystem's figures are in its metrics. */
    readonly metrics: FilesystemMetrics,
    /** What collects it, and starts it where the servers do not. */
    readonly parts: (place: Place) => ExporterParts,
  ) {}
}

function scrape(from: ScrapeTargets, metricsPath: string): (place: Place) => ExporterParts {
  throwErrors(checkAddresses("targets", from.targets, /^([\w.-]+|\[[\da-f:]+\]):\d+$/, "host:port of each exporter"));
  return (place) => ({ manifests: [scrapeConfig(from, metricsPath, place)], images: [] });
}

function scrapeConfig(
  { targets, tls, login, intervalSeconds = 30 }: ScrapeTargets,
  metricsPath: string,
  { name, namespace, filesystem }: Place,
): KubernetesObject {
  const { caSecret, serverName } = tls ?? {};
  const tlsConfig = {
    ...(caSecret === undefined ? {} : { ca: { secret: caSecret } }),
    ...(serverName === undefined ? {} : { serverName }),
  };
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "ScrapeConfig",
    metadata: { name, namespace },
    spec: {
      jobName: name,
      staticConfigs: [{ targets, labels: { filesystem } }],
      metricsPath,
      scrapeInterval: `${intervalSeconds}s`,
      scheme: tls === undefined ? "HTTP" : "HTTPS",
      ...(Object.keys(tlsConfig).length === 0 ? {} : { tlsConfig }),
      ...(login === undefined ? {} : { basicAuth: login }),
    },
  };
}

/** Prometheus would take a wrong address without a word, and never get an answer. */
function checkAddresses(field: string, given: readonly string[], form: RegExp, allowed: string): Finding[] {
  const bad = given.filter((address) => !Token.isUnresolved(address) && !form.test(address));
  if (given.length > 0 && bad.length === 0) return [];
  return [
    {
      rule: "PLT-154-exporter-address",
      severity: "error",
      verdict: "fail",
      path: `exporter.${field}`,
      message: given.length === 0 ? "the exporter has no address" : "not the address of an exporter",
      given: bad,
      allowed,
      fix: `name ${allowed}, without a scheme and a path`,
    },
  ];
}
