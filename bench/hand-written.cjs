// The L1 program that emits what one of ours emits.
const { execFileSync } = require("node:child_process");
const { rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { differences } = require("./outputs.cjs");
const { check } = require("./results.cjs");
const { writeProgram } = require("./write-l1-program.cjs");

/** Writes `<name>.cjs` into `work`: the program that emits the documents of `oursOut`. Gives its path. */
function writeHandWritten(work, name, oursOut) {
  const program = join(work, `${name}.cjs`);
  const out = join(work, `${name}-out`);
  // The first one shows what the second one must write by hand.
  writeFileSync(program, writeProgram(oursOut));
  writeFileSync(program, writeProgram(oursOut, differences(oursOut, synth(program, out))));
  const left = Object.keys(differences(oursOut, synth(program, out)));
  const same = left.length === 0 ? "the same documents" : `other documents: ${left.join(", ")}`;
  check(`the hand-written program emits ${same}`, left.length === 0);
  return program;
}

/** Runs a program into a folder that holds nothing else. */
function synth(program, out) {
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, [program], {
    env: { ...process.env, CDKTF_OUTDIR: out },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return out;
}

module.exports = { synth, writeHandWritten };
