import { destroyProtection } from "../../../validation/rules/OPS-001-destroy-protection";
import { describeRule } from "../support/describe-rule";
import { lustreStack, type Attributes } from "../support/lustre";

function factory() {
  const made = lustreStack();
  const database: Attributes = { final_snapshot_identifier: "registry-final" };
  Object.assign(made.stack.resource, { aws_db_instance: { registry: database } });
  return { ...made, database };
}

describeRule(destroyProtection, {
  passing: factory,
  stillPasses: {
    "a bucket that cannot be destroyed": ({ bucket }) =>
      Object.assign(bucket, { force_destroy: true, lifecycle: { prevent_destroy: true } }),
    "a final backup without links": ({ links, filesystem }) => {
      delete links["checkpoints"];
      filesystem["skip_final_backup"] = false;
    },
    "a scratch filesystem": ({ links, filesystem }) => {
      delete links["checkpoints"];
      filesystem["deployment_type"] = "SCRATCH_2";
    },
  },
  mutations: {
    "a bucket that is emptied": {
      change: ({ bucket }) => (bucket["force_destroy"] = "true"),
      finds: /empties the bucket/,
    },
    "no backup and no link": { change: ({ links }) => delete links["checkpoints"], finds: /files are gone/ },
    "a database that can never go": {
      change: ({ database }) => delete database["final_snapshot_identifier"],
      finds: /can never be destroyed/,
    },
    "a database that goes without a trace": {
      change: ({ database }) => (database["skip_final_snapshot"] = true),
      finds: /without a snapshot/,
    },
  },
  unknown: { "a switch from a variable": ({ bucket }) => (bucket["force_destroy"] = "${var.force}") },
});
