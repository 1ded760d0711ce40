import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import fc from "fast-check";
import { factoryFileContent, type FactoryModel } from "../../../model";
import { synthStack } from "../../../testing";
import { FactoryError } from "../../../validation/factory-error";

/** Whether single values of the props are now and then anything. */
export type Mistakes = "some" | "none";

/** Texts that nobody means, among them names that every object has already. */
export const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", "__proto__", "constructor", "ü", "a.b", "${x}", "a\nb"),
);
export const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Values that the props of all blueprints are made of: with mistakes, one in `rightFor` + 1 is wrong. */
export function valuesWith(mistakes: Mistakes, rightFor: number) {
  const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
    mistakes === "none" ? right : fc.oneof({ weight: rightFor, arbitrary: right }, { weight: 1, arbitrary: wrong });
  const anyNumber = fc.oneof(
    fc.integer({ min: 0, max: 1 }),
    fc.integer(),
    fc.double(),
    fc.constantFrom(NaN, Infinity, -1),
  );
  const label = mostly(fc.stringMatching(/^[a-z]{1,9}$/), text);
  return {
    mostly,
    name: mostly(fc.stringMatching(/^[a-z][a-z0-9-]{1,9}[a-z0-9]$/), text),
    anyNumber,
    number: mostly(fc.integer({ min: 2, max: 64 }), anyNumber),
    labels: optional(fc.dictionary(label, label, { maxKeys: 2 })),
  };
}

/** What is built from the props, as text: every stack and the model; undefined where they are refused. */
function build(make: (app: App) => Construct & { model(): FactoryModel }): string[] | undefined {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  let model: FactoryModel;
  try {
    model = make(app).model();
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    expect(error.findings.length).toBeGreaterThan(0);
    for (const { rule, path, message, fix } of error.findings) {
      expect([rule, path, message, fix].every((part) => typeof part === "string" && part !== "")).toBe(true);
    }
    return undefined;
  }
  const stacks = app.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  return [...stacks.map((stack) => JSON.stringify(synthStack(stack))), factoryFileContent(model)];
}

/**
 * Builds from random props: each is built, or refused with findings, and what is built says all that it should.
 * `AI_FACTORY_FUZZ_RUNS=10000` makes a long run of the few of the unit suite, `AI_FACTORY_FUZZ_SEED` another one.
 */
export function buildsOrSaysWhy<P>(
  props: (mistakes: Mistakes) => fc.Arbitrary<P>,
  make: (app: App, props: P) => Construct & { model(): FactoryModel },
  fewRuns: number,
): void {
  const runs = Number(process.env.AI_FACTORY_FUZZ_RUNS ?? fewRuns);
  const seed = Number(process.env.AI_FACTORY_FUZZ_SEED ?? 20261121);
  it(`builds, or says what is wrong (${runs} runs)`, () => {
    let built = 0;
    fc.assert(
      fc.property(fc.oneof(props("some"), props("none")), (given) => {
        const texts = build((app) => make(app, given));
        if (texts === undefined) return;
        built++;
        for (const text of texts) {
          expect(text).not.toMatch(/\$\{TfToken\[|TfToken\[|Token\[|\[object Object\]/);
          expect(text).not.toMatch(/"undefined"|:undefined|\bundefined\b|"NaN"|\bNaN\b|-1\.888154589/);
        }
      }),
      { numRuns: runs, seed },
    );
    // Random props that are all refused would show nothing.
    expect(built).toBeGreaterThan(runs / 10);
  }, 3_600_000);
}
