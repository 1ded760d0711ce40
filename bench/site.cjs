// A site of 10,000 nodes, planned to the last cable.
const { join } = require("node:path");
const { measure } = require("./measure.cjs");
const { report } = require("./results.cjs");

function measureSite() {
  const planned = measure(join(__dirname, "site-plan.cjs"), [], { runs: 3 });
  report("plan of a site of 10000 nodes, CPU", planned.cpuSeconds, { goal: 10, unit: " s" });
  report("plan of a site of 10000 nodes, memory", planned.peakMB, { goal: 1000, unit: " MB" });
}

module.exports = { measureSite };
