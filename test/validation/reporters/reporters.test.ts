import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { documentsFromMemory } from "../../../documents";
import { runRules, type CheckResult } from "../../../validation/engine";
import { reportJson } from "../../../validation/reporters/json";
import { locateFindings } from "../../../validation/reporters/locations";
import { reportSarif } from "../../../validation/reporters/sarif";
import { reportText } from "../../../validation/reporters/text";
import { expiredAcknowledgement } from "../../../validation/rules/ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "../../../validation/rules/ACK-002-unmatched-acknowledgement";
import { efaInterfaceCount } from "../../../validation/rules/FAB-001-efa-interface-count";
import { cidrOverlap } from "../../../validation/rules/NET-001-cidr-overlap";
import { acknowledgement } from "../support/acknowledgement";
import { emptyModel, node } from "../support/model";

const rules = [expiredAcknowledgement, unmatchedAcknowledgement, efaInterfaceCount, cidrOverlap];
const stack = {
  resource: {
    aws_launch_template: {
      training: {
        "//": { metadata: { path: "infra/training/template" } },
        instance_type: "p5.48xlarge",
        network_interfaces: [{ interface_type: "efa" }],
      },
      unknown: { instance_type: "${var.type}", network_interfaces: [{ interface_type: "efa" }] },
    },
  },
};
const documents = documentsFromMemory({ infra: stack });
const model = emptyModel({
  networks: [node("networks"), node("networks", { id: "lab", path: "factory/lab" })],
});

function checked(): CheckResult {
  const acknowledgements = [acknowledgement({ path: "factory/lab" }), acknowledgement({ path: "factory/gone" })];
  return runRules(rules, { documents, model }, { acknowledgements, today: "2026-11-21" });
}

describe("the JSON report", () => {
  const report = JSON.parse(reportJson(checked())) as { findings: object[]; acknowledged: object[]; summary: object };

  it("has every field of every finding, in order of weight", () => {
    expect(report.findings.map((finding) => Object.keys(finding).join(" "))).toEqual(
      report.findings.map(
        () => "rule severity verdict address path message given allowed fix sources location covers dischargedBy hash",
      ),
    );
    expect(report.findings).toMatchObject([
      {
        rule: "FAB-001-efa-interface-count",
        severity: "error",
        verdict: "fail",
        address: "aws_launch_template.training",
        path: "infra/training/template",
        message: "p5.48xlarge has 32 EFA devices, of which 31 stay unused",
        given: 1,
        allowed: 32,
      },
      { rule: "ACK-002-unmatched-acknowledgement", severity: "warning", address: null, path: "factory/gone" },
      { rule: "FAB-001-efa-interface-count", severity: "info", verdict: "unknown", given: null },
    ]);
  });

  it("counts what was judged, and names who acknowledged what", () => {
    expect(report.summary).toEqual({
      errors: 1,
      warnings: 1,
      infos: 1,
      pass: 4,
      fail: 3,
      unknown: 1,
      acknowledged: 1,
      rulesRun: rules.length,
      rulesNotRun: 0,
    });
    expect(report.acknowledged).toMatchObject([{ path: "factory/lab", acknowledgement: { owner: "network team" } }]);
  });
});

describe("the text report", () => {
  it("says what, where, given, allowed and fix, and ends with the totals", () => {
    const text = reportText(checked());
    expect(text).toContain(
      "error infra/training/template: p5.48xlarge has 32 EFA devices, of which 31 stay unused\n  given:   1\n  allowed: 32\n  fix:     give",
    );
    expect(text).toContain("acknowledged factory/lab: NET-001-cidr-overlap by network team until 2027-01-31");
    expect(text).toMatch(
      /\n1 error, 1 warning, 1 remark, 1 acknowledged\n\d+ rules ran: 4 passed, 3 failed, 1 not known yet\n$/,
    );
    expect(text).not.toContain("\u001b");
  });

  it("says so when rules had nothing to read", () => {
    expect(reportText(runRules(rules, { documents }))).toMatch(/rules? had nothing to read/);
  });

  it("uses colours when asked to", () => {
    expect(reportText(checked(), { color: true })).toContain("\u001b[31merror infra/training/template");
  });
});

describe("the SARIF report", () => {
  interface Sarif {
    readonly runs: [{ tool: { driver: { rules: { id: string; help: object }[] } }; results: SarifResult[] }];
  }
  interface SarifResult {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly suppressions?: object[];
    readonly partialFingerprints: Record<string, string>;
    readonly locations: { physicalLocation?: object; logicalLocations: object[] }[];
  }
  const text = JSON.stringify(stack, undefined, 2);
  const locate = locateFindings(documents, () => text);
  const sarif = reportSarif(checked(), {
    rules,
    version: "1.2.3",
    homepage: "https://example.org",
    locate,
    filePrefix: "out dir/",
  });
  const { results, tool } = (JSON.parse(sarif) as Sarif).runs[0];

  it("conforms to the schema of SARIF 2.1.0", () => {
    const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    // Written for draft 4, whose keywords that it uses mean the same in draft 7; ajv only refuses the old names.
    delete schema["$schema"];
    schema["$id"] = schema["id"];
    delete schema["id"];
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    expect([validate(JSON.parse(sarif)), validate.errors]).toEqual([true, null]);
    const broken = JSON.parse(sarif) as { runs: { results: { level: string }[] }[] };
    broken.runs[0]?.results.forEach((result) => (result.level = "fatal"));
    expect(validate(broken)).toBe(false);
  });

  it("has the rules that were broken, with help, and results that point to them", () => {
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([
      "ACK-002-unmatched-acknowledgement",
      "FAB-001-efa-interface-count",
      "NET-001-cidr-overlap",
    ]);
    for (const result of results) expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(tool.driver.rules[1]?.help).toMatchObject({
      text: expect.stringContaining("How to mend it"),
      markdown: expect.any(String),
    });
    expect(results.map(({ level }) => level)).toEqual(["error", "warning", "note", "error"]);
  });

  it("shows where a resource begins in its file, by a URI", () => {
    const line = text.split("\n").findIndex((one) => one.includes('"training": {')) + 1;
    expect(results[0]?.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: "out%20dir/%3Cmemory%3E" }, region: { startLine: line } },
      logicalLocations: [{ fullyQualifiedName: "aws_launch_template.training", kind: "resource" }],
    });
  });

  it("has acknowledged findings as suppressed results, and no others", () => {
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      undefined,
      undefined,
      undefined,
      [
        {
          kind: "external",
          status: "accepted",
          justification: "the sites are never linked (network team, until 2027-01-31)",
        },
      ],
    ]);
  });

  it("has a fingerprint for each result that only the finding decides", () => {
    const prints = (report: string) =>
      (JSON.parse(report) as Sarif).runs[0].results.map((one) => one.partialFingerprints["aifactory/v1"]);
    expect(new Set(prints(sarif)).size).toBe(results.length);
    expect(prints(reportSarif(checked(), { rules, version: "9.9.9" }))).toEqual(prints(sarif));
  });
});

describe("finding a place", () => {
  it("takes a finding on a construct to what is emitted below it", () => {
    const text = JSON.stringify(stack, undefined, 2);
    const locate = locateFindings(documents, () => text);
    const finding = { rule: "x", severity: "error", verdict: "fail", message: "m", fix: "f" } as const;
    expect(locate({ ...finding, path: "infra/training" })).toEqual({ file: "<memory>", line: 4 });
    expect(locate({ ...finding, path: "infra/train" })).toEqual({ file: "<memory>" });
  });

  it("finds the line of a block in HCL", () => {
    const hcl = 'resource "aws_vpc" "x" {\n}\n\nresource "aws_launch_template" "training" {\n';
    const locate = locateFindings(documents, () => hcl);
    const finding = { rule: "x", severity: "error", verdict: "fail", message: "m", fix: "f", path: "p" } as const;
    expect(locate({ ...finding, address: "aws_launch_template.training" })?.line).toBe(4);
  });
});
