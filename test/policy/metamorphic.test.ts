import fc from "fast-check";
import { Boundary, type BoundaryData } from "../../policy/boundary";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { ruleCases } from "./cases";
import { evasions } from "./cases/evasions";
import { findingRules, opened, transformations } from "./support/metamorphic";
import { boundaryOf, fromHcl } from "./support/judge";

const subjects = [
  ...ruleCases
    .filter(({ failing }) => failing !== "")
    .map(({ rule, failing, boundary }) => ({ id: rule, rule, hcl: failing, boundary })),
  ...evasions.map(({ id, rule, hcl, boundary }) => ({ id, rule, hcl, boundary })),
];
const boundary = (given: string | Readonly<Record<string, unknown>> = "eu-strict") =>
  typeof given === "string" ? boundaryProfile(given) : boundaryOf(given);
/** Findings about a stack's own blocks, which a module does not have. */
const ofStack = ["SOV-RES-11"];

describe.each(transformations.map((one) => [one.name, one] as const))("%s", (name, { apply }) => {
  it.each(subjects.map((one) => [one.id, one] as const))(
    "%s stays a finding",
    async (_id, { rule, hcl, boundary: given }) => {
      if (name === "moving into a module" && ofStack.includes(rule)) return;
      const found = [...findingRules(await apply(hcl), boundary(given))];
      expect(found.filter((id) => id.startsWith(`${rule}-`))).toHaveLength(1);
    },
  );
});

describe("a literal that becomes a variable without a default", () => {
  it.each(subjects.map((one) => [one.id, one] as const))(
    "%s is unknown or a finding, never a pass",
    async (_id, one) => {
      const within = boundary(one.boundary);
      const before = runPolicy(await fromHcl(one.hcl), { boundary: within, today: "2026-11-21" });
      const literals = before.findings.flatMap(({ rule, verdict, given }) =>
        rule.startsWith(`${one.rule}-`) && verdict === "fail" && typeof given === "string" ? [given] : [],
      );
      for (const literal of new Set(literals)) {
        const documents = await opened(one.hcl, literal);
        if (documents === undefined) continue;
        const rules = [...findingRules(documents, within)];
        expect(rules.filter((id) => id.startsWith(`${one.rule}-`))).toHaveLength(1);
      }
    },
  );
});

describe("a tighter boundary", () => {
  const wide = boundaryProfile("eu-wide").data;
  const tightenings: readonly ((data: BoundaryData, choice: number) => BoundaryData)[] = [
    (data, choice) => ({
      ...data,
      regions: data.regions.filter((_name, index) => index !== choice % data.regions.length),
    }),
    (data) => ({ ...data, globalTypes: [] }),
    (data) => ({ ...data, publicIngress: false }),
    (data) => ({ ...data, edgeServices: false }),
    (data) => ({ ...data, keyCustody: "hsm" }),
    (data) => ({ ...data, imageOwners: [] }),
    (data) => ({ ...data, inferenceGeographies: [] }),
    (data) => ({
      ...data,
      retention: { logDays: data.retention.logDays * 2, backupDays: data.retention.backupDays * 2 },
    }),
    (data) => ({ ...data, privateRootOfTrust: true, confidentialComputing: true }),
    (data) => ({ ...data, operatorJurisdictions: ["DE"], countries: ["DE"] }),
  ];

  it("never takes a finding away", async () => {
    const documents = await Promise.all(subjects.map(({ hcl }) => fromHcl(hcl)));
    const keys = (index: number, data: BoundaryData) =>
      runPolicy(documents[index] ?? documents[0]!, { boundary: new Boundary(data), today: "2026-11-21" }).findings.map(
        ({ rule, address, path }) => `${rule} ${address ?? path}`,
      );
    const step = fc.record({ kind: fc.nat(tightenings.length - 1), choice: fc.nat(20) });
    fc.assert(
      fc.property(fc.nat(subjects.length - 1), fc.array(step, { minLength: 1, maxLength: 4 }), (index, steps) => {
        const tight = steps.reduce((data, { kind, choice }) => tightenings[kind]?.(data, choice) ?? data, wide);
        const after = new Set(keys(index, tight));
        expect(keys(index, wide).filter((key) => !after.has(key))).toEqual([]);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});
