import { componentNeeds } from "../../../validation/rules/VER-104-component-needs";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withSlurm() {
  const input = platform();
  input.install("slurm-operator-crds", "1.2.1");
  const after = ["helm_release.cert-manager", "helm_release.slurm-operator-crds"];
  input.install("slurm-operator", "1.2.1", {}, { depends_on: after });
  input.install("slurm", "1.2.1", {}, { depends_on: ["helm_release.slurm-operator"] });
  input.install("gpu-operator-charts", "v1.5.1", {}, { depends_on: ["helm_release.cert-manager"] });
  input.install("neuron-helm-chart", "1.9.0", { scheduler: { enabled: true } });
  return input;
}

describeRule(componentNeeds, {
  passing: withSlurm,
  stillPasses: {
    "the operator brings its own definitions": ({ install, releases }) => {
      delete releases["slurm-operator-crds"];
      install("slurm-operator", "1.2.1", { crds: { enabled: true } }, { depends_on: ["helm_release.cert-manager"] });
    },
  },
  mutations: {
    "crds-first: no definitions": {
      change: ({ releases }) => delete releases["slurm-operator-crds"],
      finds: /slurm-operator needs slurm-operator-crds.*\(crds-first\)/,
    },
    "crds-first: no order": {
      change: ({ releases }) => (releases["slurm-operator"].depends_on = ["helm_release.cert-manager"]),
      finds: /may be installed before slurm-operator-crds.*\(crds-first\)/,
    },
    "slurm-min and amd-certmanager: no certificates": {
      change: ({ releases }) => delete releases["cert-manager"],
      finds: /\(slurm-min\)[\s\S]*\(amd-certmanager\)|\(amd-certmanager\)[\s\S]*\(slurm-min\)/,
    },
    "slurm-min: a cluster without its operator": {
      change: ({ releases }) => delete releases["slurm-operator"],
      finds: /slurm needs slurm-operator.*\(slurm-min\)/,
    },
    "neuron-contiguous": {
      change: ({ install }) => install("neuron-helm-chart", "1.9.0"),
      finds: /\(neuron-contiguous\)/,
    },
    "efa-allowlist": {
      change: ({ values }) =>
        values("efa", { supportedInstanceLabels: { keys: ["ai-factory/pool"], values: ["h100"] } }),
      finds: /does not run on pool 'h200'.*\(efa-allowlist\)/,
    },
  },
  unknown: {
    "the chart's own allow-list": ({ values }) => values("efa", {}),
    "a switch from a variable": ({ values }) => values("slurm-operator", { certManager: { enabled: "${var.certs}" } }),
  },
});
