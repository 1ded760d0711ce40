import { isObject, type Value } from "../../documents/value";
import { fail, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** Data sources that run programs or call hosts while planning, before any gate. */
const atPlan = ["external", "http", "shell_script"] as const;
const calls = ["aws_lambda_invocation", "aws_lambda_invoke", "aws_codebuild_start_build", "shell_script"] as const;

export const SOV_SUP_06 = policyRule({
  id: "SOV-SUP-06-code-at-plan",
  title: "no code runs while terraform plans or applies",
  weight: "critical",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.10", "EU CSF SOV-5"],
  covers: ["AWS-0134"],
  cause:
    "A program of the configuration runs with the credentials of the pipeline, and a data source does so before any gate has seen the plan.",
  mend: "move the step into the pipeline, or use a resource of a provider",
  example: {
    fails: '`provisioner "local-exec"` in a null_resource',
    passes: "`terraform_data` without provisioners",
    evades: '`data "external"`, which runs while the plan is made',
  },
  *check({ documents }) {
    for (const source of documents.dataSources(...atPlan)) {
      yield fail(source, {
        message: "it runs while the plan is made, before any check of the plan",
        given: source.get("program") ?? source.get("url"),
        covers: source.type === "http" ? ["AWS-0134"] : [],
      });
    }
    for (const call of documents.resources(...calls))
      yield fail(call, { message: "it runs code while terraform applies" });
    for (const resource of documents.resources()) {
      const kinds = provisioners(resource.get("provisioner"));
      const running = kinds.filter((kind) => kind !== "file");
      if (running.length > 0)
        yield fail(resource, { message: `it runs code by ${running.join(", ")}`, given: running });
      else yield pass(resource);
    }
    // A plan keeps the provisioners in its configuration only.
    for (const { source, name, kind } of documents.stacks) {
      if (kind === "plan") yield* planned(source, { path: name, address: name });
    }
  },
});

function provisioners(value: Value | undefined): readonly string[] {
  const blocks: readonly Value[] = Array.isArray(value)
    ? (value as readonly Value[])
    : value === undefined
      ? []
      : [value];
  return blocks.flatMap((block) => (isObject(block) ? Object.keys(block) : []));
}

const maxDepth = 60;

function* planned(node: unknown, thing: Thing, depth = 0): Generator<PolicyOutcome> {
  if (typeof node !== "object" || node === null || depth > maxDepth) return;
  const { provisioners: written, address } = node as Readonly<Record<string, unknown>>;
  if (Array.isArray(written)) {
    for (const entry of written as readonly Readonly<Record<string, unknown>>[]) {
      const at = typeof address === "string" ? { path: address, address } : thing;
      yield fail(at, { message: `it runs code by ${String(entry["type"])}`, given: entry["type"] });
    }
  }
  for (const inner of Object.values(node)) yield* planned(inner, thing, depth + 1);
}
