import { stackOfObjects, type LooseObject } from "./manifests";

/** A right dual stack: Slurm's objects, its database's service, and Kueue's flavor of the other nodes. */
export function dualStack() {
  const slinky = (kind: string, name: string, spec: LooseObject): LooseObject => ({
    apiVersion: "slinky.slurm.net/v1beta1",
    kind,
    metadata: { name, namespace: "slurm" },
    spec,
  });
  const keys = () => ({
    slurmKeyRef: { name: "slurm-auth-slurm", key: "slurm.key" },
    jwtKeyRef: { name: "slurm-auth-jwt", key: "jwt.key" },
  });
  const controller = slinky("Controller", "slurm", {
    ...keys(),
    accountingRef: { name: "slurm" },
    extraConf: "SelectType=select/cons_tres\nGresTypes=gpu\nAccountingStorageEnforce=associations,limits",
  });
  const accounting = slinky("Accounting", "slurm", {
    ...keys(),
    storageConfig: { host: "slurm-db.db.svc", port: 3306, passwordKeyRef: { name: "db", key: "password" } },
  });
  const nodeSet = slinky("NodeSet", "slurm-worker-gb200", {
    controllerRef: { name: "slurm" },
    extraConf: "Gres=gpu:gb200:4 Features=gb200",
    slurmd: { resources: { limits: { cpu: "140", "nvidia.com/gpu": 4, "nvidia.com/rail_a": 1 } } },
    template: {
      spec: { nodeSelector: { "ai-factory/pool": "gb200", "ai-factory/scheduler": "slurm" } },
    },
  });
  const service: LooseObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "slurm-db", namespace: "db" },
    spec: { ports: [{ port: 3306 }] },
  };
  const flavor: LooseObject = {
    apiVersion: "kueue.x-k8s.io/v1beta2",
    kind: "ResourceFlavor",
    metadata: { name: "gb200" },
    spec: { nodeLabels: { "ai-factory/pool": "gb200", "ai-factory/scheduler": "kubernetes" } },
  };
  const objects = [controller, accounting, nodeSet, service, flavor];
  return { controller, accounting, nodeSet, service, flavor, objects, stacks: { platform: stackOfObjects(objects) } };
}
