import { volumePerformance } from "../../../validation/rules/STO-195-volume-performance";
import { check, describeRule } from "../support/describe-rule";

function volumes() {
  const ebs: Record<string, unknown> = { volume_type: "gp3", volume_size: 200, iops: 4000, throughput: 500 };
  const volume: Record<string, unknown> = { type: "gp3", size: 100 };
  const resource = {
    aws_launch_template: { nodes: { block_device_mappings: [{ device_name: "/dev/xvda", ebs }] } },
    aws_ebs_volume: { data: volume },
  };
  return { ebs, volume, stacks: { infra: { resource } } };
}

describeRule(volumePerformance, {
  passing: volumes,
  stillPasses: {
    "what is included": ({ ebs }) => Object.assign(ebs, { iops: null, throughput: null }),
    "a large io2": ({ volume }) => Object.assign(volume, { type: "io2", size: 500, iops: 200_000 }),
  },
  mutations: {
    "more IOPS than gp3 has": {
      change: ({ volume }) => Object.assign(volume, { size: 1000, iops: 99_999 }),
      finds: /IOPS at its size/,
    },
    "more IOPS than the size carries": ({ ebs }) =>
      Object.assign(ebs, { volume_size: 10, iops: 6000, throughput: null }),
    "throughput without the IOPS for it": {
      change: ({ ebs }) => (ebs["throughput"] = 1001),
      finds: /throughput at its IOPS/,
    },
    "too few IOPS for the throughput": ({ ebs }) => Object.assign(ebs, { iops: 3000, throughput: 800 }),
    "io2 without IOPS": { change: ({ volume }) => (volume["type"] = "io2"), finds: /needs IOPS/ },
    "throughput of gp2": {
      change: ({ ebs }) => Object.assign(ebs, { volume_type: "gp2", iops: null }),
      finds: /not sold for gp2/,
    },
    "IOPS of gp2, which is what no type means": {
      change: ({ volume }) => {
        delete volume["type"];
        volume["iops"] = 3000;
      },
      finds: /IOPS are not sold/,
    },
    "a size that does not exist": { change: ({ volume }) => (volume["size"] = 100_000), finds: /this size/ },
    "a type that does not exist": { change: ({ volume }) => (volume["type"] = "gp4"), finds: /no such volume type/ },
  },
  unknown: { "IOPS from a variable": ({ ebs }) => (ebs["iops"] = "${var.iops}") },
});

describe("STO-195 of an instance", () => {
  it("judges its root volume", () => {
    const instance = {
      instance_type: "m7i.large",
      root_block_device: [{ volume_type: "gp3", volume_size: 8, iops: 16_000 }],
    };
    const { findings } = check(volumePerformance, {
      stacks: { infra: { resource: { aws_instance: { one: instance } } } },
    });
    expect(findings).toMatchObject([{ given: 16_000, allowed: "3000 to 4000" }]);
  });
});
