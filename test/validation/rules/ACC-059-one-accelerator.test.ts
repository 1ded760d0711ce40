import { oneAccelerator } from "../../../validation/rules/ACC-059-one-accelerator";
import { check, describeRule } from "../support/describe-rule";
import { launch, type EmittedLaunch } from "../support/launch";

const types =
  (...names: string[]) =>
  (input: EmittedLaunch) => {
    delete input.template["instance_type"];
    input.group["instance_types"] = names;
  };

describeRule(oneAccelerator, {
  passing: () => {
    const input = launch();
    types("g6e.4xlarge", "g6e.8xlarge")(input);
    return input;
  },
  stillPasses: { "processors of one architecture": types("m7i.4xlarge", "m6i.4xlarge") },
  mutations: {
    "another GPU": { change: types("g6e.12xlarge", "g5.12xlarge"), finds: /differ in accelerator/ },
    "one without GPU": types("g6e.4xlarge", "m7i.4xlarge"),
    "more GPUs": { change: types("g6e.4xlarge", "g6e.12xlarge"), finds: /differ in the number/ },
    "another architecture": { change: types("m7i.4xlarge", "m7g.4xlarge"), finds: /differ in architecture/ },
  },
  unknown: {
    "a type from a variable": types("g6e.4xlarge", "${var.type}"),
    "a type that the catalogue lacks": types("g6e.4xlarge", "p2.xlarge"),
  },
});

describe("ACC-059 on one type", () => {
  it("has nothing to judge", () => {
    expect(check(oneAccelerator, launch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
