import { mutants, type Mutant } from "../mutant";
import { NotHere, type World } from "../world";

/** The AWS site of the model, with limits that the owner states. */
function limits(w: World, accountLimits: Readonly<Record<string, number>>): void {
  const site = w.part("sites", ({ kind }) => kind === "aws");
  site.accountLimits = { ...accountLimits };
}

const priced = (w: World) => {
  const pool = w.part("pools", ({ role, instanceType }) => role === "accelerator" && instanceType !== undefined);
  pool.usdPerNodeHour = { usd: 60, asOf: "2026-01-21", source: "the fault suite" };
  return pool;
};

/** Faults of cost, budgets and quotas. */
export const costMutants: readonly Mutant[] = [
  ...mutants("CST-001", {
    "accelerators by the hour that never stop": (w) => {
      if (w.model.intent === "inference" && w.model.workloads.length === 0) throw new NotHere("idle accelerators");
      const pool = w.part("pools", ({ id, role, instanceType }) => {
        const serves = w.model.workloads.some(({ kind, poolIds }) => kind === "inference" && poolIds.includes(id));
        return role === "accelerator" && instanceType !== undefined && !serves;
      });
      Object.assign(pool.capacity, { kind: "on-demand" });
      pool.minNodes = 3;
      for (const [, group] of w.named("aws_eks_node_group", `${pool.id}_`)) group["scaling_config"]["min_size"] = 3;
    },
  }),
  ...mutants("CST-002", {
    "nodes reach S3 through NAT": (w) => {
      w.one("aws_nat_gateway");
      const endpoints = w.named("aws_vpc_endpoint", "s3");
      if (endpoints.length === 0) throw new NotHere("an endpoint of S3");
      for (const [name, , all] of endpoints) delete all[name];
    },
    "one route table is left out of the way to S3": (w) => {
      w.one("aws_nat_gateway");
      if (w.named("aws_vpc_endpoint", "s3").length > 1) throw new NotHere("one way to S3");
      w.one("aws_vpc_endpoint", "endpoints_s3")["route_table_ids"].pop();
    },
  }),
  ...mutants("CST-003", {
    "a filesystem in another zone than the processors that fill it": (w) => {
      const pool = w.part("pools", ({ role, instanceType }) => role === "cpu" && instanceType !== undefined);
      const filesystem = w.part("filesystems", ({ use }) => use !== "home" && use !== "weights");
      w.model.filesystems.push({
        ...structuredClone(filesystem),
        id: "elsewhere",
        path: "x/elsewhere",
        addresses: [],
        zones: ["eu-north-1z"],
        mountedByPoolIds: [pool.id],
      });
    },
  }),
  ...mutants("CST-004", {
    "a price of years ago": (w) => (priced(w).usdPerNodeHour!.asOf = "2020-01-01"),
    "a check in three years, with today's prices": (w) => {
      priced(w);
      w.today = "2029-11-21";
    },
  }),
  ...mutants("CST-005", {
    "a budget of nothing": (w) => (w.model.budgetUsdPerHour = 0),
    "a budget that the smallest sizes pass": (w) => {
      Object.assign(priced(w), { minNodes: 2, maxNodes: 4 });
      w.model.budgetUsdPerHour = 100;
    },
    "a budget that the largest sizes pass": (w) => {
      Object.assign(priced(w), { minNodes: 0, maxNodes: 40 });
      w.model.budgetUsdPerHour = 200;
    },
  }),
  ...mutants("CST-006", {
    "old versions stay for ever": (w) => {
      const [rule] = w.one("aws_s3_bucket_lifecycle_configuration")["rule"];
      delete rule["noncurrent_version_expiration"];
    },
    "broken uploads stay for ever": (w) => {
      const [rule] = w.one("aws_s3_bucket_lifecycle_configuration")["rule"];
      delete rule["abort_incomplete_multipart_upload"];
    },
    "the clean-up is off": (w) => (w.one("aws_s3_bucket_lifecycle_configuration")["rule"][0]["status"] = "Disabled"),
    "a versioned bucket without a life cycle": (w) => w.remove("aws_s3_bucket_lifecycle_configuration"),
  }),
  ...mutants("QUO-001", {
    "fewer vCPUs than the system pool takes": (w) => limits(w, { "L-1216C47A": 2 }),
  }),
  ...mutants("QUO-003", {
    "less Lustre storage than the filesystems need": (w) => {
      w.part("filesystems", ({ deploymentType = "" }) => deploymentType.startsWith("PERSISTENT_2"));
      limits(w, { "L-8F1B9C74": 1 });
    },
    "fewer filesystems than there are": (w) => {
      w.part("filesystems", ({ deploymentType = "" }) => deploymentType.startsWith("PERSISTENT_2"));
      limits(w, { "L-FD6F2F22": 0 });
    },
  }),
  ...mutants("QUO-004", {
    "a limit under the code of another quota": (w) => limits(w, { "L-5480EFD2": 64 }),
    "a limit under a code that does not exist": (w) => limits(w, { "P-INSTANCES": 64 }),
    "a limit below nothing": (w) => limits(w, { "L-1216C47A": -1 }),
  }),
];
