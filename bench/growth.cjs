// Growth with the number of pools: synth and check.
const { join } = require("node:path");
const { measure } = require("./measure.cjs");
const { countResources } = require("./outputs.cjs");
const { report, show } = require("./results.cjs");

function measureGrowth({ work, cli }) {
  const program = join(__dirname, "pools.cjs");
  // 760 pools are 10,000 resources.
  const [small, middle, tenThousand, large] = [10, 100, 760, 1000].map((pools) => {
    const out = join(work, `pools-${pools}`);
    const options = { runs: 3, environment: { CDKTF_OUTDIR: out, BENCH_POOLS: String(pools) } };
    const synthesis = measure(program, [], options);
    const check = measure(cli, ["check", out]);
    const resources = countResources(out);
    console.log(`  ${pools} pools, ${resources} resources: synth ${show(synthesis)}; check ${show(check)}`);
    return { pools, resources, synthesis, check };
  });
  // The cost of one more resource must not grow with the number of resources.
  const slope = (of, a, b) => (b[of].cpuSeconds - a[of].cpuSeconds) / (b.resources - a.resources);
  for (const of of ["synthesis", "check"]) {
    const ratio = slope(of, middle, large) / Math.max(slope(of, small, middle), 1e-6);
    report(`${of}: cost of a resource at 1,000 pools / at 100`, ratio, { goal: 1.5 });
  }
  const reason = "CPU time counts more on a machine that others use: see its load above, and docs/speed.md";
  report(`check of ${tenThousand.resources} resources, CPU`, tenThousand.check.cpuSeconds, {
    goal: 2,
    unit: " s",
    reason,
  });
  report(`check of ${tenThousand.resources} resources, memory`, tenThousand.check.peakMB, { goal: 400, unit: " MB" });
}

module.exports = { measureGrowth };
