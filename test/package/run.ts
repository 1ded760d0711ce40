/**
 * Packs the library as npm would publish it, looks at what is in it, installs it into an empty project and uses it as
 * a user would. Prints one line a check and ends with `N passed, N failed`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
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
import { check, expect, finish } from "../setup/checks";

const root = resolve(__dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  name: string;
  version: string;
  exports: Record<string, unknown>;
  bin: { aifactory: string };
};
const work = mkdtempSync(join(tmpdir(), "ai-factory-package-"));

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

/** Gives a folder the packed library, and this checkout's own copies of everything else with their commands. */
function installInto(folder: string, tarball: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, manifest.name), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, manifest.name), "--strip-components=1"]);
  for (const name of readdirSync(join(root, "node_modules")).filter((entry) => !entry.startsWith("."))) {
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  mkdirSync(join(modules, ".bin"));
  for (const name of readdirSync(join(root, "node_modules/.bin"))) {
    symlinkSync(join(root, "node_modules/.bin", name), join(modules, ".bin", name));
  }
  symlinkSync(join("..", manifest.name, manifest.bin.aifactory), join(modules, ".bin/aifactory"));
  chmodSync(join(modules, manifest.name, manifest.bin.aifactory), 0o755);
}

/** A project that has the packed library. */
function project(tarball: string): string {
  const folder = join(work, "project");
  installInto(folder, tarball);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  return folder;
}

/** Runs a command of a project, as its owner does; what it said is the error when it fails. */
function npx(folder: string, ...args: readonly string[]): string {
  return npm(folder, "exec", "--offline", "--", ...args);
}

function npm(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`npm ${args.join(" ")} ended with ${status}\n${stdout.slice(-3000)}${stderr.slice(-3000)}`);
  return stdout;
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
        !/^(dist\/.*\.(js|d\.ts|json|yaml)|dist\/blueprint-sources\/.*\.ts|package\.json|README\.md|LICENSE|CHANGELOG\.md|model\/factory\.schema\.json)$/.test(
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

  // From here on as the README of a new project says it.
  const made = join(folder, "demo");
  check("aifactory new writes a project for cloud-training", () => {
    npx(folder, "aifactory", "new", "demo", "--blueprint", "cloud-training", "--yes");
    installInto(made, join(work, packed.filename));
  });
  check("npm test of the new project passes: types, synth, design rules, snapshot", () => {
    npm(made, "test");
    expect(existsSync(join(made, "test/__snapshots__/factory.test.ts.snap")), "no snapshot was written");
  });
  check("aifactory check of its output finds no error", () => {
    npx(made, "aifactory", "check", "cdktf.out");
  });
  check("its snapshot fails when the blueprint's source is changed", () => {
    const file = join(made, "blueprint/cloud/zones.ts");
    const source = readFileSync(file, "utf8");
    writeFileSync(file, source.replace('"m7i.2xlarge"', '"m7i.4xlarge"'));
    const { status, stderr } = spawnSync("npm", ["test", "--", "--ci"], { cwd: made, encoding: "utf8" });
    writeFileSync(file, source);
    expect(
      status !== 0 && /1 snapshot failed|snapshots? failed/.test(stderr),
      `ended with ${status}: ${stderr.slice(-800)}`,
    );
  });
  for (const name of ["cloud-inference", "onprem-inference", "onprem-superpod", "hybrid-burst"]) {
    check(`a new project for ${name} compiles and synthesises`, () => {
      npx(folder, "aifactory", "new", name, "--blueprint", name, "--yes");
      npm(join(folder, name), "exec", "--offline", "--", "tsc");
      npm(join(folder, name), "exec", "--offline", "--", "tsx", "factory.ts");
      expect(existsSync(join(folder, name, "cdktf.out/factory.json")), "no factory.json");
    });
  }
  check("a project that is made from a tarball names the tarball", () => {
    const lock = { packages: { [`node_modules/${manifest.name}`]: { resolved: `file:../${packed.filename}` } } };
    writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify(lock));
    npx(folder, "aifactory", "new", "from-tarball", "--blueprint", "cloud-inference", "--yes");
    const { dependencies } = JSON.parse(readFileSync(join(folder, "from-tarball/package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(dependencies[manifest.name] === `file:../../${packed.filename}`, String(dependencies[manifest.name]));
  });

  const acme = join(work, "acme");
  check("an internal module passes its tests and packs", () => {
    cpSync(join(root, "test/internal-module"), acme, { recursive: true });
    installInto(acme, join(work, packed.filename));
    npm(acme, "test");
    npm(acme, "pack", "--pack-destination", work);
  });
  check("a factory of the packed internal module synthesises with the company's defaults", () => {
    const modules = join(folder, "node_modules/acme-ai-factory");
    mkdirSync(modules);
    execFileSync("tar", ["-xzf", join(work, "acme-ai-factory-1.0.0.tgz"), "-C", modules, "--strip-components=1"]);
    const outdir = join(work, "acme.out");
    const program = `
      const { AcmeFactory } = require("acme-ai-factory");
      const { Capacity } = require("ai-factory-blueprints");
      const { App } = require("cdktf");
      const app = new App({ outdir: ${JSON.stringify(outdir)} });
      new AcmeFactory(app, "demo", {
        costCentre: "12345", region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"],
        pools: [{ name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 2 }) }],
      });
      app.synth();`;
    node(folder, program);
    const stack = readFileSync(join(outdir, "stacks/demo-infra/cdk.tf.json"), "utf8");
    expect(stack.includes("acme-terraform-state"), "the company's state is not in the stack");
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
finish();
