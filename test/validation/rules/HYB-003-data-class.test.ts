import { dataClass } from "../../../validation/rules/HYB-003-data-class";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

/** A site, a bucket in eu-north-1, a burst, a copy by DataSync and one by a CronJob. */
function factory() {
  const common = { path: "factory/x", addresses: [] };
  const burst = { datasetGB: 1, staged: false, resultGB: 1, computeHours: 1, dataClass: "public" };
  const transfer = {
    direction: "to-cloud" as "to-cloud" | "to-site",
    dataClass: "public",
    totalGB: 1,
    dailyChangeGB: 1,
    everyHours: 24,
  };
  const failover = { servedName: "chat", dataClass: "public" };
  const publicData = { name: "public", mayLeave: true, regions: ["eu-north-1"] as string[] | undefined };
  const model = emptyModel({
    dataClasses: [publicData, { name: "patient", mayLeave: false }],
    sites: [
      { ...common, id: "eu-north-1", kind: "aws", region: "eu-north-1", zones: [] },
      { ...common, id: "home", kind: "on-prem", zones: [] },
    ],
    buckets: [
      {
        ...common,
        id: "datasets",
        siteId: "eu-north-1",
        kind: "s3",
        purpose: "datasets",
        versioned: true,
        objectLock: false,
        replicatesTo: [],
      },
    ],
    links: [
      { ...common, id: "burst", kind: "burst", from: "home", to: "eu-north-1", burst },
      { ...common, id: "chat", kind: "failover", from: "home", to: "eu-north-1", failover },
      { ...common, id: "copy", kind: "transfer", from: "home", to: "datasets", transfer },
    ],
  });
  const tags: Record<string, unknown> = { "ai-factory/data-class": "public" };
  const labels: Record<string, unknown> = { ...tags, "ai-factory/moves-to": "eu-north-1" };
  const task = {
    source_location_arn: "${aws_datasync_location_nfs.site.arn}",
    destination_location_arn: "${aws_datasync_location_s3.bucket.arn}",
    tags,
  };
  const provider = { region: "eu-north-1" };
  const stack = {
    provider: { aws: [provider] },
    resource: {
      aws_datasync_location_nfs: { site: { server_hostname: "nfs", subdirectory: "/x" } },
      aws_datasync_location_s3: { bucket: { subdirectory: "/" } },
      aws_datasync_task: { copy: task },
      kubernetes_manifest: {
        copy: { manifest: { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "copy", labels } } },
      },
    },
  };
  return {
    model,
    burst,
    failover,
    transfer,
    publicData,
    tags,
    labels,
    task,
    provider,
    stacks: { links: stack as never },
  };
}

describeRule(dataClass, {
  passing: factory,
  stillPasses: {
    "data that comes home, of whatever class": ({ transfer, task, tags }) => {
      Object.assign(transfer, { direction: "to-site", dataClass: "patient" });
      const { source_location_arn: source, destination_location_arn: destination } = task;
      Object.assign(task, { source_location_arn: destination, destination_location_arn: source });
      tags["ai-factory/data-class"] = "patient";
    },
    "a class that may go everywhere": ({ publicData }) => (publicData.regions = undefined),
    "a CronJob that brings data home": ({ labels }) =>
      Object.assign(labels, { "ai-factory/moves-to": "site", "ai-factory/data-class": "patient" }),
  },
  mutations: {
    "a job with data that may not leave": { change: ({ burst }) => (burst.dataClass = "patient"), finds: /may not/ },
    "a copy of data that may not leave": ({ transfer }) => (transfer.dataClass = "patient"),
    "prompts that may not leave": ({ failover }) => (failover.dataClass = "patient"),
    "a task whose tag says so": ({ tags }) => (tags["ai-factory/data-class"] = "patient"),
    "a task without a class": {
      change: ({ tags }) => delete tags["ai-factory/data-class"],
      finds: /nobody said of what class/,
    },
    "a class that nobody named": ({ tags }) => (tags["ai-factory/data-class"] = "other"),
    "a task in another region": {
      change: ({ provider }) => (provider.region = "us-east-1"),
      finds: /goes to us-east-1, where it may not/,
    },
    "a class that may go elsewhere only": ({ publicData }) => (publicData.regions = ["eu-central-1"]),
    "a CronJob whose label says so": ({ labels }) => (labels["ai-factory/data-class"] = "patient"),
    "a CronJob to another region": ({ labels }) => (labels["ai-factory/moves-to"] = "us-east-1"),
    "no class may leave any more": ({ publicData }) => (publicData.regions = []),
  },
  unknown: {
    "a factory that does not name its classes": ({ model }) => delete (model as { dataClasses?: unknown }).dataClasses,
    "tags that are not known": ({ task }) => Object.assign(task, { tags: "${var.tags}" }),
    "a class that is not known": ({ tags }) => (tags["ai-factory/data-class"] = "${var.class}"),
    "a region that is not known": ({ provider }) => (provider.region = "${var.region}"),
  },
});
