import { slurmAccounting } from "../../../validation/rules/PLT-210-slurm-accounting";
import { describeRule } from "../support/describe-rule";
import { dualStack } from "../support/slurm";

describeRule(slurmAccounting, {
  passing: dualStack,
  stillPasses: {
    "a slurmdbd outside of the cluster": ({ accounting }) =>
      (accounting.spec = { external: true, externalConfig: { host: "dbd.site", port: 6819 } }),
    "a database outside of the cluster": ({ accounting }) =>
      (accounting.spec.storageConfig.host = "db.site.example.org"),
  },
  mutations: {
    "limits without accounting": {
      change: ({ controller }) => delete controller.spec.accountingRef,
      finds: /refuses every job/,
    },
    "no records at all": {
      change: ({ controller }) => {
        delete controller.spec.accountingRef;
        controller.spec.extraConf = "GresTypes=gpu";
      },
      finds: /no records of/,
    },
    "an accounting that is not there": {
      change: ({ controller }) => (controller.spec.accountingRef.name = "other"),
      finds: /names an accounting that is not there/,
    },
    "different keys": {
      change: ({ accounting }) => (accounting.spec.slurmKeyRef.name = "munge"),
      finds: /different keys/,
    },
    "no database": { change: ({ accounting }) => delete accounting.spec.storageConfig, finds: /has no database/ },
    PostgreSQL: {
      change: ({ accounting }) => (accounting.spec.storageConfig.port = 5432),
      finds: /MariaDB or MySQL only/,
    },
  },
  unknown: {
    "a service that nobody deploys here": ({ service }) => (service.metadata.name = "other"),
    "a database that the plan names": ({ accounting }) => (accounting.spec.storageConfig.host = "${var.host}"),
  },
});
