import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { factorySchema, factorySchemaFile } from "../../tools/model/schema";
import { emptyModel } from "../validation/support/model";

const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(factorySchemaFile, "utf8")));

test("the published schema is that of the types (npm run docs writes it)", () => {
  expect(readFileSync(factorySchemaFile, "utf8")).toBe(factorySchema());
});

// That the examples' models fit is tested where they are synthesised (test/examples).
test("a model with a field that nobody knows, or without one that it needs, does not fit", () => {
  const model = emptyModel();
  validate(model);
  expect(validate.errors).toBeNull();
  expect(validate({ ...model, colour: "blue" })).toBe(false);
  expect(validate({ ...model, pools: undefined })).toBe(false);
});
