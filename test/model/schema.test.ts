import { readFileSync } from "node:fs";
import Ajv from "ajv";
import fc from "fast-check";
import { checkModelShape } from "../../model/check-shape";
import { factorySchema, factorySchemaFile } from "../../tools/model/schema";
import { emptyModel, node } from "../validation/support/model";

const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(factorySchemaFile, "utf8")));

test("the published schema is that of the types (npm run docs writes it)", () => {
  expect(readFileSync(factorySchemaFile, "utf8")).toBe(factorySchema());
});

/** What may stand in a model's place: one thing of it at random, and then as another. */
const wrong = fc.record({
  at: fc.nat(),
  value: fc.constantFrom<unknown>(undefined, null, 0, "", "x", true, [], {}, [null], ["x"], { a: 1 }, "unknown"),
});

test("the library's own check says of any model what the schema says, but for fields that nobody knows", () => {
  const model = emptyModel({
    clusters: [node("clusters")],
    pools: [node("pools")],
    networks: [node("networks")],
    fabrics: [node("fabrics")],
  });
  const lenient = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(factorySchemaFile, "utf8").replaceAll('"additionalProperties": false', '"title": ""')),
  );
  let refused = 0;
  fc.assert(
    fc.property(fc.array(wrong, { maxLength: 2 }), (changes) => {
      const changed = structuredClone(model) as object;
      for (const { at, value } of changes) {
        const places = [...placesIn(changed)];
        const [holder, key] = places[at % places.length] as [object, string];
        if (value === undefined && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
        else Reflect.set(holder, key, structuredClone(value ?? null));
      }
      const problems = checkModelShape(changed);
      if (problems.length > 0) refused++;
      expect(problems.length === 0).toBe(lenient(changed));
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(refused).toBeGreaterThan(50);
});

function* placesIn(holder: object): Generator<[object, string]> {
  for (const [key, value] of Object.entries(holder) as [string, unknown][]) {
    yield [holder, key];
    if (typeof value === "object" && value !== null) yield* placesIn(value);
  }
}

// That the examples' models fit is tested where they are synthesised (test/examples).
test("a model with a field that nobody knows, or without one that it needs, does not fit", () => {
  const model = emptyModel();
  validate(model);
  expect(validate.errors).toBeNull();
  expect(validate({ ...model, colour: "blue" })).toBe(false);
  expect(validate({ ...model, pools: undefined })).toBe(false);
});
