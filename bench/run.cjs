/**
 * `npm run bench`: what the library costs, as ratios against a baseline that is measured in the same run on the same
 * machine. Needs `npm run build` first: what users run is compiled.
 */
const { execFileSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { isDeepStrictEqual } = require("node:util");
const ts = require("typescript");
const { measure } = require("./measure.cjs");
const { writeProgram } = require("./write-l1-program.cjs");

const root = join(__dirname, "..");
// Inside the package, so that a program finds the library by its name.
const work = join(root, "out", "bench");
const cli = join(root, "dist", "cli", "bin.js");
const results = [];

function report(what, value, goal, unit = "") {
  const met = goal === undefined || value <= goal;
  results.push(met);
  const target = goal === undefined ? "" : `  (goal ${goal}${unit}: ${met ? "met" : "MISSED"})`;
  console.log(`${what.padEnd(66)} ${value.toFixed(2)}${unit}${target}`);
}

function main() {
  if (!existsSync(cli)) throw new Error("dist/ is not there: run `npm run build` first");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  synthAgainstL1();
  growth();
  const failed = results.filter((met) => !met).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Synth of the reference factory against the L1 program with the same output, and `check` of that output. */
function synthAgainstL1() {
  const ours = join(work, "ours.cjs");
  const example = readFileSync(join(root, "examples/cloud-training/main.ts"), "utf8");
  const compiled = ts.transpileModule(example, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  writeFileSync(ours, compiled.outputText);
  // The same program without the design rules, which run at synth: what the constructs themselves cost.
  const bare = join(work, "bare.cjs");
  const withoutRules = "App({ skipValidation: true })";
  writeFileSync(bare, compiled.outputText.replace("App()", withoutRules));
  if (!readFileSync(bare, "utf8").includes(withoutRules))
    throw new Error("the example no longer makes its App without options");
  const oursOut = synth(ours, "ours-out");

  const theirs = join(work, "l1.cjs");
  writeFileSync(theirs, writeProgram(oursOut));
  writeFileSync(theirs, writeProgram(oursOut, differences(oursOut, synth(theirs, "l1-out"))));
  const left = Object.keys(differences(oursOut, synth(theirs, "l1-out")));
  console.log(
    `the hand-written program emits ${left.length === 0 ? "the same documents" : `other documents: ${left.join(", ")}`}`,
  );
  results.push(left.length === 0);

  const environment = (name) => ({ environment: { CDKTF_OUTDIR: join(work, name) } });
  const own = measure(ours, [], environment("ours-out"));
  const constructs = measure(bare, [], environment("bare-out"));
  const baseline = measure(theirs, [], environment("l1-out"));
  const check = measure(cli, ["check", oursOut]);
  console.log(
    `  synth ${show(own)}, without the rules ${show(constructs)}; hand-written ${show(baseline)}; check ${show(check)}`,
  );
  report(
    "synth without the design rules / hand-written L1 program, CPU",
    constructs.cpuSeconds / baseline.cpuSeconds,
    1.15,
  );
  report("synth with the design rules / hand-written L1 program, CPU", own.cpuSeconds / baseline.cpuSeconds);
  report("synth with the design rules / hand-written L1 program, memory", own.peakMB / baseline.peakMB);
  report("check / synth, CPU", check.cpuSeconds / own.cpuSeconds, 0.5);
}

/** Growth with the number of pools: synth and check. */
function growth() {
  const program = join(__dirname, "pools.cjs");
  const measured = [10, 100, 1000].map((pools) => {
    const out = join(work, `pools-${pools}`);
    const options = { runs: 3, environment: { CDKTF_OUTDIR: out, BENCH_POOLS: String(pools) } };
    const synthesis = measure(program, [], options);
    const check = measure(cli, ["check", out], { runs: 3 });
    const resources = countResources(out);
    console.log(`  ${pools} pools, ${resources} resources: synth ${show(synthesis)}; check ${show(check)}`);
    return { pools, resources, synthesis, check };
  });
  const [small, middle, large] = measured;
  // The cost of one more resource must not grow with the number of resources.
  const slope = (of, a, b) => (b[of].cpuSeconds - a[of].cpuSeconds) / (b.resources - a.resources);
  for (const of of ["synthesis", "check"]) {
    report(
      `${of}: cost of a resource at 1,000 pools / at 100`,
      slope(of, middle, large) / Math.max(slope(of, small, middle), 1e-6),
      1.5,
    );
  }
  report(`check of ${large.resources} resources, CPU`, large.check.cpuSeconds, 2, " s");
  report(`check of ${large.resources} resources, memory`, large.check.peakMB, 400, " MB");
}

function synth(program, name) {
  const out = join(work, name);
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [program], {
    env: { ...process.env, CDKTF_OUTDIR: out },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return out;
}

/** Attributes of resources that differ between two outputs, by stack and address. */
function differences(aOut, bOut) {
  const found = {};
  for (const stack of readdirSync(join(aOut, "stacks"))) {
    const [a, b] = [aOut, bOut].map((out) =>
      JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8")),
    );
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (key !== "resource" && key !== "//" && !isDeepStrictEqual(a[key], b[key])) found[`${stack}/${key}`] = [];
    }
    for (const [type, resources] of Object.entries(a.resource ?? {})) {
      for (const [id, own] of Object.entries(resources)) {
        const other = b.resource?.[type]?.[id] ?? {};
        const keys = new Set([...Object.keys(own), ...Object.keys(other)]);
        const differing = [...keys].filter((key) => key !== "//" && !isDeepStrictEqual(own[key], other[key]));
        if (differing.length > 0) found[`${stack}/${type}.${id}`] = differing;
      }
    }
  }
  return found;
}

function countResources(out) {
  return readdirSync(join(out, "stacks")).reduce((sum, stack) => {
    const { resource = {} } = JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8"));
    return sum + Object.values(resource).reduce((count, all) => count + Object.keys(all).length, 0);
  }, 0);
}

function show({ cpuSeconds, peakMB }) {
  return `${cpuSeconds.toFixed(2)} s, ${peakMB.toFixed(0)} MB`;
}

main();
