// What a user's project pays before it does anything: loading the package, and type-checking a factory against it.
const { cpSync, mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { measure } = require("./measure.cjs");
const { report, show } = require("./results.cjs");

function measureUser({ root, work }) {
  const program = (name, text) => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  };
  const core = measure(program("require-core.cjs", 'require("cdktf");'));
  const own = measure(program("require-own.cjs", 'require("cdktf"); require("ai-factory-blueprints").CloudFactory;'));
  console.log(`  require of cdktf ${show(core)}; of cdktf and the package's CloudFactory ${show(own)}`);
  report("require of cdktf and the package / of cdktf, CPU", own.cpuSeconds / core.cpuSeconds, { goal: 1.2 });

  const project = join(work, "user");
  mkdirSync(project, { recursive: true });
  cpSync(join(root, "examples/cloud-training/main.ts"), join(project, "main.ts"));
  const compilerOptions = {
    target: "ES2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["main.ts"] }));
  const types = measure(require.resolve("typescript/bin/tsc"), ["-p", project], { runs: 3 });
  const bare = join(work, "bare-user");
  mkdirSync(bare, { recursive: true });
  writeFileSync(join(bare, "main.ts"), 'import { App } from "cdktf";\nnew App().synth();\n');
  writeFileSync(join(bare, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["main.ts"] }));
  const floor = measure(require.resolve("typescript/bin/tsc"), ["-p", bare], { runs: 3 });
  console.log(`  type-check of a factory ${show(types)}; of an empty cdktf app ${show(floor)}`);
  report("type-check of a user's factory, CPU", types.cpuSeconds, { goal: 2.5, unit: " s" });
  report("type-check of a user's factory / of an empty cdktf app, CPU", types.cpuSeconds / floor.cpuSeconds);
}

module.exports = { measureUser };
