import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Engines of RDS' own servers; editions and Aurora follow after a dash. */
const engines = ["postgres", "mysql", "mariadb", "oracle", "sqlserver", "db2", "aurora", "custom"];

export const databaseServer: Rule = {
  id: "STO-241-database-server",
  family: "STO",
  title: "a database server is of a class and an engine that RDS has",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any text as class and engine. RDS refuses it at apply; what keeps its state in the database " +
    "(MLflow, lakeFS, Slurm's accounting) then waits for a server that never comes.",
  mend: "take a class as `aws rds describe-orderable-db-instance-options` lists it, for example db.t4g.medium",
  sources: ["Amazon RDS User Guide, DB instance classes; API Reference, CreateDBInstance: Engine"],
  unknownMeans: "The class or the engine is not known yet; the plan decides.",
  example: { fails: "instance_class = t4g.medium", passes: "instance_class = db.t4g.medium" },
  *check({ documents }) {
    for (const server of documents?.resources("aws_db_instance", "aws_rds_cluster_instance") ?? []) yield judge(server);
  },
};

function judge(server: Resource): Outcome {
  const about = resourceAbout(server);
  const [size, engine] = [server.get("instance_class"), server.get("engine")];
  if (isGiven(size) && !isUnknown(size) && !isClass(String(size))) {
    const allowed = "db., a family and a size: db.t4g.medium, db.r7g.2xlarge";
    return fail(about, { message: "RDS has no such class of servers", given: size, allowed });
  }
  if (isGiven(engine) && !isUnknown(engine) && !engines.some((known) => isEngine(String(engine), known))) {
    return fail(about, { message: "RDS has no such engine", given: engine, allowed: engines });
  }
  if (isUnknown(size) || isUnknown(engine)) return unknown(about, { message: "class or engine is not known yet" });
  return pass(about);
}

function isClass(text: string): boolean {
  return (
    text === "db.serverless" || /^db\.[a-z]\w*\.(micro|small|medium|large|\d*xlarge)(\.tpc\d\.mem\dx)?$/.test(text)
  );
}

function isEngine(given: string, known: string): boolean {
  return given === known || given.startsWith(`${known}-`);
}
