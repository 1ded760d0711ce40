import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

const nodeSet = (w: World, change: (spec: Json) => void) =>
  w.object("NodeSet", (object) => change(object["spec"] as Json));
const controller = (w: World, change: (spec: Json) => void) =>
  w.object("Controller", (object) => change(object["spec"] as Json));
const accounting = (w: World, change: (spec: Json) => void) =>
  w.object("Accounting", (object) => change(object["spec"] as Json));
const settings = (w: World, from: RegExp, to: string) =>
  controller(w, (spec) => {
    if (!from.test(String(spec["extraConf"]))) throw new NotHere(from.source);
    spec["extraConf"] = String(spec["extraConf"]).replace(from, to);
  });

/** Faults of Slurm beside Kubernetes. */
export const slurmMutants: readonly Mutant[] = [
  ...mutants("PLT-200", {
    "Slurm takes every node of the pool": (w) =>
      nodeSet(w, (spec) => delete spec["template"].spec.nodeSelector["ai-factory/scheduler"]),
    "Slurm takes every node": (w) => nodeSet(w, (spec) => delete spec["template"].spec.nodeSelector),
    "Kueue takes every node of the pool": (w) => {
      nodeSet(w, () => undefined);
      w.object("ResourceFlavor", (flavor) => delete flavor["spec"].nodeLabels["ai-factory/scheduler"]);
    },
    "two NodeSets of the same nodes": (w) =>
      w.objects("NodeSet", (objects, own) =>
        objects.push({ ...structuredClone(own), metadata: { name: "again", namespace: "slurm" } }),
      ),
  }),
  ...mutants("PLT-204", {
    "Slurm gives out more accelerators than there are": (w) =>
      nodeSet(w, (spec) => (spec["extraConf"] = "Gres=gpu:gb200:16")),
    "Slurm gives out no accelerators": (w) => nodeSet(w, (spec) => (spec["extraConf"] = "Features=gb200")),
    "Slurm's pod asks for no accelerators": (w) =>
      nodeSet(w, (spec) => {
        for (const name of Object.keys(spec["slurmd"].resources.limits as Json)) {
          if (name.endsWith("/gpu")) delete spec["slurmd"].resources.limits[name];
        }
      }),
    "slurm.conf does not know accelerators": (w) => settings(w, /GresTypes=gpu\n/, ""),
  }),
  ...mutants("PLT-210", {
    "no records of jobs, and accounts are enforced": (w) => controller(w, (spec) => delete spec["accountingRef"]),
    "an accounting that is not there": (w) => controller(w, (spec) => (spec["accountingRef"].name = "gone")),
    "another key than the controller's": (w) => accounting(w, (spec) => (spec["slurmKeyRef"].name = "other")),
    "another token key than the controller's": (w) => accounting(w, (spec) => (spec["jwtKeyRef"].key = "other.key")),
    "an accounting without a database": (w) => accounting(w, (spec) => delete spec["storageConfig"].host),
    "a database without a password": (w) => accounting(w, (spec) => delete spec["storageConfig"].passwordKeyRef),
    "PostgreSQL, which slurmdbd cannot use": (w) => accounting(w, (spec) => (spec["storageConfig"].port = 5432)),
  }),
];
