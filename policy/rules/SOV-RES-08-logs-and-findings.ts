import { isUnknown } from "../../documents/value";
import { mentionsOf } from "../locations/places";
import { judgeClassified } from "../reading/classified";
import { knownHost } from "../hosts";
import { fail, judge, open } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Destinations of a delivery stream that are services of somebody else. */
const saas = ["http_endpoint_configuration", "splunk_configuration", "snowflake_configuration"] as const;
/** Fields in which exporters of logs and metrics name where they send. */
const exporterFields = /(remote_?write|endpoint|exporters?|outputs?|host|url|forward)/i;

export const SOV_RES_08 = policyRule({
  id: "SOV-RES-08-logs-and-findings",
  title: "logs, metrics, findings and billing data stay inside the boundary",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP region-deny",
  references: ["SecNumCloud 3.2 12.7", "SecNumCloud 3.2 19.2.d", "EU CSF SOV-7"],
  cause: "Logs tell who did what to which data. They are technical data and fall under the same rule of location.",
  mend: "send it to a bucket, log group or collector inside the boundary",
  example: {
    fails: "a delivery stream with an HTTP endpoint of a monitoring company in the United States",
    passes: "a delivery stream into a bucket of the same documents",
    evades: "`remote_write` to a host abroad in the values of a chart",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    yield* judgeClassified("SOV-RES-08-logs-and-findings", subject);
    for (const stream of documents.resources("aws_kinesis_firehose_delivery_stream")) {
      for (const block of saas) {
        for (const inner of stream.blocks(block)) {
          const url = inner.get("url") ?? inner.get("hec_endpoint") ?? inner.get("account_url");
          const host = typeof url === "string" ? url.replace(/^https?:\/\/([^/:]+).*$/, "$1") : undefined;
          if (host === undefined)
            yield open(stream, { message: "the endpoint of the stream is not known yet", given: url });
          else {
            const message = `records go to ${host}${sayOf(host)}, which the boundary does not name`;
            yield judge(stream, boundary.allowedHost("egress", host) !== undefined, { message, given: url });
          }
        }
      }
    }
    for (const release of documents.helmReleases()) {
      for (const { path, host, kind } of mentionsOf(release.values)) {
        if (kind !== "host" || host === undefined || !exporterFields.test(path)) continue;
        if (knownHost(host)?.kind !== "telemetry" || boundary.namesHost(host)) continue;
        yield fail(release.resource, { message: `${path} sends telemetry to ${host}${sayOf(host)}`, given: host });
      }
    }
    for (const object of documents.kubernetesObjects("ConfigMap", "OpenTelemetryCollector", "Prometheus")) {
      for (const { path, host, kind } of mentionsOf(object.object)) {
        if (kind !== "host" || host === undefined || knownHost(host)?.kind !== "telemetry" || boundary.namesHost(host))
          continue;
        yield fail(object, { message: `${path} sends telemetry to ${host}${sayOf(host)}`, given: host });
      }
    }
    for (const sink of documents.resources("aws_oam_sink_policy")) {
      if (isUnknown(sink.get("policy"))) yield open(sink, { message: "who may read the metrics is not known yet" });
    }
  },
});

function sayOf(host: string): string {
  const row = knownHost(host);
  return row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
}
