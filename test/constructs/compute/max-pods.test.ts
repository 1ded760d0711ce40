import { efaLayout, instanceType } from "../../../catalog";
import { poolMaxPods } from "../../../constructs/compute";

test.each([
  // [type, with EFA, prefix delegation, pods]
  ["p5en.48xlarge", false, false, 198],
  // EFA takes one of the four interfaces of card 0, with 49 addresses for pods.
  ["p5en.48xlarge", true, false, 149],
  ["p5en.48xlarge", true, true, 250],
  // Card 0 of p5 has two interfaces: one is left for pods.
  ["p5.48xlarge", true, false, 51],
  ["p4d.24xlarge", false, false, 250],
  ["m7i.2xlarge", false, false, 58],
  ["m7i.2xlarge", false, true, 110],
  // Two interfaces of four addresses: 6 prefixes.
  ["m7g.medium", false, true, 98],
  ["p6e-gb200.36xlarge", true, true, undefined],
])("%s with EFA %s and prefix delegation %s runs %s pods", (name, efa, prefixDelegation, pods) => {
  const type = instanceType(name);
  expect(poolMaxPods(type, efa ? efaLayout(type) : [], prefixDelegation)).toBe(pods);
});
