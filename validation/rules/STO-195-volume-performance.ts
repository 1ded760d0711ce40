import { entry } from "../../catalog/lookup";
import type { Block, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type About, type Outcome, type Rule } from "../rule";

/** What one type of EBS volume can be. */
interface VolumeLimits {
  readonly minGiB: number;
  readonly maxGiB: number;
  /** Least and most IOPS that can be bought, and most for each GiB. @default - IOPS are not bought */
  readonly iops?: { readonly min: number; readonly max: number; readonly perGiB: number };
  /** Least and most MiB/s that can be bought, and most for each IOPS. @default - throughput is not bought */
  readonly throughput?: { readonly min: number; readonly max: number; readonly perIops: number };
}

const volumes: Readonly<Record<string, VolumeLimits>> = {
  gp3: {
    minGiB: 1,
    maxGiB: 65_536,
    iops: { min: 3000, max: 80_000, perGiB: 500 },
    throughput: { min: 125, max: 2000, perIops: 0.25 },
  },
  gp2: { minGiB: 1, maxGiB: 16_384 },
  io1: { minGiB: 4, maxGiB: 16_384, iops: { min: 100, max: 64_000, perGiB: 50 } },
  io2: { minGiB: 4, maxGiB: 65_536, iops: { min: 100, max: 256_000, perGiB: 1000 } },
  st1: { minGiB: 125, maxGiB: 16_384 },
  sc1: { minGiB: 125, maxGiB: 16_384 },
  standard: { minGiB: 1, maxGiB: 1024 },
};

export const volumePerformance: Rule = {
  id: "STO-195-volume-performance",
  family: "STO",
  title: "block volumes have sizes, IOPS and throughput that EBS sells together",
  severity: "error",
  reads: "documents",
  cause:
    "IOPS are limited by the size and throughput by the IOPS of a volume; the provider takes any number. A node whose " +
    "root volume EBS refuses never launches: the group keeps trying and says only that the launch failed.",
  mend: "raise the size or lower the IOPS; four IOPS are needed for each MiB/s of throughput",
  sources: [
    "Amazon EBS User Guide, volume types: gp3 500 IOPS per GiB and 0.25 MiB/s per IOPS, up to 80,000 IOPS since September 2025",
  ],
  unknownMeans: "Type, size, IOPS or throughput is not known yet; the plan decides.",
  example: {
    fails: "gp3 with 99,999 IOPS, or 100 GiB with 1000 MiB/s at 3000 IOPS",
    passes: "gp3 with 500 MiB/s at 3000 IOPS",
  },
  *check({ documents }) {
    for (const volume of documents?.resources("aws_ebs_volume") ?? []) {
      yield judge(resourceAbout(volume), volume, { size: "size", type: "type" });
    }
    for (const template of documents?.resources("aws_launch_template") ?? []) yield* judgeTemplate(template);
    for (const instance of documents?.resources("aws_instance") ?? []) {
      for (const block of [...instance.blocks("root_block_device"), ...instance.blocks("ebs_block_device")]) {
        yield judge(resourceAbout(instance), block, names);
      }
    }
  },
};

const names = { size: "volume_size", type: "volume_type" };

function* judgeTemplate(template: Resource): Iterable<Outcome> {
  for (const block of template.blocks("block_device_mappings[].ebs")) {
    yield judge(resourceAbout(template), block, names);
  }
}

function judge(about: About, block: Block, { size: sizeName, type: typeName }: typeof names): Outcome {
  const type = block.get(typeName) ?? "gp2";
  const size = numberOf(block.get(sizeName));
  const iops = numberOf(block.get("iops"));
  const throughput = numberOf(block.get("throughput"));
  if (isUnknown(type) || size === "unknown" || iops === "unknown" || throughput === "unknown") {
    return unknown(about, { message: "type, size, IOPS or throughput of a volume is not known yet" });
  }
  const name = String(type);
  const limits = entry(volumes, name);
  if (limits === undefined) {
    return fail(about, { message: "EBS has no such volume type", given: type, allowed: Object.keys(volumes) });
  }
  if (size !== undefined && (size < limits.minGiB || size > limits.maxGiB)) {
    const allowed = `${limits.minGiB} to ${limits.maxGiB} GiB`;
    return fail(about, { message: `${name} has no volumes of this size`, given: size, allowed });
  }
  if (iops === undefined && limits.iops && !limits.throughput) {
    return fail(about, { message: `${name} needs IOPS`, given: "none", allowed: `${limits.iops.min} or more` });
  }
  // gp2's IOPS follow from the size; a null from the provider is no request.
  if (iops !== undefined && iops > 0) {
    const fault = iopsFault(name, limits, iops, size);
    if (fault) return fail(about, { ...fault, given: iops });
  }
  if (throughput !== undefined && throughput > 0) {
    const most = limits.throughput && Math.min(limits.throughput.max, (iops ?? 3000) * limits.throughput.perIops);
    if (limits.throughput === undefined || most === undefined) {
      return fail(about, { message: `throughput is not sold for ${name}`, given: throughput, allowed: "gp3" });
    }
    if (throughput < limits.throughput.min || throughput > most) {
      const allowed = `${limits.throughput.min} to ${Math.floor(most)} MiB/s at ${iops ?? 3000} IOPS`;
      return fail(about, { message: `${name} does not have this throughput at its IOPS`, given: throughput, allowed });
    }
  }
  return pass(about);
}

function iopsFault(name: string, { iops: limits }: VolumeLimits, iops: number, size: number | undefined) {
  if (limits === undefined) return { message: `IOPS are not sold for ${name}`, allowed: "gp3, io1, io2" };
  const most = Math.min(
    limits.max,
    size === undefined || !isGiven(size) ? Infinity : Math.max(limits.min, size * limits.perGiB),
  );
  if (iops >= limits.min && iops <= most) return undefined;
  return { message: `${name} does not have these IOPS at its size`, allowed: `${limits.min} to ${most}` };
}
