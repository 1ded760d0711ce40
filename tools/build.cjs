// Compiles the library into dist/ and puts beside it what tsc does not copy: the local chart's files, and the sources that
// `aifactory new` gives to a project.
const { execFileSync } = require("node:child_process");
const { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { transformSync } = require("esbuild");
const { dropInnerDeclarations } = require("./declarations.cjs");
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
const { blueprintChoices } = require(join(root, "dist/cli/new/choices.js"));
for (const { name } of blueprintChoices) {
  const file = join("examples", name, "main.ts");
  cpSync(join(root, file), join(root, "dist/blueprint-sources", file));
}

// Programs read the data and the code, people the types: the white space of the one and the comments of the other stay
// behind. Names stay, and lines stay short, so that a stack trace still says where it was.
const dense = { minifyWhitespace: true, lineLimit: 120, legalComments: "none", charset: "utf8", target: "es2022" };
for (const name of readdirSync(join(root, "dist"), { recursive: true })) {
  const file = join(root, "dist", name);
  const rewrite = (to) => writeFileSync(file, to(readFileSync(file, "utf8")));
  if (name.endsWith(".json")) rewrite((text) => JSON.stringify(JSON.parse(text)));
  if (name.endsWith(".js")) rewrite((text) => transformSync(text, dense).code);
}
dropInnerDeclarations(root);
