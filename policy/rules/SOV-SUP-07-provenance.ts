import { open } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_SUP_07 = policyRule({
  id: "SOV-SUP-07-provenance",
  title: "what is deployed has a bill of materials and a provenance, accelerators a record of origin",
  weight: "medium",
  stages: ["evidence"],
  guardrail: "record of provenance in the pipeline",
  references: ["C5:2026 DEV-13", "C5:2026 OPS-31", "EU CSF SOV-5"],
  cause: "Where software and hardware come from cannot be seen in what is deployed; it must be on record.",
  mend: "attach SBOM and SLSA provenance to each artefact, and keep the record of origin of each accelerator family",
  example: {
    fails: "it never fails by itself: a record cannot be seen in the documents",
    passes: "it never passes by itself: each stack that deploys something owes one record",
    evades: "a record of another build: its digests must be the ones of this check",
  },
  *check({ documents }) {
    for (const { name, kind } of documents.stacks) {
      if (kind === "manifests" || documents.resources().some(({ stack }) => stack === name)) {
        yield open(
          { path: name, address: name },
          { message: "its bill of materials and provenance are not in the documents", dischargedBy: "evidence" },
        );
      }
    }
  },
});
