// The sovereign policy on many resources.
const { join } = require("node:path");
const { measure } = require("./measure.cjs");
const { report, show } = require("./results.cjs");

function measurePolicy() {
  const judged = measure(join(__dirname, "policy-judge.cjs"));
  console.log(`  5000 resources judged by eu-strict: ${show(judged)}`);
  const reason = "CPU time counts more on a machine that others use: see its load above, and docs/speed.md";
  report("policy of 5000 resources, CPU", judged.cpuSeconds, { goal: 2, unit: " s", reason });
  report("policy of 5000 resources, memory", judged.peakMB, { goal: 500, unit: " MB" });
}

module.exports = { measurePolicy };
