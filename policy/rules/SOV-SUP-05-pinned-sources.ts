import { isUnknown } from "../../documents/value";
import { knownHost } from "../hosts";
import { fail, flag, isGiven, judge, not, open, openSiteName, pass } from "../reading/verdicts";
import { isSiteName, registryInside } from "../registries";
import { policyRule } from "../rule";

const exactVersion = /^v?\d+\.\d+(\.\d+)?([-+][0-9A-Za-z.-]+)?$/;
const hostPattern = /^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?([a-z0-9.-]+\.[a-z]{2,})/i;

export const SOV_SUP_05 = policyRule({
  id: "SOV-SUP-05-pinned-sources",
  title: "charts, modules and add-ons are pinned and come from inside the boundary",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.10.c", "C5:2026 OPS-27", "C5:2026 DEV-13", "EU CSF SOV-5"],
  cause: "What is fetched at deploy time from abroad can be another thing tomorrow, or nothing at all.",
  mend: "mirror it, name the mirror (`chartRepository` of the platform) and the exact version",
  example: {
    fails: "a chart from `https://charts.jetstack.io`",
    passes: "the same chart from a registry that the boundary names, with its version",
    evades: "a module from `git::https://github.com/…?ref=main`",
  },
  *check({ documents, boundary }) {
    for (const { resource, chart, repository, version } of documents.helmReleases()) {
      const source = repository ?? (chart !== undefined && /^(oci|https?):\/\//.test(chart) ? chart : undefined);
      if (isUnknown(resource.get("repository")))
        yield open(resource, {
          message: "where the chart comes from is not known yet",
          given: resource.get("repository"),
        });
      else if (source !== undefined) {
        const host = hostPattern.exec(source)?.[1]?.toLowerCase();
        const isInside = host !== undefined && registryInside(boundary, host);
        const row = host === undefined ? undefined : knownHost(host);
        const who = row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
        if (!isInside && host !== undefined && isSiteName(host)) {
          yield openSiteName(resource, `its chart comes from ${host}`);
        } else {
          yield judge(resource, isInside, {
            message: `its chart comes from ${host ?? source}${who}, which the boundary does not name`,
            given: source,
          });
        }
        const pinned = version !== undefined && exactVersion.test(version);
        yield judge(resource, isUnknown(resource.get("version")) ? "unknown" : pinned, {
          message: "its chart is not pinned to one version",
          given: version ?? "no version",
        });
      } else yield pass(resource);
    }
    for (const { address, stack, source } of documents.opaqueModules) {
      const about = { path: stack, address };
      const host = hostPattern
        .exec(source.replace(/^git::/, "").replace(/^(ssh:\/\/)?git@([^:/]+)[:/]/, "https://$2/"))?.[1]
        ?.toLowerCase();
      const ref = /[?&]ref=([^&]+)/.exec(source)?.[1];
      const remote = host !== undefined || /^[\w-]+\/[\w-]+\/[\w-]+$/.test(source);
      const registryHost = host ?? "registry.terraform.io";
      if (!remote) yield open(about, { message: "its source is not here", given: source });
      else if (!boundary.namesHost(registryHost)) {
        yield fail(about, {
          message: `the module comes from ${registryHost}, which the boundary does not name`,
          given: source,
        });
      } else if (/^git/.test(source) && !/^([0-9a-f]{40}|v?\d+\.\d+\.\d+)$/.test(ref ?? "")) {
        yield fail(about, { message: "the module is not pinned to a commit or a version", given: source });
      } else yield pass(about);
    }
    for (const source of documents.dataSources("aws_eks_addon_version")) {
      yield judge(source, not(flag(source.get("most_recent"), false)), {
        message: "the newest version of the add-on is taken, whatever it is",
      });
    }
    for (const addon of documents.resources("aws_eks_addon")) {
      yield judge(addon, isGiven(addon.get("addon_version")), {
        message: "the add-on is not pinned to a version",
        severity: "warning",
      });
    }
  },
});
