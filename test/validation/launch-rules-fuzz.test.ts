import fc from "fast-check";
import { DocumentError, documentsFromMemory } from "../../documents";
import type { Documents } from "../../documents/types";
import { runRules } from "../../validation/engine";
import { rules } from "../../validation/rules";
import { blockLaunch, launch, reservedLaunch } from "./support/launch";
import { awsSite } from "./support/site";

const families = ["FAB", "PLC", "CAP", "QUO", "ACC"];
const judged = rules.filter(({ family }) => families.includes(family));
const starts = [() => launch("p6-b300.48xlarge"), () => reservedLaunch(), () => blockLaunch()];
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0.5, "", "x", "${var.x}", "${aws_vpc.main.id}", "a-${var.x}-b", [], {}),
  fc.constantFrom<unknown>([null], [{}], { "": [] }, [["x"]], { id: "${aws_launch_template.training.id}" }, "0"),
);

type Holder = Record<string, unknown> | unknown[];

/** Every place of the value, as the object that holds it and the key. */
function placesIn(holder: Holder): readonly (readonly [Holder, string])[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    [holder, key] as const,
    ...(typeof value === "object" && value !== null ? placesIn(value as Holder) : []),
  ]);
}

function crashes(start: () => ReturnType<typeof launch>, changes: readonly (readonly [number, unknown])[]): string[] {
  const input = structuredClone(start());
  input.model.sites = [awsSite()];
  const resources = Object.values(input.stacks["infra"]?.["resource"] ?? {});
  for (const [at, value] of changes) {
    const places = resources.flatMap((named) => Object.values(named).flatMap((attributes) => placesIn(attributes)));
    const [holder, key] = places[at % places.length] ?? [];
    if (holder !== undefined && key !== undefined) (holder as Record<string, unknown>)[key] = structuredClone(value);
  }
  const documents = readable(input.stacks);
  const { findings } = runRules(judged, { model: input.model, ...(documents && { documents }) });
  return findings.filter(({ path }) => path === "(the rule)").map(({ rule, message }) => `${rule}: ${message}`);
}

/** Cycles and wrong shapes are refused before a rule sees them. */
function readable(stacks: Record<string, unknown>): Documents | undefined {
  try {
    return documentsFromMemory(stacks);
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

describe("rules on launches, whatever stands in the documents", () => {
  it("never break", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.array(fc.tuple(fc.nat(2000), junk), { minLength: 1, maxLength: 6 }),
        (start, changes) => expect(crashes(start, changes)).toEqual([]),
      ),
      { numRuns: 300 },
    );
  });
});
