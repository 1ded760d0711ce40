import { sharingVendor } from "../../../validation/rules/ACC-056-sharing-vendor";
import { describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(sharingVendor, {
  passing: () => {
    const input = dated();
    input.pool.sharing = { kind: "time-slicing", replicas: 4 };
    return input;
  },
  stillPasses: {
    "a MIG profile": ({ pool }) => (pool.sharing = { kind: "mig", profile: "1g.18gb" }),
    "as many clients as MPS serves": ({ pool }) => (pool.sharing = { kind: "mps", replicas: 48 }),
  },
  mutations: {
    "a Neuron device": {
      change: ({ pool }) => {
        const accelerator = { name: "AWS Trainium2", kind: "neuron", perNode: 16 };
        pool.accelerator = { ...accelerator, resourceName: "aws.amazon.com/neuron" };
      },
      finds: /AWS Trainium2 cannot be shared by time-slicing/,
    },
    "an AMD GPU": ({ pool }) => (pool.accelerator = { name: "AMD MI300X", kind: "gpu", perNode: 8 }),
    "one client too many": {
      change: ({ pool }) => (pool.sharing = { kind: "mps", replicas: 49 }),
      finds: /49 pods cannot share/,
    },
    alone: ({ pool }) => (pool.sharing = { kind: "time-slicing", replicas: 1 }),
    "no number": ({ pool }) => (pool.sharing = { kind: "time-slicing" }),
    "no profile": ({ pool }) => (pool.sharing = { kind: "mig" }),
  },
  unknown: { "no accelerator": ({ pool }) => delete pool.accelerator },
});
