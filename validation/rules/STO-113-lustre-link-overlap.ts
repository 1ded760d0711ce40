import { lustreRules } from "../../catalog/aws/fsx-lustre";
import type { Resource } from "../../documents/types";
import { linksOf, lustreFilesystems } from "../lustre";
import { textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const lustreLinkOverlap: Rule = {
  id: "STO-113-lustre-link-overlap",
  family: "STO",
  title: "links of a Lustre filesystem stand in directories, and in buckets' prefixes, that do not contain each other",
  severity: "error",
  reads: "documents",
  cause:
    "FSx refuses a link whose directory or whose bucket prefix contains another link's: two repositories would write " +
    "the same files. The root directory can only be linked when it is the single link.",
  mend: "link sibling directories to sibling prefixes",
  sources: [
    lustreRules().source,
    "FSx for Lustre User Guide, data repository associations: file system paths and repository paths must not overlap",
  ],
  unknownMeans: "A directory is not known yet; the plan decides.",
  example: {
    fails: "links at /data and /data/checkpoints of one filesystem",
    passes: "links at /datasets and /checkpoints",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) {
      const links = linksOf(filesystem);
      for (const [index, link] of links.entries()) yield judge(link, links.slice(0, index), links.length);
    }
  },
};

function judge(link: Resource, before: readonly Resource[], count: number): Outcome {
  const about = resourceAbout(link);
  const directory = textOf(link.get("file_system_path"));
  if (directory === undefined) return unknown(about, { message: "the link's directory is not known yet" });
  if (!/^\/([^/\s]+(\/[^/\s]+)*)?$/.test(directory)) {
    const allowed = "an absolute path without a slash at its end";
    return fail(about, { message: "not a directory of the filesystem", given: directory, allowed });
  }
  if (directory === "/" && count > 1) {
    const message = "the root directory is linked although there are other links";
    return fail(about, { message, given: directory, allowed: "/ only as the single link" });
  }
  for (const other of before) {
    const shared = textOf(other.get("file_system_path"));
    if (shared !== undefined && overlaps(directory, shared)) {
      const allowed = "directories that do not contain each other";
      return fail(about, { message: "two links share a directory", given: [shared, directory], allowed });
    }
    if (sameBucketPrefix(link, other)) {
      return fail(about, {
        message: "two links share a bucket's prefix",
        given: [other, link].map((one) => String(one.get("data_repository_path"))),
        allowed: "prefixes that do not contain each other",
      });
    }
  }
  return pass(about);
}

function overlaps(a: string, b: string): boolean {
  const withSlash = (path: string) => (path.endsWith("/") ? path : `${path}/`);
  return withSlash(a).startsWith(withSlash(b)) || withSlash(b).startsWith(withSlash(a));
}

/** By the text as it is written: the same reference stands for the same bucket. */
function sameBucketPrefix(a: Resource, b: Resource): boolean {
  const [one, other] = [a, b].map((link) => String(link.get("data_repository_path") ?? ""));
  return one !== undefined && other !== undefined && one !== "" && other !== "" && overlaps(one, other);
}
