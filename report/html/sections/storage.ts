import type { FactoryModel } from "../../../model";
import { readMBpsPerAccelerator } from "../../facts/capacity";
import { capacity, count, throughput } from "../../text/units";
import { html, type Content } from "../markup";
import { kindName } from "../../names";
import type { ReportSubject, Section } from "../section";
import { table, unknown } from "../table";

/** Filesystems and buckets. */
export function storageSection({ model }: ReportSubject): Section | undefined {
  if (model.filesystems.length + model.buckets.length === 0) return undefined;
  return { id: "storage", title: "Storage", body: html`${filesystems(model)}${buckets(model)}` };
}

function filesystems(model: FactoryModel): Content {
  if (model.filesystems.length === 0) return undefined;
  const rate = (mbps: number | undefined) => (mbps === undefined ? unknown() : throughput(mbps));
  const rows = model.filesystems.map((fs) => {
    const each = readMBpsPerAccelerator(fs, model);
    return [
      fs.id,
      [kindName(fs.kind), fs.deploymentType].filter(Boolean).join(", "),
      fs.use,
      fs.capacityGiB === undefined ? "grows" : capacity(fs.capacityGiB),
      rate(fs.readMBps),
      rate(fs.writeMBps),
      each === undefined ? "–" : throughput(each),
      [fs.rdma ? "RDMA" : "", fs.gpuDirect ? "GPUDirect" : ""].filter(Boolean).join(", ") || "–",
      fs.zones.join(", ") || "–",
      fs.linkedBucketIds.join(", ") || "–",
    ];
  });
  const columns = [
    { title: "Filesystem" },
    { title: "Kind" },
    { title: "Use" },
    { title: "Capacity", number: true },
    { title: "Read", number: true },
    { title: "Write", number: true },
    { title: "Read per accelerator", number: true },
    { title: "Transport" },
    { title: "Zones" },
    { title: "Buckets" },
  ];
  return html`${table("Filesystems", columns, rows)}
    <p class="note">
      Read per accelerator is the whole filesystem's rate over all accelerators that mount it, at the pools' largest
      size.
    </p> `;
}

function buckets(model: FactoryModel): Content {
  if (model.buckets.length === 0) return undefined;
  const rows = model.buckets.map((bucket) => [
    bucket.id,
    kindName(bucket.kind),
    bucket.purpose,
    bucket.versioned ? "kept" : "not kept",
    bucket.objectLock ? "on" : "off",
    bucket.keyId ?? "–",
    bucket.replicatesTo.length === 0 ? "–" : `${count(bucket.replicatesTo.length)}: ${bucket.replicatesTo.join(", ")}`,
  ]);
  const columns = ["Bucket", "Kind", "Purpose", "Versions", "Object lock", "Key", "Replicates to"];
  return table(
    "Buckets",
    columns.map((title) => ({ title })),
    rows,
  );
}
