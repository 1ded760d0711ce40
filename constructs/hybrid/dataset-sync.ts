import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { KubernetesObject } from "../contracts";
import { PlatformComponent, restrictedNamespace } from "../platform";
import { checkDeparture, movementLabels, type DataClass } from "./data-classes";
import { isRate } from "./data-movement-props";

export interface DatasetSyncProps {
  /** Name of the component and of what it makes, a DNS label. */
  readonly name: string;
  /** Namespace of the claim. */
  readonly namespace: string;
  /** Which way the data goes: datasets to the cloud, checkpoints and results to the site. */
  readonly direction: "to-cloud" | "to-site";
  /** Claim on the site's filesystem, and the directory in it. */
  readonly claimName: string;
  /** Directory in the claim, neither empty nor with `..` in it: `datasets/vision`. */
  readonly directory: string;
  /** Bucket in the cloud; its name must be known now. */
  readonly bucket: { readonly name: string; readonly region: string; readonly prefix?: string };
  /** Class of the data, and all classes: what may not leave is refused here, before anything is moved. */
  readonly dataClass: string;
  /** Every class of data that copies may name; what is not listed does not leave. */
  readonly dataClasses: readonly DataClass[];
  /** Cron expression: when a copy begins. One that still runs is not started again. */
  readonly schedule: string;
  /** Rate that the copy may take of the link, Mbps. @default - all that it gets */
  readonly limitMbps?: number;
  /** Image of rclone, with its version. */
  readonly image: string;
  /** Secret in the namespace with AWS_ACCESS_KEY_ID and the like, for an identity that has this bucket only. */
  readonly credentialsSecretName: string;
}

/** Everything that is wrong with the props of a DatasetSync. */
export function checkDatasetSyncProps(props: DatasetSyncProps, path: string): Finding[] {
  const findings: Finding[] = [];
  // What comes back to the site does not leave it.
  if (props.direction === "to-cloud") {
    const departure = { dataClass: props.dataClass, mover: `the copy '${props.name}'`, region: props.bucket.region };
    findings.push(...checkDeparture(departure, props.dataClasses, path));
  }
  if (props.directory.split("/").includes("..") || props.directory === "") {
    findings.push(
      problem("HYB-027-dataset-sync", `${path}.directory`, "not a directory of the claim", {
        given: props.directory,
        allowed: "a path below the claim's top, without '..'",
        fix: "for example datasets/crawl",
      }),
    );
  }
  if (props.limitMbps !== undefined && !isRate(props.limitMbps)) {
    findings.push(
      problem("HYB-027-dataset-sync", `${path}.limitMbps`, "not a rate", {
        given: props.limitMbps,
        allowed: "1 to 1000000 Mbps",
        fix: "leave it out for all that the link gives",
      }),
    );
  }
  return findings;
}

/**
 * Copies a directory of the site to a bucket, or back, at stated times: what is new or changed, compared by checksum;
 * nothing is deleted at the other end. Runs at the site, so that it takes the link.
 *
 * @throws FactoryError where the data may not leave, or the props are no copy
 */
export class DatasetSync extends PlatformComponent {
  constructor(props: DatasetSyncProps) {
    throwErrors(checkDatasetSyncProps(props, props.name));
    super({
      name: props.name,
      namespace: props.namespace,
      namespaceLabels: restrictedNamespace,
      manifests: [cronJob(props)],
      images: [props.image],
    });
  }
}

function cronJob(props: DatasetSyncProps): KubernetesObject {
  const { name, namespace, schedule, image, bucket } = props;
  const here = `/data/${props.directory.replace(/^\/|\/$/g, "")}`;
  const there = ["cloud:" + bucket.name, bucket.prefix].filter((part) => part !== undefined).join("/");
  const ends = props.direction === "to-cloud" ? [here, there] : [there, here];
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: {
      name,
      namespace,
      labels: movementLabels(props, bucket.region),
    },
    spec: {
      schedule,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 3,
          template: {
            spec: {
              restartPolicy: "OnFailure",
              securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
              containers: [
                {
                  name: "rclone",
                  image,
                  args: ["copy", ...ends, "--checksum", "--transfers=16", "--stats=5m", ...limit(props)],
                  env: [
                    { name: "RCLONE_CONFIG_CLOUD_TYPE", value: "s3" },
                    { name: "RCLONE_CONFIG_CLOUD_PROVIDER", value: "AWS" },
                    { name: "RCLONE_CONFIG_CLOUD_REGION", value: bucket.region },
                    { name: "RCLONE_CONFIG_CLOUD_ENV_AUTH", value: "true" },
                    // The bucket is there; an identity that has only its objects may not ask for it.
                    { name: "RCLONE_CONFIG_CLOUD_NO_CHECK_BUCKET", value: "true" },
                  ],
                  envFrom: [{ secretRef: { name: props.credentialsSecretName } }],
                  resources: { requests: { cpu: "2", memory: "2Gi" }, limits: { memory: "4Gi" } },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ["ALL"] },
                  },
                  volumeMounts: [
                    { name: "data", mountPath: "/data", readOnly: props.direction === "to-cloud" },
                    { name: "cache", mountPath: "/tmp" },
                  ],
                },
              ],
              volumes: [
                { name: "data", persistentVolumeClaim: { claimName: props.claimName } },
                { name: "cache", emptyDir: {} },
              ],
            },
          },
        },
      },
    },
  };
}

/** rclone counts in KiB a second. */
function limit({ limitMbps }: DatasetSyncProps): string[] {
  return limitMbps === undefined ? [] : [`--bwlimit=${Math.floor((limitMbps * 1e6) / 8 / 1024)}K`];
}
