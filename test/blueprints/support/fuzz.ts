import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { App } from "cdktf";
import type { Construct } from "constructs";
import fc from "fast-check";
import { PolicyFileError } from "../../../policy";
import { FactoryError } from "../../../validation/factory-error";
import { factorySchemaFile } from "../../../tools/model/schema";

/** Whether single values of the props are now and then anything. */
export type Mistakes = "some" | "none";

/** Texts that nobody means, among them names that every object has already. */
export const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", "__proto__", "constructor", "ü", "a.b", "${x}", "a\nb"),
);
export const anyNumber = fc.oneof(
  fc.integer({ min: 0, max: 1 }),
  fc.integer(),
  fc.integer({ min: 65, max: 20_000 }),
  fc.double(),
  fc.constantFrom(NaN, Infinity, -1, 1e6, Number.MAX_VALUE),
);
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Values that the props of all blueprints are made of: with mistakes, one in `rightFor` + 1 is wrong. */
export function valuesWith(mistakes: Mistakes, rightFor: number) {
  const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
    mistakes === "none" ? right : fc.oneof({ weight: rightFor, arbitrary: right }, { weight: 1, arbitrary: wrong });
  const label = mostly(fc.stringMatching(/^[a-z]{1,9}$/), text);
  return {
    mostly,
    name: mostly(fc.stringMatching(/^[a-z][a-z0-9-]{1,9}[a-z0-9]$/), text),
    anyNumber,
    number: mostly(fc.integer({ min: 2, max: 64 }), anyNumber),
    labels: optional(fc.dictionary(label, label, { maxKeys: 2 })),
  };
}

/** What became of props: refused, refused by the rules that judge what is emitted, or built. */
export type Outcome = "refused" | "refused by rules" | "built";

const fitsModel = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(factorySchemaFile, "utf8")) as object);

/**
 * Builds and synthesises as a user's program does.
 *
 * @throws where anything but a finding comes of it, or what is written does not say all that it should
 */
export function outcomeOf(make: (app: App) => Construct): Outcome {
  const outdir = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "fuzz-"));
  try {
    // Rules are run by hand, so that what they refuse is written and looked at as well.
    const app = new App({ outdir, skipValidation: true });
    if (isRefused(() => make(app))) return "refused";
    const byRules = isRefused(() => app.node.findAll().forEach((each) => each.node.validate()));
    app.synth();
    expectSound(outdir);
    return byRules ? "refused by rules" : "built";
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function isRefused(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof PolicyFileError) expect(error.problems).not.toEqual([]);
    else if (!(error instanceof FactoryError)) throw error;
    else {
      expect(error.findings.length).toBeGreaterThan(0);
      for (const { rule, path, message, fix } of error.findings) {
        expect([rule, path, message, fix].every((part) => typeof part === "string" && part !== "")).toBe(true);
      }
    }
    return true;
  }
}

const unsound = /TfToken\[|Token\[|\[object Object\]|-1\.888154589|\bundefined\b|\b(?:NaN|Infinity)\b/;
/** What is no number is written as null, which no argument that a construct sets ever is. */
const noArgument = /[:,[]\s*null\b/;

/** No unresolved token, nothing undefined and no number that is none in any file; a model as its schema says. */
function expectSound(outdir: string): void {
  for (const entry of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const written = readFileSync(join(entry.parentPath, entry.name), "utf8");
    expect(around(unsound, written)).toBe(undefined);
    if (entry.name === "cdk.tf.json") expect(around(noArgument, written)).toBe(undefined);
    if (entry.name !== "factory.json") continue;
    fitsModel(JSON.parse(written));
    expect(fitsModel.errors).toBe(null);
  }
}

/** What a pattern finds in a text, with what stands beside it. */
function around(pattern: RegExp, written: string): string | undefined {
  const at = pattern.exec(written)?.index;
  return at === undefined ? undefined : written.slice(Math.max(0, at - 80), at + 40);
}

/**
 * Builds from random props: each is built, or refused with findings, and what is built says all that it should.
 * `AI_FACTORY_FUZZ_RUNS=10000` makes a long run of the few of the unit suite, `AI_FACTORY_FUZZ_SEED` another one.
 */
export function buildsOrSaysWhy<P>(
  props: fc.Arbitrary<P>,
  make: (app: App, props: P) => Construct,
  fewRuns: number,
): void {
  tries("builds, or says what is wrong", props, make, fewRuns, (counts, runs) => {
    // Random props that are all refused would show nothing.
    expect(counts.built).toBeGreaterThan(runs / 5);
  });
}

/** The same of props of which values are of another type: few are built. */
export function saysWhatIsOfAnotherType<P>(
  props: fc.Arbitrary<P>,
  make: (app: App, props: P) => Construct,
  fewRuns: number,
): void {
  tries("says what is of another type", props, make, fewRuns, (counts, runs) => {
    expect(counts.refused).toBeGreaterThan(runs / 2);
  });
}

/** The same of props of which values are computed by Terraform: some are built, the others say what must be known. */
export function saysWhatMustBeKnown<P>(
  props: fc.Arbitrary<P>,
  make: (app: App, props: P) => Construct,
  fewRuns: number,
): void {
  tries("says what must be known when the program runs", props, make, fewRuns, (counts) => {
    expect(counts.refused).toBeGreaterThan(0);
  });
}

type Counts = Readonly<Record<Outcome, number>>;

function tries<P>(
  what: string,
  props: fc.Arbitrary<P>,
  make: (app: App, props: P) => Construct,
  fewRuns: number,
  expectOf: (counts: Counts, runs: number) => void,
): void {
  const runs = Number(process.env.AI_FACTORY_FUZZ_RUNS ?? fewRuns);
  const seed = Number(process.env.AI_FACTORY_FUZZ_SEED ?? 20261121);
  it(`${what} (${runs} runs)`, () => {
    const counts: Record<Outcome, number> = { built: 0, "refused by rules": 0, refused: 0 };
    fc.assert(
      fc.property(props, (given) => {
        counts[outcomeOf((app) => make(app, given))]++;
      }),
      { numRuns: runs, seed },
    );
    if (process.env.AI_FACTORY_FUZZ_RUNS !== undefined)
      process.stderr.write(`${JSON.stringify({ what: expect.getState().currentTestName, seed, ...counts })}\n`);
    expectOf(counts, runs);
  }, 3_600_000);
}
