import type { HelmRelease } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { componentsOf } from "../platform/components";
import { versionNumbers } from "../platform/versions";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const chartPinned: Rule = {
  id: "PLT-011-chart-pinned",
  family: "PLT",
  title: "charts are pinned to one version, and are waited for",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "A release without a version takes the newest chart at every plan: a re-run months later upgrades the GPU operator " +
    "under running jobs. A release that is not waited for counts as ready before its webhooks answer, and what depends " +
    "on it fails at the first apply.",
  mend: "write the chart's version in full, and leave `wait` on",
  sources: [
    "Terraform helm provider, helm_release: without version the latest chart is installed; wait defaults to true",
  ],
  unknownMeans: "The version is a token.",
  example: { fails: "no version, or version ~> 26.0", passes: "version v26.7.0" },
  *check(subject) {
    for (const { release } of componentsOf(subject)) if (release) yield judge(release);
  },
};

function judge({ resource, chart }: HelmRelease): Outcome {
  const about = resourceAbout(resource);
  const version = resource.get("version");
  const allowed = "one version, written in full";
  if (isUnknown(version)) return unknown(about, { message: "the chart's version is not known yet" });
  if (version === undefined || version === null || version === "") {
    const message = `${chart} has no version: every plan may take a newer one`;
    return fail(about, { message, given: "no version", allowed });
  }
  if (versionNumbers(String(version)) === undefined || !/^v?\d+\.\d+\.\d+/.test(String(version))) {
    return fail(about, { message: `${chart} is pinned to a range, not to a version`, given: version, allowed });
  }
  if (resource.get("wait") === false) {
    const message = `${chart} is not waited for: what comes after it may come too early`;
    return fail(about, { severity: "warning", message, given: "wait false", allowed: "wait true" });
  }
  return pass(about);
}
