/**
 * Compiles the library against the provider package for hashicorp/aws 6 and synthesises every example with it: what
 * Terraform reads must be what the package for hashicorp/aws 5 writes, but for what is expected below, and provider 6
 * must take every attribute. Prints one line a check and ends with `N passed, N failed`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, expect, finish, hasFailed } from "../setup/checks";
import { examples, linkModules, root, stacks, synthesiseSource } from "../setup/other-modules";
import { attributesOf } from "./attributes";
import { differences } from "./differences";

const provider = join(__dirname, "node_modules/@cdktf/provider-aws");
const work = mkdtempSync(join(tmpdir(), "ai-factory-provider6-"));
const checkout = join(work, "checkout");

/** Differences that are meant to be, by the path below a stack's document. */
const expected: ReadonlyMap<string, { readonly five: unknown; readonly six: unknown }> = new Map([
  ["terraform.required_providers.aws.version", { five: "5.100.0", six: "6.25.0" }],
]);

function copySources(): void {
  const build = JSON.parse(readFileSync(join(root, "tsconfig.build.json"), "utf8")) as { include: readonly string[] };
  for (const entry of [...build.include, "examples", "package.json", "tsconfig.json"]) {
    cpSync(join(root, entry), join(checkout, entry), { recursive: true });
  }
  linkModules(join(checkout, "node_modules"), { "@cdktf/provider-aws": provider });
}

function synthesised(folder: string, example: string, version: "five" | "six"): Readonly<Record<string, unknown>> {
  const outdir = join(work, version, example);
  synthesiseSource(folder, example, outdir);
  return stacks(outdir).documents;
}

function unexpected(five: unknown, six: unknown): readonly string[] {
  return differences(five, six)
    .filter(({ path, left, right }) => {
      const known = expected.get(path);
      return known === undefined || known.five !== left || known.six !== right;
    })
    .map(({ path, left, right }) => `${path}: ${shown(left)} with 5, ${shown(right)} with 6`);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "absent").slice(0, 200);
}

try {
  copySources();
  check("the library and the examples compile against @cdktf/provider-aws 21", () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    try {
      execFileSync(process.execPath, [tsc, "-p", checkout, "--types", "node"], { encoding: "utf8" });
    } catch (error) {
      throw new Error((error as { stdout?: string }).stdout ?? String(error), { cause: error });
    }
  });
  const known = attributesOf(provider);
  let withAws = 0;
  // Without a library there is nothing to compare.
  for (const name of hasFailed() ? [] : examples()) {
    check(`${name}: the same Terraform with both providers, but for the version`, () => {
      const five = synthesised(root, name, "five");
      const six = synthesised(checkout, name, "six");
      expect(Object.keys(five).join() === Object.keys(six).join(), "the stacks are others");
      const found = Object.keys(five).flatMap((stack) =>
        unexpected(five[stack], six[stack]).map((line) => `${stack}: ${line}`),
      );
      expect(found.length === 0, found.slice(0, 20).join("\n        "));
      const unknown = Object.values(six).flatMap((document) => known.unknownIn(document));
      expect(unknown.length === 0, `provider 6 does not know ${unknown.join(", ")}`);
      if (JSON.stringify(six).includes('"version":"6.')) withAws += 1;
    });
  }
  check("examples with AWS were among them", () => expect(withAws >= 5, `only ${withAws}`));
  check("control: an attribute that provider 6 has dropped is found", () => {
    const dropped = { resource: { aws_eip: { address: { vpc: true } } } };
    expect(known.unknownIn(dropped).join() === "aws_eip.address.vpc", known.unknownIn(dropped).join());
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
finish();
