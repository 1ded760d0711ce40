import type * as core from "cdktf";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { contribute } from "../../model";

const workload = () => ({
  id: "w",
  kind: "training" as const,
  model: "llama-3.1-8b",
  poolIds: [],
  precision: "bf16" as const,
});

test("a factory under the library's own core is built", () => {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "stack");
  expect(() => contribute(new Construct(stack, "part"), "workloads", workload)).not.toThrow();
});

test("a tree without an app is no fault", () => {
  expect(() =>
    contribute(new Construct(new Construct(undefined as never, ""), "part"), "workloads", workload),
  ).not.toThrow();
});

test("an app of a second copy of the core is refused, with the way out", () => {
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy of the core
    const other = require("cdktf") as typeof core;
    const stack = new other.TerraformStack(new other.App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "stack");
    expect(() => contribute(new Construct(stack, "part"), "workloads", workload)).toThrow(
      /stack\/part: the app and the library use different copies of the CDKTF core[\s\S]*npm ls cdktf cdktn/,
    );
  });
});
