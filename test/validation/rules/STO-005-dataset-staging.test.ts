import { datasetStaging } from "../../../validation/rules/STO-005-dataset-staging";
import { describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

function fromAnotherSite() {
  const made = jobOnLustre();
  const place = { path: "factory", addresses: [] };
  const line = { ...place, id: "line", kind: "direct-connect" as const, from: "on-prem", to: "eu-north-1", gbps: 100 };
  const bucket = {
    ...place,
    id: "datasets",
    siteId: "on-prem",
    kind: "s3-compatible" as const,
    purpose: "datasets" as const,
    versioned: true,
    objectLock: false,
    replicatesTo: [],
  };
  Object.assign(made.model, { links: [line], buckets: [bucket] });
  made.filesystem.linkedBucketIds = ["datasets"];
  return { ...made, line: made.model.links[0] ?? line, bucket };
}

describeRule(datasetStaging, {
  passing: fromAnotherSite,
  mutations: {
    "a slow line": { change: ({ line }) => (line.gbps = 1), finds: /33\.3 h to stage, held up by the line/ },
    "a slow filesystem": { change: ({ filesystem }) => (filesystem.writeMBps = 100), finds: /the filesystem's writes/ },
    "a tenth of a capacity block of one day": {
      change: ({ pool, filesystem }) => {
        pool.capacity = { kind: "capacity-block", startsAt: "2026-12-01T11:30:00Z", endsAt: "2026-12-02T11:30:00Z" };
        filesystem.writeMBps = 1736;
      },
      finds: /takes 2\.4 h/,
    },
  },
  unknown: {
    "a line without a rate": ({ line }) => delete line.gbps,
    "a filesystem without figures": ({ filesystem }) => delete filesystem.writeMBps,
  },
});
