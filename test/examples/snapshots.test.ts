import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCheck } from "../../cli/commands/check";
import { loadWaivers } from "../../policy";
import type { Finding } from "../../validation";
import { cloudTrainingByEuStrict } from "./golden-findings";
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

interface Report {
  readonly findings: readonly Finding[];
  readonly sovereignty: { readonly obligations: readonly { readonly rule: string; readonly address: string }[] };
}

/** `aifactory check` of what the example has written. */
async function judge(name: string, options: { boundary: string; strict?: boolean; waivers?: string }) {
  const { exitCode, stdout } = await runCheck(join(process.env.AI_FACTORY_TEST_DIR ?? "", "first", name), {
    ...options,
    format: "json",
    failOn: "error",
    today: "2026-11-21",
    color: false,
  });
  const { findings, sovereignty } = JSON.parse(stdout) as Report;
  const errors = findings.filter(({ severity }) => severity === "error");
  return { exitCode, errors, obligations: sovereignty.obligations };
}

describe("judged by the boundary eu-strict", () => {
  test.each(names.filter((name) => name.startsWith("sovereign-")))("%s stays inside", async (name) => {
    expect(await judge(name, { boundary: "eu-strict" })).toMatchObject({ exitCode: 0, errors: [] });
  });

  test("cloud-training has the findings that one expects of an open factory, and no others", async () => {
    const { exitCode, errors } = await judge("cloud-training", { boundary: "eu-strict" });
    const addresses: Record<string, string[]> = {};
    for (const { rule, address, path } of errors) (addresses[rule] ??= []).push(withoutHash(address ?? path));
    const found = Object.entries(addresses).map(([rule, all]) => [rule, [...new Set(all)].sort()] as const);
    expect({ exitCode, found: Object.fromEntries(found) }).toEqual({ exitCode: 1, found: cloudTrainingByEuStrict });
  });

  test.each(names.filter((name) => !name.startsWith("sovereign-") && name !== "cloud-training"))(
    "%s is refused, and no rule fails itself",
    async (name) => {
      const { exitCode, errors } = await judge(name, { boundary: "eu-strict" });
      expect(exitCode).toBe(1);
      expect(errors.filter(({ path }) => path === "(the rule)")).toEqual([]);
    },
  );
});

describe("judged strictly by the boundary of its own", () => {
  test.each(names.filter((name) => name.startsWith("sovereign-")))(
    "%s leaves what its obligations name",
    async (name) => {
      const [boundary, waivers] = ["boundary.yaml", "obligations.yaml"].map((file) => join(examples, name, file));
      if (boundary === undefined || waivers === undefined) throw new Error("no files");
      const { exitCode, errors, obligations } = await judge(name, { boundary, waivers, strict: true });
      expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
      const named = ({ rule, address }: { rule: string; address: string }) => `${rule} ${address}`;
      const left = [...new Set(obligations.map(named))].sort();
      const { obligations: listed } = loadWaivers(waivers);
      // What is open on the plan alone is tried end to end, where there is a plan.
      const atSynth = listed.filter(({ reason }) => !reason.startsWith("on the plan"));
      expect(atSynth.map(named).sort()).toEqual(left);
      // The example's page counts them by rule.
      const page = readFileSync(join(examples, name, "README.md"), "utf8");
      for (const rule of new Set(listed.map((each) => each.rule))) {
        const count = listed.filter((each) => each.rule === rule).length;
        expect(page).toMatch(new RegExp(`^\\| ${rule} +\\|.*\\| ${count} +\\|$`, "m"));
      }
    },
  );
});

/** Without the hash that the core puts at the end of a logical id. */
function withoutHash(address: string): string {
  return address.replace(/_[0-9A-F]{8}$/, "");
}
