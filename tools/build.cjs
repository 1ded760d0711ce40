// Compiles the library into dist/ and puts beside it what tsc does not copy: the local chart's files.
const { execFileSync } = require("node:child_process");
const { cpSync, rmSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")], {
  stdio: "inherit",
});
cpSync(join(root, "constructs/platform/manifest-chart"), join(root, "dist/constructs/platform/manifest-chart"), {
  recursive: true,
});
