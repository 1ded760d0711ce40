// The equal shape, the L1 program with the same output, and the same shape built with eks-blueprints where asked for.
const { execFileSync } = require("node:child_process");
const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { writeHandWritten } = require("./hand-written.cjs");
const { measure } = require("./measure.cjs");
const { countResources } = require("./outputs.cjs");
const { report, show } = require("./results.cjs");

const rivals = join(__dirname, "rivals");
const reason = "cdktf and its provider classes take most of it: compare the hand-written program above (docs/speed.md)";

function measureShape({ work, rivals: asked }) {
  const out = join(work, "shape-out");
  const program = join(__dirname, "equal-shape.cjs");
  const own = measure(program, [], { environment: { CDKTF_OUTDIR: out } });
  const bareOut = join(work, "shape-bare");
  const bare = measure(program, [], { environment: { CDKTF_OUTDIR: bareOut, BENCH_RULES: "off" } });
  const baseline = measure(writeHandWritten(work, "shape-l1", bareOut), [], {
    environment: { CDKTF_OUTDIR: join(work, "shape-l1-out") },
  });
  console.log(
    `  equal shape, ${addOns(out)} add-ons, ${countResources(out)} resources: ${show(own)}; without the rules ${show(bare)}; hand-written ${show(baseline)}`,
  );
  report("equal shape, CPU", bare.cpuSeconds, { goal: 0.5, unit: " s", reason });
  report("equal shape / hand-written L1 program, CPU", bare.cpuSeconds / baseline.cpuSeconds);
  report("equal shape, memory", bare.peakMB, { goal: 120, unit: " MiB", reason });
  report("equal shape, judged by the design rules, CPU", own.cpuSeconds, { unit: " s" });
  report("equal shape, judged by the design rules, memory", own.peakMB, { unit: " MiB" });
  if (!asked) {
    console.log("  skipped: the same with eks-blueprints, which weighs 545 MB: npm run bench -- --rivals");
    return;
  }
  if (!existsSync(join(rivals, "node_modules", "@aws-quickstart"))) {
    execFileSync("npm", ["ci", "--prefix", rivals, "--silent", "--omit=peer"], { stdio: "inherit" });
  }
  const theirsOut = join(work, "rival-out");
  const theirs = measure(join(rivals, "eks-blueprints.cjs"), [], { environment: { CDK_OUTDIR: theirsOut } });
  const size = execFileSync("du", ["-sm", join(rivals, "node_modules")], { encoding: "utf8" }).split("\t")[0];
  console.log(`  eks-blueprints, ${templateResources(theirsOut)} resources: ${show(theirs)}; ${size} MB installed`);
  report("equal shape / eks-blueprints, CPU", bare.cpuSeconds / theirs.cpuSeconds, { goal: 1 });
  report("equal shape, judged / eks-blueprints, CPU", own.cpuSeconds / theirs.cpuSeconds);
  report("equal shape / eks-blueprints, memory", bare.peakMB / theirs.peakMB, { goal: 1 });
}

/** Charts and EKS add-ons of an output. */
function addOns(out) {
  return readdirSync(join(out, "stacks")).reduce((sum, stack) => {
    const { resource = {} } = JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8"));
    const charts = Object.values(resource.helm_release ?? {}).filter(({ repository }) => repository !== undefined);
    return sum + charts.length + Object.keys(resource.aws_eks_addon ?? {}).length;
  }, 0);
}

function templateResources(out) {
  const templates = readdirSync(out).filter((name) => name.endsWith(".template.json"));
  return templates.reduce((sum, name) => {
    const { Resources = {} } = JSON.parse(readFileSync(join(out, name), "utf8"));
    return sum + Object.keys(Resources).length;
  }, 0);
}

module.exports = { measureShape };
