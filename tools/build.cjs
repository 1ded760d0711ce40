// Compiles the library into dist/ and puts beside it what tsc does not copy: the local chart's files, and the sources that
// `aifactory new` gives to a project.
const { execFileSync } = require("node:child_process");
const { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { makeLazy } = require("./lazy-modules.cjs");

const root = join(__dirname, "..");
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")], {
  stdio: "inherit",
});
makeLazy(join(root, "dist"));
cpSync(join(root, "constructs/platform/manifest-chart"), join(root, "dist/constructs/platform/manifest-chart"), {
  recursive: true,
});

cpSync(join(root, "blueprints"), join(root, "dist/blueprint-sources/blueprints"), { recursive: true });
for (const name of readdirSync(join(root, "examples"))) {
  const file = join("examples", name, "main.ts");
  if (existsSync(join(root, file))) cpSync(join(root, file), join(root, "dist/blueprint-sources", file));
}

// Data is read by programs: the checkout's indentation would be a fifth of the package.
for (const name of readdirSync(join(root, "dist"), { recursive: true })) {
  const file = join(root, "dist", name);
  if (name.endsWith(".json")) writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8"))));
}
