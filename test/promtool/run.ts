import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { kafkaRuleGroup } from "../../constructs/data/kafka-rules";
import { KubePrometheusStack, FactoryRules, OpenCost, type RuleGroup } from "../../constructs/observability";
import { filesystemRules } from "../../constructs/observability/rules/filesystem-rules";
import { envoyRules, haproxyRules } from "../../constructs/gateway/gateway-rules";
import { nodeHealthRules } from "../../constructs/scheduling/node-health-rules";
import { filesystemRuleTests, watchedFilesystems } from "./filesystem-rule-tests";
import { ruleTests } from "./rule-tests";

/** Runs Prometheus' own checks over the rules that the library emits: their syntax, and what they say to given series. */

const found = spawnSync("promtool", ["--version"], { encoding: "utf8" });
if (found.error !== undefined) {
  console.log("promtool is not on the PATH (Debian: apt-get install prometheus): nothing was checked");
  console.log("0 passed, 0 failed");
  process.exit(process.env.CI === undefined ? 0 : 1);
}

const folder = mkdtempSync(join(tmpdir(), "promtool-"));
let passed = 0;
let failed = 0;

function check(title: string, args: readonly string[], expectSuccess = true): void {
  const { status, stdout, stderr } = spawnSync("promtool", args, { cwd: folder, encoding: "utf8" });
  if ((status === 0) === expectSuccess) passed += 1;
  else {
    failed += 1;
    console.log(`${title}\n${stdout}${stderr}`);
  }
}

function writeRules(name: string, groups: readonly RuleGroup[]): string {
  writeFileSync(join(folder, name), stringify({ groups }));
  return name;
}

try {
  const monitoring = new KubePrometheusStack();
  const prices = { usdPerCpuHour: 0.05, usdPerMemoryGiBHour: 0.004, usdPerAcceleratorHour: 5 };
  const groups = [
    ...new FactoryRules({ monitoring, exporters: [], usdPerAcceleratorHour: 3 }).groups,
    ...new OpenCost({ monitoring, prices }).groups,
    kafkaRuleGroup("streams", "kafka"),
    envoyRules("envoy", "gateway/envoy", 3),
    haproxyRules("haproxy", "gateway/haproxy"),
    nodeHealthRules({ namespace: "nvsentinel", maxCordonedPercent: 20 }),
    filesystemRules(watchedFilesystems, 0.8),
  ];
  for (const group of groups) {
    check(`rules of ${group.name}`, ["check", "rules", writeRules(`${group.name}.yaml`, [group])]);
  }
  // Shows that a rule that Prometheus does not read is found.
  const broken: RuleGroup = { name: "broken", rules: [{ record: "x", expr: "sum(" }] };
  check("a broken rule passed", ["check", "rules", writeRules("broken.yaml", [broken])], false);

  writeRules("all.yaml", groups);
  for (const test of [...ruleTests, ...filesystemRuleTests]) {
    const file = `test-${passed + failed}.yaml`;
    const { title, ...series } = test;
    writeFileSync(
      join(folder, file),
      stringify({ rule_files: ["all.yaml"], evaluation_interval: "1m", tests: [series] }),
    );
    check(title, ["test", "rules", file]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
