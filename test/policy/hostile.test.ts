import { parse } from "@cdktn/hcl2json";
import fc from "fast-check";
import { documentsFromMemory } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { ruleCases } from "./cases";
import { evasions } from "./cases/evasions";
import { hclOf } from "./support/judge";

const strange: readonly unknown[] = [
  null,
  0,
  -1,
  true,
  "",
  "*",
  "arn:",
  "${var.none}",
  [],
  {},
  [[]],
  [null],
  { "": null },
  "a".repeat(5000),
];
const boundary = boundaryProfile("eu-strict");

/** The document with its n-th leaf or branch below `resource` and `data` replaced. */
function replaced(document: Record<string, unknown>, index: number, value: unknown): Record<string, unknown> {
  let count = 0;
  const visit = (node: unknown, depth: number): unknown => {
    // Types, names and the body itself stay what they are.
    if (depth > 3 && count++ === index) return value;
    if (Array.isArray(node)) return node.map((item) => visit(item, depth + 1));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item, depth + 1)]));
  };
  return { ...document, resource: visit(document["resource"] ?? {}, 0), data: visit(document["data"] ?? {}, 0) };
}

it("no rule breaks on values of the wrong kind", async () => {
  const texts = [
    ...ruleCases.flatMap((one) => [one.passing, one.failing, one.evasive]),
    ...evasions.map(({ hcl }) => hcl),
  ];
  const documents = await Promise.all(
    texts
      .filter((text) => text !== "")
      .map(async (text) => (await parse("main.tf", hclOf(text))) as Record<string, unknown>),
  );
  fc.assert(
    fc.property(fc.nat(documents.length - 1), fc.nat(40), fc.nat(strange.length - 1), (which, leaf, kind) => {
      const document = replaced(documents[which] ?? {}, leaf, strange[kind]);
      const result = runPolicy(documentsFromMemory({ stack: document }), { boundary, today: "2026-11-21" });
      expect(
        result.findings.filter(({ path }) => path === "(the rule)").map(({ rule, message }) => `${rule}: ${message}`),
      ).toEqual([]);
    }),
    { numRuns: 400, seed: 7 },
  );
}, 60_000);
