import type { Documents, KubernetesObject } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { slurmObjects, slurmSettings } from "../slurm/objects";

export const slurmAccounting: Rule = {
  id: "PLT-210-slurm-accounting",
  family: "PLT",
  title: "Slurm's accounting, its database and its keys are there",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Limits and accounts live in slurmdbd. A controller that enforces them without it refuses every job; slurmdbd " +
    "without its MariaDB or MySQL does not start; and daemons whose keys differ (auth/slurm stands in for MUNGE) do " +
    "not speak to each other.",
  mend: "give the cluster accounting with a database, and all of its daemons the same keys",
  sources: [
    "Slurm documentation, Accounting and Resource Limits; Authentication Plugins, auth/slurm",
    "slurm-operator v1.2.1, Accounting and Controller definitions",
  ],
  unknownMeans: "A reference is not known yet, or the database stands outside of what is deployed here.",
  example: {
    fails: "AccountingStorageEnforce=limits without accountingRef",
    passes: "a Controller and an Accounting with one slurmKeyRef, and storageConfig.host of a Service that is deployed",
  },
  *check({ documents }) {
    if (!documents) return;
    for (const controller of slurmObjects(documents, "Controller")) yield* judge(controller, documents);
  },
};

function* judge(controller: KubernetesObject, documents: Documents): Iterable<Outcome> {
  const about = aboutObject(controller);
  const spec = at(controller.object, "spec");
  if (isUnknown(spec["accountingRef"])) {
    yield unknown(about, { message: "whether the controller has accounting is not known yet" });
    return;
  }
  const { name } = at(spec, "accountingRef");
  const enforced = slurmSettings(controller)?.get("accountingstorageenforce");
  if (name === undefined) {
    if (enforced === undefined || enforced === "none") {
      const message = "no records of Slurm's jobs: there are no accounts, no limits and no fair share";
      yield fail(about, { severity: "warning", message, given: "no accountingRef", allowed: "an Accounting" });
    } else {
      const message = "accounts are enforced that nobody keeps, so Slurm refuses every job";
      yield fail(about, { message, given: `AccountingStorageEnforce=${enforced}`, allowed: "with accountingRef" });
    }
    return;
  }
  const accounting = slurmObjects(documents, "Accounting").find((object) => object.name === name);
  if (accounting === undefined) {
    const message = "the controller names an accounting that is not there";
    yield fail(about, {
      message,
      given: name,
      allowed: slurmObjects(documents, "Accounting").map((each) => each.name),
    });
    return;
  }
  const own = at(accounting.object, "spec");
  if (own["external"] === true) {
    yield pass(aboutObject(accounting));
    return;
  }
  yield keysAgree(spec, own, accounting);
  yield databaseIsThere(accounting, documents);
}

function keysAgree(controller: ReturnType<typeof at>, spec: ReturnType<typeof at>, object: KubernetesObject): Outcome {
  const about = aboutObject(object);
  const keysOf = (of: ReturnType<typeof at>) =>
    JSON.stringify(["slurmKeyRef", "jwtKeyRef"].map((name) => [at(of, name)["name"], at(of, name)["key"]]));
  if (keysOf(controller) === keysOf(spec)) return pass(about);
  const message = "controller and accounting have different keys, and do not speak to each other";
  return fail(about, { message, given: keysOf(spec), allowed: keysOf(controller) });
}

function databaseIsThere(accounting: KubernetesObject, documents: Documents): Outcome {
  const about = aboutObject(accounting);
  const { host, port = 3306, passwordKeyRef } = at(accounting.object, "spec", "storageConfig");
  if (isUnknown(host) || isUnknown(port)) {
    return unknown(about, { message: "the accounting's database is not known yet" });
  }
  if (typeof host !== "string" || host === "" || passwordKeyRef === undefined) {
    return fail(about, {
      message: "the accounting has no database",
      given: host ?? "none",
      allowed: "host and password",
    });
  }
  if (port === 5432) {
    const message = "slurmdbd keeps its records in MariaDB or MySQL only";
    return fail(about, { message, given: "PostgreSQL's port 5432", allowed: "MariaDB or MySQL, 3306" });
  }
  // `db`, `db.namespace`, `db.namespace.svc…` are services of this cluster; anything else is outside of it.
  const [name = "", namespace = accounting.namespace ?? "default", svc] = host.split(".");
  if (svc !== undefined && svc !== "svc") return pass(about);
  const services = documents.kubernetesObjects("Service");
  if (services.some((service) => service.name === name && (service.namespace ?? "default") === namespace)) {
    return pass(about);
  }
  const message = `whether a database answers at '${host}' is not in what is deployed here`;
  return unknown(about, { message, given: host, fix: "deploy a SlurmDatabase, or see that the service is there" });
}
