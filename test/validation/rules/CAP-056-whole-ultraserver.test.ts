import { ultraServersOf } from "../../../catalog/aws/capacity-blocks";
import { wholeUltraServer } from "../../../validation/rules/CAP-056-whole-ultraserver";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch, type EmittedLaunch } from "../support/launch";

const sizes = (min: unknown, max: unknown) => (input: EmittedLaunch) => {
  Object.assign(input.group.scaling_config, { min_size: min, max_size: max });
};

describeRule(wholeUltraServer, {
  passing: () => {
    const input = blockLaunch("p6e-gb200.36xlarge");
    sizes(18, 18)(input);
    return input;
  },
  stillPasses: { "half of the rack": sizes(9, 9), "off until it begins": sizes(0, 18) },
  mutations: {
    "sixteen instances": { change: sizes(16, 16), finds: /no UltraServer of p6e-gb200\.36xlarge/ },
    "two UltraServers in one group": sizes(36, 36),
    "part of it": { change: sizes(9, 18), finds: /part of an UltraServer/ },
  },
  unknown: { "a size from a variable": sizes(0, "${var.nodes}") },
});

describe("CAP-056 on ordinary types", () => {
  it("has nothing to judge, and the catalogue knows both sizes of GB200", () => {
    expect(check(wholeUltraServer, blockLaunch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
    expect(ultraServersOf("p6e-gb200.36xlarge").map(({ instances }) => instances)).toEqual([9, 18]);
  });
});
