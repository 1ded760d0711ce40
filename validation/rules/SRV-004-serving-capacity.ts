import { enginesOf, poolsOf, type Engine } from "../platform/engines";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const servingCapacity: Rule = {
  id: "SRV-004-serving-capacity",
  family: "SRV",
  title: "the copies that serve always fit their pool together",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Each endpoint fits alone, and together they ask for more accelerators than the pool ever has: the last one never starts, " +
    "and with priorities it is the least important model that is missing, without anybody having said so.",
  mend: "lower the least numbers of copies, or enlarge the pool",
  sources: ["Kubernetes documentation, Schedule GPUs: a device is given to one container"],
  unknownMeans: "The number of copies, of accelerators or of nodes is a token.",
  example: {
    fails: "five models of 8 GPUs on a pool of four nodes with 8 GPUs",
    passes: "four of them",
  },
  *check(subject) {
    if (!subject.documents) return;
    const engines = enginesOf(subject.documents);
    for (const pool of nodePoolsOf(subject)) {
      const own = engines.filter((engine) => poolsOf(engine, [pool]).length > 0);
      for (const resource of new Set(own.flatMap(({ resourceName }) => resourceName ?? []))) {
        yield judge(
          pool,
          resource,
          own.filter(({ resourceName }) => resourceName === resource),
        );
      }
    }
  },
};

function judge(pool: NodePool, resource: string, engines: readonly Engine[]): Outcome {
  const { maxNodes, offers, about } = pool;
  const offered = offers.get(resource);
  const needs = engines.map(({ replicas, accelerators }) =>
    typeof replicas === "number" && typeof accelerators === "number" ? replicas * accelerators : undefined,
  );
  if (maxNodes === "unknown" || offered === undefined || needs.includes(undefined)) {
    return unknown(about, {
      message: `how much ${resource} the models on pool '${pool.name}' need, or it has, is not known`,
    });
  }
  const need = needs.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const have = maxNodes * offered;
  if (need <= have) return pass(about);
  const list = engines.map(({ template }, index) => `${template.object.name ?? ""} ${needs[index]}`).join(", ");
  return fail(about, {
    message: `the models on pool '${pool.name}' need more ${resource} than it has`,
    given: `${need} (${list})`,
    allowed: `${have}: ${maxNodes} nodes with ${offered}`,
  });
}
