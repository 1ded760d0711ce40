/**
 * Builds the library for CDK Terrain by renaming and synthesises every example with it: what Terraform reads must be
 * what cdktf writes, but for the core's version. Prints one line a check and ends with `N passed, N failed`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import ts from "typescript";
import { forCdktn } from "../../tools/cdktn-names.cjs";

const root = resolve(__dirname, "../..");
const own = join(__dirname, "node_modules");
const work = mkdtempSync(join(tmpdir(), "ai-factory-cdktn-"));
const library = join(work, "library");
const modules = join(work, "node_modules");
const examples = readdirSync(join(root, "examples")).filter((name) =>
  existsSync(join(root, "examples", name, "main.ts")),
);
let passed = 0;
let failed = 0;

function check(name: string, run: () => void): void {
  try {
    run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The checkout's modules with CDK Terrain in the place of cdktf. The providers for Kubernetes and Helm are published for
 * cdktf only: all three are the checkout's, and find CDK Terrain under the name cdktf (hence --preserve-symlinks).
 */
function linkModules(): void {
  mkdirSync(join(modules, "@cdktn"), { recursive: true });
  const link = (from: string, to: string) => symlinkSync(from, join(modules, to));
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (!name.startsWith(".") && !["cdktf", "constructs", "@cdktf", "@cdktn"].includes(name)) {
      link(join(root, "node_modules", name), name);
    }
  }
  link(join(__dirname, "cdktf-shim"), "cdktf");
  for (const name of ["cdktn", "constructs"]) link(join(own, name), name);
  for (const name of readdirSync(join(root, "node_modules/@cdktn")))
    link(join(root, "node_modules/@cdktn", name), `@cdktn/${name}`);
  for (const name of ["provider-aws", "provider-helm", "provider-kubernetes"]) {
    link(join(root, "node_modules/@cdktf", name), `@cdktn/${name}`);
  }
  // The examples import the library by its first name.
  link(library, "ai-factory-blueprints");
}

function run(folder: string, args: readonly string[], outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr.slice(-1500));
}

function withCdktf(name: string): string {
  const outdir = join(work, "cdktf", name);
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  run(root, [tsx, "--conditions=source", join(root, "examples", name, "main.ts")], outdir);
  return outdir;
}

function withCdktn(name: string): string {
  const outdir = join(work, "cdktn", name);
  const folder = join(work, "apps", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "main.js"),
    compiled(forCdktn(readFileSync(join(root, "examples", name, "main.ts"), "utf8"))),
  );
  run(folder, ["--preserve-symlinks", join(folder, "main.js")], outdir);
  return outdir;
}

function compiled(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** The stacks as Terraform reads them, and the core's version in their metadata. */
function stacks(outdir: string): { readonly documents: Record<string, unknown>; readonly versions: Set<string> } {
  const versions = new Set<string>();
  const names = readdirSync(join(outdir, "stacks")).sort();
  const documents = names.map((name) => {
    const document = JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as {
      "//"?: { metadata?: { version?: string } };
    };
    versions.add(document["//"]?.metadata?.version ?? "none");
    delete document["//"]?.metadata?.version;
    return [name, document] as const;
  });
  return { documents: Object.fromEntries(documents), versions };
}

try {
  writeFileSync(join(work, "package.json"), JSON.stringify({ private: true }));
  linkModules();
  check("the renamed sources compile against cdktn", () => {
    execFileSync(process.execPath, [join(root, "tools/build-cdktn.cjs"), library], { stdio: "inherit" });
  });
  // Without a library there is nothing to compare.
  for (const name of failed === 0 ? examples : []) {
    check(`${name}: the same Terraform from both cores, but for the version`, () => {
      const cdktf = stacks(withCdktf(name));
      const cdktn = stacks(withCdktn(name));
      if (!isDeepStrictEqual(cdktn.documents, cdktf.documents)) throw new Error("the documents differ");
      if ([...cdktn.versions].some((version) => !version.startsWith("0.24"))) {
        throw new Error(`not synthesised by cdktn: ${[...cdktn.versions].join(", ")}`);
      }
    });
  }
  check("an app of cdktf above the library for cdktn is refused", () => {
    const file = join(work, "both.js");
    const cdktf = JSON.stringify(join(root, "node_modules/cdktf"));
    const source = forCdktn(readFileSync(join(root, "examples/cloud-training/main.ts"), "utf8"));
    writeFileSync(file, compiled(source).replace('require("cdktn")', `require(${cdktf})`));
    const { status, stderr } = spawnSync(process.execPath, ["--preserve-symlinks", file], {
      cwd: work,
      encoding: "utf8",
    });
    if (status === 0 || !/different copies of the CDKTF core/.test(stderr)) throw new Error(stderr.slice(-800));
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
