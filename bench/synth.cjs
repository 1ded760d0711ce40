// Synth of the reference factory against the L1 program with the same output, and `check` of that output.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");
const { synth, writeHandWritten } = require("./hand-written.cjs");
const { measure } = require("./measure.cjs");
const { report, show } = require("./results.cjs");

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
  const oursOut = synth(ours, join(work, "ours-out"));
  const theirs = writeHandWritten(work, "l1", oursOut);

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

module.exports = { measureSynth };
