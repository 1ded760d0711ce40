import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformHclModule, TerraformStack } from "cdktf";
import { runCheck } from "../../cli/commands/check";

const examples = resolve(__dirname, "../../examples");

/** The app of an example as it stands before its own `synth`. */
function appOf(name: string): App {
  process.env.CDKTF_OUTDIR = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "outside-"));
  const apps: App[] = [];
  const synth = jest.spyOn(App.prototype, "synth").mockImplementation(function (this: App) {
    apps.push(this);
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example is chosen at run time
  require(join(examples, name, "main.ts"));
  synth.mockRestore();
  const [app] = apps;
  if (app === undefined) throw new Error(`${name} makes no app`);
  return app;
}

/** A queue in us-east-1, in each of the ways in which one line puts it there. */
function addOutside(app: App): void {
  const [stack] = app.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  if (stack === undefined) throw new Error("the app has no stack");
  new SqsQueue(stack, "by-override").addOverride("region", "us-east-1");
  const provider = new AwsProvider(stack, "elsewhere", { alias: "elsewhere", region: "us-east-1" });
  new SqsQueue(stack, "by-alias", { provider });
  stack.addOverride("resource.aws_sqs_queue.by-raw-override", { region: "us-east-1" });
  const source = join(app.outdir, "module");
  mkdirSync(source);
  writeFileSync(
    join(source, "main.tf.json"),
    JSON.stringify({ resource: { aws_sqs_queue: { q: { region: "us-east-1" } } } }),
  );
  new TerraformHclModule(stack, "by-module", { source });
}

describe.each(["sovereign-eu", "sovereign-eusc", "sovereign-onprem"])("in %s a queue in us-east-1", (name) => {
  const app = appOf(name);
  addOutside(app);
  let message = "";
  try {
    app.synth();
  } catch (error) {
    message = String(error);
  }

  it.each(["by-override", "by-alias", "by-raw-override"])("%s stops synth, by its name", (id) => {
    expect(message).toContain(`aws_sqs_queue.${id}`);
  });

  it("is found by name in what was written, that of a module as well", async () => {
    const { exitCode, stdout } = await runCheck(join(app.outdir, "stacks"), {
      format: "json",
      failOn: "error",
      today: "2026-11-21",
      color: false,
      boundary: join(examples, name, "boundary.yaml"),
    });
    expect(exitCode).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; address: string; location?: string }[] };
    const outside = findings.filter(({ rule }) => rule === "SOV-RES-01-effective-location");
    expect(outside.map(({ address, location }) => `${address} ${location}`).sort()).toEqual([
      "aws_sqs_queue.by-alias us-east-1 (US)",
      "aws_sqs_queue.by-override us-east-1 (US)",
      "aws_sqs_queue.by-raw-override us-east-1 (US)",
      "module.by-module.aws_sqs_queue.q us-east-1 (US)",
    ]);
  });
});
