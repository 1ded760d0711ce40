import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Ajv from "ajv";
import { factorySchemaFile } from "../../tools/model/schema";

const examples = resolve(__dirname, "../../examples");
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, "main.ts")));

const fitsSchema = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(factorySchemaFile, "utf8")));

/** Runs an example as a user does, into a folder of its own. */
function synthesise(name: string, run: "first" | "second"): string {
  const outdir = join(process.env.AI_FACTORY_TEST_DIR ?? "", run, name);
  mkdirSync(outdir, { recursive: true });
  process.env.CDKTF_OUTDIR = outdir;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example is chosen at run time
  require(join(examples, name, "main.ts"));
  return outdir;
}

/** What every example writes; the second time with everything loaded anew, and in the other order. */
function synthesiseAll(run: "first" | "second"): Record<string, string> {
  const order = run === "first" ? names : [...names].reverse();
  return Object.fromEntries(order.map((name) => [name, synthesise(name, run)]));
}

const first = synthesiseAll("first");
jest.resetModules();
const second = synthesiseAll("second");

function stackFiles(outdir: string): Record<string, string> {
  const stacks = readdirSync(join(outdir, "stacks")).sort();
  const files = stacks.map((stack) => [stack, readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")]);
  return Object.fromEntries([...files, ["factory.json", readFileSync(join(outdir, "factory.json"), "utf8")]]);
}

/** Without the core's construct paths and trace ids, and with JSON inside strings taken apart: a change can be read. */
function readable(_: string, value: unknown): unknown {
  if (typeof value === "string" && /^[[{]/.test(value)) return parsed(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "//"));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

describe.each(names)("%s", (name) => {
  const files = stackFiles(first[name] ?? "");

  test.each(Object.keys(files))("%s is as it was", (file) => {
    expect(JSON.parse(files[file] ?? "", readable)).toMatchSnapshot();
  });

  test("is the same to the byte in a second run", () => {
    expect(stackFiles(second[name] ?? "")).toEqual(files);
  });

  test("has a model that fits the published schema", () => {
    fitsSchema(JSON.parse(files["factory.json"] ?? ""));
    expect(fitsSchema.errors).toBeNull();
  });

  test("carries no unresolved token, no path of this machine and nothing undefined", () => {
    for (const text of Object.values(files)) {
      expect(text).not.toMatch(/\$\{TfToken\[|undefined|NaN|-1\.8881545897087/);
      expect(text).not.toContain(process.cwd());
    }
  });
});
