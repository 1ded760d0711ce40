import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { factorySchema, factorySchemaFile } from "../../tools/model/schema";

const examples = resolve(__dirname, "../../examples");
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, "main.ts")));
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(factorySchemaFile, "utf8")));

function modelOf(name: string): Record<string, unknown> {
  const outdir = join(process.env.AI_FACTORY_TEST_DIR ?? "", "schema", name);
  mkdirSync(outdir, { recursive: true });
  process.env.CDKTF_OUTDIR = outdir;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example is chosen at run time
  require(join(examples, name, "main.ts"));
  return JSON.parse(readFileSync(join(outdir, "factory.json"), "utf8"));
}

test("the published schema is that of the types (npm run docs writes it)", () => {
  expect(readFileSync(factorySchemaFile, "utf8")).toBe(factorySchema());
});

test.each(names)("the model of %s fits the published schema", (name) => {
  const model = modelOf(name);
  validate(model);
  expect(validate.errors).toBeNull();
});

test("a model with a field that nobody knows, or without one that it needs, does not fit", () => {
  const model = modelOf("cloud-training");
  expect(validate({ ...model, colour: "blue" })).toBe(false);
  expect(validate({ ...model, pools: undefined })).toBe(false);
});
