import { readdirSync } from "node:fs";
import { join } from "node:path";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { policyRules } from "../../policy/rules";
import { ruleCases } from "./cases";
import { coverCases, type CoverCase } from "./cases/covers";
import { pod, type RuleCase } from "./support/case";
import { boundaryOf, fromHcl, judgeHcl, of } from "./support/judge";
import type { Finding } from "../../validation/finding";

const boundary = ({ boundary: given = "eu-strict" }: RuleCase) =>
  typeof given === "string" ? boundaryProfile(given) : boundaryOf(given);
const ofKind = (rules: readonly RuleCase[]) => rules.map((one) => [one.rule, one] as const);

describe("the sovereign rules", () => {
  it("are 66, each in a file of its name, in nine families", () => {
    const files = readdirSync(join(__dirname, "../../policy/rules")).filter((name) => name.startsWith("SOV-"));
    expect(policyRules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
    const families = new Map<string, number>();
    for (const { id } of policyRules) {
      const family = id.split("-")[1] ?? "";
      families.set(family, (families.get(family) ?? 0) + 1);
    }
    expect(Object.fromEntries(families)).toEqual({
      RES: 12,
      KEY: 9,
      NET: 9,
      OPS: 7,
      SUP: 7,
      AUD: 6,
      AIG: 9,
      REL: 4,
      NRG: 3,
    });
  });

  it("have one set of cases each", () => {
    const ids = policyRules.map(({ id }) => id.split("-").slice(0, 3).join("-"));
    expect(ruleCases.map(({ rule }) => rule).sort()).toEqual(ids.sort());
  });

  it("name a guardrail where something later than the plan decides", () => {
    const later = policyRules.filter(({ stages }) => stages.some((stage) => !["synth", "plan"].includes(stage)));
    expect(later.filter(({ guardrail }) => guardrail === undefined).map(({ id }) => id)).toEqual([]);
  });

  it("cannot be waived where the boundary itself is at stake", () => {
    const fixed = policyRules.filter(({ waivable }) => !waivable).map(({ id }) => id.split("-").slice(1, 3).join("-"));
    expect(fixed.sort()).toEqual(
      ["AIG-01", "KEY-02", "KEY-03", "OPS-07", "RES-01", "RES-02", "RES-04", "RES-05", "RES-06"].sort(),
    );
  });

  describe.each(ofKind(ruleCases.filter((one) => one.recordOnly !== true)))("%s", (rule, one) => {
    it("passes what is right", async () => {
      const result = await judgeHcl(one.passing, { boundary: boundary(one) });
      const count = result.rules.find((row) => row.rule.startsWith(`${rule}-`));
      expect(of(result, rule).filter(({ verdict }) => verdict === "fail")).toEqual([]);
      expect(count?.pass).toBeGreaterThan(0);
      expect(count?.crashed).toBe(false);
    });

    it("fails what is wrong", async () => {
      const findings = of(await judgeHcl(one.failing, { boundary: boundary(one) }), rule);
      expect(findings.map(({ verdict }) => verdict)).toContain("fail");
    });

    it("catches the evasion", async () => {
      const findings = of(await judgeHcl(one.evasive, { boundary: boundary(one) }), rule);
      expect(findings.map(({ verdict }) => verdict)).toContain(one.evasiveIs ?? "fail");
    });
  });

  describe.each(ofKind(ruleCases.filter((one) => one.recordOnly === true)))("%s", (rule, one) => {
    it("never passes and never fails by itself: it names the record that is owed", async () => {
      expect(of(await judgeHcl(one.passing, { boundary: boundary(one) }), rule)).toEqual([]);
      if (one.failing === "") return;
      const findings = of(await judgeHcl(one.failing, { boundary: boundary(one) }), rule);
      expect(findings.map(({ verdict, dischargedBy }) => [verdict, dischargedBy])).toEqual([["unknown", "evidence"]]);
    });
  });
});

describe("a registry whose name means nothing in the public DNS", () => {
  const image = `registry.graz.internal/x@sha256:${"a".repeat(64)}`;
  const program = `${pod("p", `{ name = "c", image = "${image}" }`)}
    resource "helm_release" "r" {
      name       = "r"
      chart      = "kueue"
      version    = "0.14.4"
      repository = "oci://registry.graz.internal/charts"
    }`;
  const ofRegistry = ({ rule, verdict, message, dischargedBy }: Finding) =>
    message.includes("registry.graz.internal") ? [[rule.slice(0, 10), verdict, dischargedBy]] : [];

  it("is for the boundary to say: unknown, neither passed nor refused", async () => {
    const { findings } = await judgeHcl(program, { boundary: boundaryProfile("eu-strict") });
    expect(findings.flatMap(ofRegistry).sort()).toEqual([
      ["SOV-SUP-01", "unknown", "evidence"],
      ["SOV-SUP-05", "unknown", "evidence"],
    ]);
  });

  it("passes once the boundary names it", async () => {
    const registries = [{ host: "registry.graz.internal", jurisdiction: "AT", purpose: "mirror" }];
    const { findings } = await judgeHcl(program, { boundary: boundaryOf({ extends: "eu-strict", registries }) });
    expect(findings.flatMap(ofRegistry)).toEqual([]);
  });
});

/** Failing findings of the rules that cover the ids of the case. */
async function failing(hcl: string, one: CoverCase) {
  const rules = policyRules.filter(({ covers }) => covers.some((id) => one.covers.includes(id)));
  const { findings } = runPolicy(await fromHcl(hcl), { boundary: boundaryProfile("eu-strict"), rules });
  return findings.filter(({ verdict }) => verdict === "fail");
}

describe("the checks of other tools that the rules cover", () => {
  it("each have a case of our own", () => {
    const covers = new Set(policyRules.flatMap((rule) => rule.covers));
    const labelled = new Set(coverCases.flatMap((one) => one.covers));
    expect([...covers].filter((id) => !labelled.has(id))).toEqual([]);
    expect([...labelled].filter((id) => !covers.has(id))).toEqual([]);
  });

  it.each(coverCases.map((one) => [one.covers.join(" "), one] as const))(
    "%s: a fault is found under its ids, and without it they are not named",
    async (_ids, one) => {
      const found = await failing(one.fails, one);
      expect(found.flatMap(({ covers = [] }) => covers)).toEqual(expect.arrayContaining([...one.covers]));
      for (const { rule, covers = [] } of found) {
        expect(policyRules.find(({ id }) => id === rule)?.covers).toEqual(expect.arrayContaining([...covers]));
      }
      const left = (await failing(one.passes, one)).flatMap(({ covers = [] }) => covers);
      expect(left.filter((id) => one.covers.includes(id))).toEqual([]);
    },
  );
});
