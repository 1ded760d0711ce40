/**
 * Builds the library for CDK Terrain by renaming and synthesises every example with it: what Terraform reads must be
 * what cdktf writes, but for the core's version. Prints one line a check and ends with `N passed, N failed`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import ts from "typescript";
import { forCdktn } from "../../tools/cdktn-names.cjs";
import { check, finish, hasFailed } from "../setup/checks";
import { examples, linkModules, root, stacks, synthesise, synthesiseSource } from "../setup/other-modules";

const own = join(__dirname, "node_modules");
const work = mkdtempSync(join(tmpdir(), "ai-factory-cdktn-"));
const library = join(work, "library");

/**
 * CDK Terrain in the place of cdktf. The providers for Kubernetes and Helm are published for cdktf only: all three are
 * the checkout's, and find CDK Terrain under the name cdktf (hence --preserve-symlinks).
 */
const providers = ["provider-aws", "provider-helm", "provider-kubernetes"];
const modules: Readonly<Record<string, string | undefined>> = {
  cdktf: join(__dirname, "cdktf-shim"),
  cdktn: join(own, "cdktn"),
  constructs: join(own, "constructs"),
  ...Object.fromEntries(providers.map((name) => [`@cdktf/${name}`, undefined])),
  ...Object.fromEntries(providers.map((name) => [`@cdktn/${name}`, join(root, "node_modules/@cdktf", name)])),
  // The examples import the library by its first name.
  "ai-factory-blueprints": library,
};

function withCdktf(name: string): string {
  const outdir = join(work, "cdktf", name);
  synthesiseSource(root, name, outdir);
  return outdir;
}

function withCdktn(name: string): string {
  const outdir = join(work, "cdktn", name);
  const folder = join(work, "apps", name);
  // Whole: what the program reads lies beside it.
  cpSync(join(root, "examples", name), folder, { recursive: true });
  writeFileSync(join(folder, "main.js"), compiled(forCdktn(readFileSync(join(folder, "main.ts"), "utf8"))));
  synthesise(folder, ["--preserve-symlinks", join(folder, "main.js")], outdir);
  return outdir;
}

function compiled(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

try {
  writeFileSync(join(work, "package.json"), JSON.stringify({ private: true }));
  linkModules(join(work, "node_modules"), modules);
  check("the renamed sources compile against cdktn", () => {
    execFileSync(process.execPath, [join(root, "tools/build-cdktn.cjs"), library], { stdio: "inherit" });
  });
  // Without a library there is nothing to compare.
  for (const name of hasFailed() ? [] : examples()) {
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
finish();
