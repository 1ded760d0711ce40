import { findSystem } from "../../catalog/systems";
import type { FactoryModel, PoolNode } from "../../model/types";
import { facilitiesOf } from "../facility";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Ways of cooling a rack that take a liquid-cooled system's heat. */
const liquidRacks = ["direct-liquid", "immersion"];

export const coolingMethod: Rule = {
  id: "CLG-001-cooling-method",
  family: "CLG",
  title: "systems that are cooled by liquid stand where there is liquid",
  severity: "error",
  reads: "model",
  cause: "A liquid-cooled system has no fans that could do instead: without a loop it cannot be switched on.",
  mend: "add racks with a liquid loop, or choose a system that air cools",
  sources: ["catalog/data/systems.json: cooling of each system", "docs/site-planning.md: racks"],
  unknownMeans: "The catalogue does not say how the pool's system is cooled.",
  example: { fails: "GB200 NVL72 at a site of air and rear-door racks", passes: "racks with direct liquid cooling" },
  *check({ model }) {
    if (model === undefined) return;
    for (const pool of model.pools) {
      if (pool.system !== undefined && pool.role === "accelerator") yield* judge(pool, pool.system, model);
    }
  },
};

function* judge(pool: PoolNode, name: string, model: FactoryModel): Generator<Outcome> {
  const site = facilitiesOf(model).find(({ id }) => id === pool.siteId);
  const racks = site?.facility.rackTypes?.map(({ cooling }) => cooling);
  if (racks === undefined) return;
  const { path } = pool;
  const cooling = findSystem(name)?.cooling;
  if (cooling === undefined) {
    yield unknown({ path }, { message: `the catalogue does not say how ${name} is cooled` });
  } else if (!/liquid/.test(cooling) || racks.some((each) => liquidRacks.includes(each))) yield pass({ path });
  else {
    const message = `${name} is cooled by liquid, and no rack of the site has any`;
    yield fail({ path }, { message, given: [...new Set(racks)], allowed: liquidRacks });
  }
}
