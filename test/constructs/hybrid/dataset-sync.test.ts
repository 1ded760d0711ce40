import { checkDatasetSyncProps, DatasetSync, type DatasetSyncProps } from "../../../constructs/hybrid";
import { validateObject } from "../../../testing/kubernetes";
import { FactoryError } from "../../../validation/factory-error";
import { describeWithSchemas } from "../../support/kubernetes-schemas";

const golden: DatasetSyncProps = {
  name: "crawl",
  namespace: "language",
  direction: "to-cloud",
  claimName: "datasets",
  directory: "/crawl/2026/",
  bucket: { name: "bucket", region: "eu-north-1", prefix: "crawl" },
  dataClass: "public",
  dataClasses: [
    { name: "public", mayLeave: true },
    { name: "patient", mayLeave: false },
  ],
  schedule: "0 1 * * *",
  limitMbps: 8_000,
  image: "registry.example.org/rclone:1.0",
  credentialsSecretName: "bucket",
};

interface Container {
  readonly args: string[];
  readonly volumeMounts: { readonly name: string; readonly readOnly?: boolean }[];
}

function container(change: Partial<DatasetSyncProps> = {}): Container {
  const [job] = new DatasetSync({ ...golden, ...change }).manifests;
  const spec = job?.spec as { jobTemplate: { spec: { template: { spec: { containers: Container[] } } } } };
  const [only] = spec.jobTemplate.spec.template.spec.containers;
  if (only === undefined) throw new Error("no container");
  return only;
}

describeWithSchemas("a copy's objects", ({ schemas }) => {
  it("are accepted by the real definitions", () => {
    expect(new DatasetSync(golden).manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("a copy", () => {
  it("to the cloud reads the claim, and writes the bucket", () => {
    const { args, volumeMounts } = container();
    expect(args.slice(0, 3)).toEqual(["copy", "/data/crawl/2026", "cloud:bucket/crawl"]);
    expect(volumeMounts).toContainEqual({ name: "data", mountPath: "/data", readOnly: true });
  });

  it("to the site goes the other way, whatever the class of the data", () => {
    const { args, volumeMounts } = container({ direction: "to-site", dataClass: "patient" });
    expect(args.slice(0, 3)).toEqual(["copy", "cloud:bucket/crawl", "/data/crawl/2026"]);
    expect(volumeMounts).toContainEqual({ name: "data", mountPath: "/data", readOnly: false });
  });

  it("takes no more of the link than it may: 8,000 Mbps are 976,562 KiB a second", () => {
    expect(container().args).toContain("--bwlimit=976562K");
    expect(container({ limitMbps: undefined }).args.join()).not.toContain("bwlimit");
  });

  it("deletes nothing", () => expect(container().args).not.toContain("sync"));
});

describe("a copy that is refused", () => {
  it.each<[string, Partial<DatasetSyncProps>, string]>([
    ["data that must stay", { dataClass: "patient" }, "HYB-003-data-class"],
    ["data that nobody classed", { dataClass: "other" }, "HYB-003-data-class"],
    ["a directory above the claim", { directory: "../other" }, "HYB-027-dataset-sync"],
    ["no directory", { directory: "" }, "HYB-027-dataset-sync"],
    ["no rate", { limitMbps: 0 }, "HYB-027-dataset-sync"],
    ["a rate beyond all links", { limitMbps: 1e300 }, "HYB-027-dataset-sync"],
  ])("has %s", (_, change, rule) => {
    expect(checkDatasetSyncProps({ ...golden, ...change }, "x").map((finding) => finding.rule)).toEqual([rule]);
    expect(() => new DatasetSync({ ...golden, ...change })).toThrow(FactoryError);
  });
});
