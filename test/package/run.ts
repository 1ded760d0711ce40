/**
 * Packs the library as npm would publish it, looks at what is in it, installs it into an empty project and uses it as
 * a user would. Prints one line a check and ends with `N passed, N failed`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  name: string;
  exports: Record<string, unknown>;
};
const work = mkdtempSync(join(tmpdir(), "ai-factory-package-"));
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

function expect(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

function pack(): Packed {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", work], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as Packed[];
  if (packed === undefined) throw new Error("npm pack said nothing");
  return packed;
}

/** A project that has the packed library, and this checkout's own copies of its peers. */
function project(tarball: string): string {
  const folder = join(work, "project");
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, manifest.name), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, manifest.name), "--strip-components=1"]);
  for (const name of readdirSync(join(root, "node_modules")).filter((entry) => !entry.startsWith("."))) {
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  return folder;
}

function node(folder: string, code: string): string {
  return execFileSync(process.execPath, ["-e", code], { cwd: folder, encoding: "utf8" });
}

try {
  execFileSync("npm", ["run", "build"], { cwd: root, stdio: "inherit" });
  const packed = pack();
  const paths = packed.files.map((file) => file.path);
  console.log(`${packed.filename}: ${paths.length} files, ${(packed.unpackedSize / 1e6).toFixed(2)} MB unpacked`);

  check("own unpacked size is under 5 MB", () => {
    expect(packed.unpackedSize < 5e6, `${packed.unpackedSize} bytes`);
  });
  check("only compiled code, its types, data, and the three texts are in it", () => {
    const foreign = paths.filter(
      (path) =>
        !/^(dist\/.*\.(js|d\.ts|json|yaml)|package\.json|README\.md|LICENSE|CHANGELOG\.md|model\/factory\.schema\.json)$/.test(
          path,
        ),
    );
    expect(foreign.length === 0, foreign.slice(0, 10).join(", "));
  });
  check("no test, example or tool is in it", () => {
    const inner = paths.filter((path) => /^(dist\/)?(test|examples|bench|tools)\//.test(path));
    expect(inner.length === 0, inner.slice(0, 10).join(", "));
  });

  const folder = project(join(work, packed.filename));
  for (const entry of Object.keys(manifest.exports).filter((key) => key !== "./package.json" && !key.includes("*"))) {
    const name = manifest.name + entry.slice(1);
    check(`${name} loads and exports something`, () => {
      const count = Number(node(folder, `console.log(Object.keys(require(${JSON.stringify(name)})).length)`));
      expect(count > 0, "no exports");
    });
  }
  check("loading the package loads neither the core nor a room that is not used", () => {
    const code = `require(${JSON.stringify(manifest.name)}); console.log(Object.keys(require.cache).join("\\n"))`;
    const loaded = node(folder, code).trim().split("\n");
    expect(loaded.length === 1 && loaded[0]?.endsWith("index.js") === true, loaded.join(", "));
  });
  check("every export is there, and `import` finds the same names as `require`", () => {
    writeFileSync(
      join(folder, "names.mjs"),
      [
        'import { createRequire } from "node:module";',
        'import { CloudFactory, EksCluster, formatFinding, instanceType } from "ai-factory-blueprints";',
        'import * as imported from "ai-factory-blueprints";',
        'const required = createRequire(import.meta.url)("ai-factory-blueprints");',
        "const missing = Object.keys(required).filter((name) => required[name] === undefined || !(name in imported));",
        "const named = [CloudFactory, EksCluster, formatFinding, instanceType].every((each) => typeof each === 'function');",
        "console.log(named ? missing.join() : 'a named import is not a function');",
      ].join("\n"),
    );
    const said = execFileSync(process.execPath, ["names.mjs"], { cwd: folder, encoding: "utf8" }).trim();
    expect(said === "", said);
  });
  check("a program compiles against the packed types", () => {
    writeFileSync(join(folder, "main.ts"), readFileSync(join(root, "examples/cloud-training/main.ts"), "utf8"));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          module: "node16",
          target: "ES2022",
          strict: true,
          skipLibCheck: true,
          noEmit: true,
          types: ["node"],
        },
        files: ["main.ts"],
      }),
    );
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
