import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { linksOf, lustreFilesystems } from "../lustre";
import { fail, pass, unknown, type Rule } from "../rule";

export const lustreLinkCount: Rule = {
  id: "STO-111-lustre-link-count",
  family: "STO",
  title: "a Lustre filesystem has no more links to buckets than FSx allows",
  severity: "error",
  reads: "documents",
  cause: "FSx takes eight data repository associations for a filesystem; the ninth fails after the others were made.",
  mend: "link a common prefix of the bucket instead of several below it, or spread the buckets over filesystems",
  sources: [lustreRules().source],
  unknownMeans: "A link is made by count or for_each over something that is not known yet; the plan decides.",
  example: { fails: "nine aws_fsx_data_repository_association on one filesystem", passes: "eight of them" },
  *check({ documents }) {
    const limit = lustreRules().maxDataRepositoryAssociations;
    for (const filesystem of lustreFilesystems(documents)) {
      const links = linksOf(filesystem);
      const about = filesystem.about;
      if (links.length > limit) {
        const message = `a filesystem has at most ${limit} links to buckets`;
        yield fail(about, { message, given: links.length, allowed: limit });
      } else if (links.some((link) => link.repeated)) {
        yield unknown(about, { message: "how many links there are is not known yet" });
      } else if (links.length > 0) yield pass(about);
    }
  },
};
