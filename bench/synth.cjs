// Synth of the reference factory against the L1 program with the same output, and `check` of that output.
const { execFileSync } = require("node:child_process");
const { readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");
const { measure } = require("./measure.cjs");
const { differences } = require("./outputs.cjs");
const { check, report, show } = require("./results.cjs");
const { writeProgram } = require("./write-l1-program.cjs");

const reason =
  "the hand-written program was given every range, id and policy that ours computes from the catalogue (docs/speed.md)";

function measureSynth({ root, work, cli }) {
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
  const run = (program, name) => synth(program, join(work, name));
  const oursOut = run(ours, "ours-out");

  const theirs = join(work, "l1.cjs");
  writeFileSync(theirs, writeProgram(oursOut));
  writeFileSync(theirs, writeProgram(oursOut, differences(oursOut, run(theirs, "l1-out"))));
  const left = Object.keys(differences(oursOut, run(theirs, "l1-out")));
  const same = left.length === 0 ? "the same documents" : `other documents: ${left.join(", ")}`;
  check(`the hand-written program emits ${same}`, left.length === 0);

  const environment = (name) => ({ environment: { CDKTF_OUTDIR: join(work, name) } });
  const own = measure(ours, [], environment("ours-out"));
  const constructs = measure(bare, [], environment("bare-out"));
  const baseline = measure(theirs, [], environment("l1-out"));
  const judged = measure(cli, ["check", oursOut]);
  console.log(
    `  synth ${show(own)}, without the rules ${show(constructs)}; hand-written ${show(baseline)}; check ${show(judged)}`,
  );
  const ratio = (a, b) => a.cpuSeconds / b.cpuSeconds;
  report("synth without the design rules / hand-written L1 program, CPU", ratio(constructs, baseline), {
    goal: 1.1,
    reason,
  });
  report("synth with the design rules / hand-written L1 program, CPU", ratio(own, baseline));
  report("synth with the design rules / hand-written L1 program, memory", own.peakMB / baseline.peakMB);
  report("check / synth, CPU", ratio(judged, own), { goal: 0.5 });
}

function synth(program, out) {
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [program], {
    env: { ...process.env, CDKTF_OUTDIR: out },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return out;
}

module.exports = { measureSynth };
