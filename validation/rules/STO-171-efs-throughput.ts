import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import type { Resource } from "../../documents/types";

export const efsThroughput: Rule = {
  id: "STO-171-efs-throughput",
  family: "STO",
  title: "performance and throughput modes of EFS go together",
  severity: "error",
  reads: "documents",
  cause:
    "EFS refuses maxIO with elastic throughput, provisioned throughput without a figure, and a figure without provisioned " +
    "throughput; the provider accepts all three. Bursting is the default: a new filesystem with little in it then gets " +
    "some 50 KB/s for each GB once its credits are gone, which is what a shared home suffers from.",
  mend: "take throughput_mode elastic with performance_mode generalPurpose",
  sources: ["Amazon EFS User Guide, performance: performance modes and throughput modes, baseline of 50 KiB/s per GiB"],
  unknownMeans: "A mode or the figure is not known yet; the plan decides.",
  example: {
    fails:
      "performance_mode maxIO with throughput_mode elastic, or provisioned without provisioned_throughput_in_mibps",
    passes: "generalPurpose with elastic",
  },
  *check({ documents }) {
    for (const filesystem of documents?.resources("aws_efs_file_system") ?? []) yield judge(filesystem);
  },
};

function judge(filesystem: Resource): Outcome {
  const about = resourceAbout(filesystem);
  const mode = filesystem.get("throughput_mode") ?? "bursting";
  const performance = filesystem.get("performance_mode") ?? "generalPurpose";
  const mibps = numberOf(filesystem.get("provisioned_throughput_in_mibps"));
  if (isUnknown(mode) || isUnknown(performance) || mibps === "unknown") {
    return unknown(about, { message: "a mode of the filesystem is not known yet" });
  }
  if (mode === "elastic" && performance === "maxIO") {
    const message = "elastic throughput does not go with maxIO";
    return fail(about, { message, given: performance, allowed: "generalPurpose" });
  }
  if (performance === "maxIO" && isGiven(filesystem.get("availability_zone_name"))) {
    const message = "a filesystem of one zone has no maxIO";
    return fail(about, { message, given: performance, allowed: "generalPurpose" });
  }
  if (mode === "provisioned" && (mibps === undefined || mibps < 1)) {
    const message = "provisioned throughput needs its figure";
    return fail(about, { message, given: mibps, allowed: "provisioned_throughput_in_mibps of 1 or more" });
  }
  if (mode !== "provisioned" && mibps !== undefined) {
    const message = `a figure of throughput is given, but the mode is ${String(mode)}`;
    return fail(about, { message, given: mibps, allowed: "no figure, or throughput_mode provisioned" });
  }
  if (mode === "bursting") {
    const message = "bursting throughput is slow for a filesystem with little in it";
    return fail(about, { message, given: mode, allowed: "elastic or provisioned", severity: "warning" });
  }
  return pass(about);
}
