import { databaseServer } from "../../../validation/rules/STO-241-database-server";
import { describeRule } from "../support/describe-rule";

function server() {
  const server: Record<string, unknown> = { instance_class: "db.t4g.medium", engine: "postgres" };
  return { server, stacks: { infra: { resource: { aws_db_instance: { mlflow: server } } } } };
}

describeRule(databaseServer, {
  passing: server,
  stillPasses: {
    "a large class": ({ server }) => (server["instance_class"] = "db.r7g.16xlarge"),
    "a class with its memory": ({ server }) => (server["instance_class"] = "db.r5.4xlarge.tpc2.mem2x"),
    "an edition": ({ server }) => (server["engine"] = "oracle-se2-cdb"),
    "a restored server, which says no engine": ({ server }) => delete server["engine"],
  },
  mutations: {
    "an instance type of EC2": {
      change: ({ server }) => (server["instance_class"] = "t4g.medium"),
      finds: /no such class of servers/,
    },
    "no size": ({ server }) => (server["instance_class"] = "db.t4g"),
    "a size that is none": ({ server }) => (server["instance_class"] = "db.t4g.mediun"),
    "an engine that is none": { change: ({ server }) => (server["engine"] = "postgress"), finds: /no such engine/ },
  },
  unknown: {
    "a class from a variable": ({ server }) => (server["instance_class"] = "${var.class}"),
    "an engine from a variable": ({ server }) => (server["engine"] = "${var.engine}"),
  },
});
