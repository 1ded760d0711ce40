import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, EndToEndExample, ExampleReport, Phase } from "../../testing/e2e";

/** A stack that the harness must report as broken, in this phase and at this address. */
export interface NegativeControl {
  readonly name: string;
  readonly phase: Phase;
  readonly address: string;
  readonly document: object;
}

const aws = { source: "aws", version: "5.100.0" };

export const negativeControls: readonly NegativeControl[] = [
  {
    name: "control-plan",
    phase: "plan",
    address: "aws_vpc.broken",
    // A variable is unknown to validate, so that only the plan can see the impossible prefix.
    document: {
      terraform: { required_providers: { aws }, backend: { local: { path: "../../../control-plan.tfstate" } } },
      provider: { aws: [{ region: "eu-north-1" }] },
      variable: { cidr: { type: "string", default: "10.0.0.0/33" } },
      resource: { aws_vpc: { broken: { cidr_block: "${var.cidr}" } } },
    },
  },
  {
    name: "control-second-plan",
    phase: "second plan",
    address: "terraform_data.restless",
    document: {
      terraform: { backend: { local: { path: "../../../control-second-plan.tfstate" } } },
      resource: { terraform_data: { restless: { input: "${timestamp()}" } } },
    },
  },
];

/** Writes a control as a synthesised `cdktf.out`. */
export function writeControl(control: NegativeControl, folder: string): EndToEndExample {
  const outDir = join(folder, control.name);
  const stackFolder = join(outDir, "stacks", control.name);
  mkdirSync(stackFolder, { recursive: true });
  writeFileSync(join(stackFolder, "cdk.tf.json"), JSON.stringify(control.document, null, 2));
  return { name: control.name, outDir };
}

/** Passed when the report fails exactly where it must. */
export function judgeControl(control: NegativeControl, report: ExampleReport): Check {
  const failed = report.checks.find((check) => check.name === `${control.name}: ${control.phase}`);
  const reported = failed?.problems.some(({ address }) => address === control.address) === true;
  const name = `negative control: the harness reports ${control.address} at ${control.phase}`;
  if (failed?.passed === false && reported) return { name, passed: true, seconds: report.seconds, problems: [] };
  const summary = `nothing was reported at ${control.address}: the harness would not see such a fault elsewhere either`;
  return {
    name,
    passed: false,
    seconds: report.seconds,
    problems: [{ phase: control.phase, stack: control.name, summary, detail: JSON.stringify(report.checks, null, 2) }],
  };
}
