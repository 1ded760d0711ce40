// Whole processes, measured by the kernel: CPU seconds and peak memory of a child, the least of several runs.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const probe = join(__dirname, "probe.cjs");

/** Runs `node <script> <args>` and gives its own CPU seconds and its peak resident set, as it reports them at its end. */
function runOnce(script, args, environment) {
  const child = spawnSync(process.execPath, ["--require", probe, script, ...args], {
    env: { ...process.env, ...environment, NODE_OPTIONS: "" },
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  // A check that finds something ends with 1 and has done its work.
  if (child.status !== 0 && !(child.status === 1 && args[0] === "check"))
    throw new Error(`${script} ${args.join(" ")}: ${child.stderr}`);
  return JSON.parse(child.output[3]);
}

/** The run that took least: what others do on the machine meanwhile only adds to it. */
function measure(script, args = [], { runs = 5, environment = {} } = {}) {
  const all = Array.from({ length: runs }, () => runOnce(script, args, environment));
  return all.sort((a, b) => a.cpuSeconds - b.cpuSeconds)[0];
}

module.exports = { measure };
