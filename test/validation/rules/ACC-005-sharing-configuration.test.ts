import { sharingConfiguration } from "../../../validation/rules/ACC-005-sharing-configuration";
import { check, describeRule, type StackJson } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

type Values = Record<string, unknown>;

function platform(chart: string, values: Values) {
  const release: Values = { name: chart, chart, repository: "https://helm.ngc.nvidia.com/nvidia", values: [] };
  const pool = node("pools");
  const resource: Record<string, Record<string, Values>> = { helm_release: { gpu: release } };
  const stacks = { platform: { resource } } as Record<string, StackJson>;
  const write = (changed: Values) => (release["values"] = [JSON.stringify(changed)]);
  write(values);
  return { pool, release, resource, write, model: emptyModel({ pools: [pool] }), stacks };
}

function mig() {
  const input = platform("gpu-operator", { mig: { strategy: "mixed" }, migManager: { enabled: true } });
  input.pool.sharing = { kind: "mig", profile: "1g.18gb" };
  return input;
}

describeRule(sharingConfiguration, {
  passing: mig,
  stillPasses: {
    "the chart's own MIG manager": ({ write }) => write({ mig: { strategy: "mixed" } }),
    "values by set": ({ release }) =>
      Object.assign(release, { values: [], set: [{ name: "mig.strategy", value: "mixed" }] }),
  },
  mutations: {
    "one resource for all profiles": {
      change: ({ write }) => write({ mig: { strategy: "single" } }),
      finds: /offers no nvidia\.com\/mig-1g\.18gb/,
    },
    "the chart's own strategy": ({ write }) => write({}),
    "the manager is off": {
      change: ({ write }) => write({ mig: { strategy: "mixed" }, migManager: { enabled: false } }),
      finds: /MIG manager is off/,
    },
    "the device plugin alone": {
      change: ({ release }) => Object.assign(release, { chart: "nvidia-device-plugin" }),
      finds: /does not cut accelerators/,
    },
  },
  unknown: {
    "no platform in the documents": ({ resource }) => delete resource["helm_release"],
    "a strategy from a variable": ({ release }) =>
      (release["values"] = ['${yamlencode({"mig" = {"strategy" = var.s}})}']),
    "values from a variable": ({ release }) => (release["values"] = ["${var.values}"]),
  },
});

function sliced() {
  const input = platform("nvidia-device-plugin", { config: { map: { exclusive: "v1", "time-slicing-4": "v1" } } });
  input.pool.sharing = { kind: "time-slicing", replicas: 4 };
  input.pool.labels = { "nvidia.com/device-plugin.config": "time-slicing-4" };
  return input;
}

describeRule(sharingConfiguration, {
  passing: sliced,
  stillPasses: {
    "the operator's config map": (input) => {
      input.release["chart"] = "gpu-operator";
      input.write({ devicePlugin: { config: { name: "sharing" } } });
      const manifest = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "sharing" },
        data: { "time-slicing-4": "" },
      };
      input.resource["kubernetes_manifest"] = { sharing: { manifest } };
    },
  },
  mutations: {
    "another name on the label": {
      change: ({ pool }) => (pool.labels["nvidia.com/device-plugin.config"] = "time-slicing-8"),
      finds: /no configuration 'time-slicing-8'/,
    },
    "no configurations": ({ write }) => write({}),
  },
  unknown: {
    "no platform in the documents": ({ resource }) => delete resource["helm_release"],
    "a config map from elsewhere": ({ write }) => write({ config: { name: "elsewhere" } }),
  },
});

describe("ACC-005 on whole accelerators", () => {
  it("has nothing to judge", () => {
    const input = sliced();
    delete input.pool.sharing;
    input.pool.labels = {};
    expect(check(sharingConfiguration, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
