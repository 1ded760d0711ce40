import { open, pass } from "../reading/verdicts";
import { sitesOf } from "../sites";
import { policyRule } from "../rule";

/** Installed IT power from which a datacentre reports. */
const reportingKw = 500;

export const SOV_NRG_02 = policyRule({
  id: "SOV-NRG-02-site-record",
  title: "sites of 500 kW and more have a record of their energy figures",
  weight: "low",
  stages: ["evidence"],
  guardrail: "record of the site's figures",
  references: ["Commission Delegated Regulation (EU) 2024/1364"],
  cause: "Datacentres of 500 kW and more report their figures each year; for a cloud region they are the operator's.",
  mend: "keep the record of the site, or the statement that the operator publishes no figures",
  example: {
    fails: "it never fails by itself: the figures stand in no document",
    passes: "a model whose sites stay below 500 kW",
    evades: "a figure of 0 instead of `not available`",
  },
  *check({ documents }) {
    for (const { id, kind, powerKw } of sitesOf(documents.factory)) {
      const about = { path: id, address: `site ${id}` };
      if (kind !== "aws" && powerKw !== undefined && powerKw < reportingKw) yield pass(about);
      else
        yield open(about, {
          message:
            kind === "aws"
              ? "the figures of the region are the operator's"
              : "its energy figures are not in the documents",
          dischargedBy: "evidence",
        });
    }
  },
});
