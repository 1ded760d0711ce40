import { flag, judge, open } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Detectors of an account, with the service name under which a partition may lack them. */
const detectors: readonly (readonly [type: string, service: string, what: string])[] = [
  ["aws_config_configuration_recorder", "config", "the recorder of configurations"],
  ["aws_guardduty_detector", "guardduty", "GuardDuty"],
  ["aws_securityhub_account", "securityhub", "Security Hub"],
  ["aws_accessanalyzer_analyzer", "access-analyzer", "Access Analyzer"],
  ["aws_inspector2_enabler", "inspector2", "Inspector"],
];

/** Checks of other tools for GuardDuty. */
const guardDuty = ["CKV_AWS_238", "704dadd3-54fc-48ac-b6a0-02f170011473"];

export const SOV_AUD_05 = policyRule({
  id: "SOV-AUD-05-detectors",
  title: "detectors run in every region that is used",
  weight: "medium",
  stages: ["synth", "plan", "deploy"],
  guardrail: "organisation baseline of detectors",
  references: ["SecNumCloud 3.2 12.9"],
  covers: guardDuty,
  cause: "A region without detectors is where one looks last.",
  mend: "enable them in the account's baseline, in each region; where the partition lacks one, name what stands in for it",
  example: {
    fails: "`aws_guardduty_detector` with `enable = false`",
    passes: "the same enabled",
    evades: "Inspector in a partition that has not been seen to offer it",
  },
  *check({ documents, boundary, places }) {
    const used = new Set<string>();
    for (const resource of documents.resources()) {
      const place = places.of(resource);
      if (place.kind === "region") used.add(place.region);
    }
    for (const [type, service, what] of detectors) {
      const found = documents.resources(type);
      const substitute = boundary.data.unprovenServices[service];
      for (const detector of found) {
        yield judge(detector, flag(detector.get("enable"), true), {
          message: `${what} is switched off`,
          covers: type === "aws_guardduty_detector" ? guardDuty : [],
        });
        if (substitute !== undefined) {
          yield open(detector, {
            message: `${service} has not been seen in this partition; instead: ${substitute}`,
            dischargedBy: "deploy",
          });
        }
      }
      const covered = new Set(found.map((detector) => places.regionOf(detector)));
      for (const region of used) {
        if (covered.has(region)) continue;
        const instead = substitute === undefined ? "" : ` (not offered there as far as known; instead: ${substitute})`;
        yield open(
          { path: `account (${region})`, address: `account ${region}` },
          { message: `these documents do not show ${what}${instead}`, dischargedBy: "deploy" },
        );
      }
    }
  },
});
