import { planBurst } from "../../planning/transfer";
import type { FactoryModel } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const burstBandwidth: Rule = {
  id: "HYB-002-burst-bandwidth",
  family: "HYB",
  title: "a burst's data moves in less time than its job computes",
  severity: "error",
  reads: "model",
  cause:
    "Accelerators in the cloud are paid from the first hour. A job whose dataset is longer under way than it computes " +
    "would be done earlier in the queue at home, and what comes back costs by the gigabyte.",
  mend: "stage the dataset beforehand, widen the link, or run the job at the site",
  sources: [
    "planning/transfer: gigabytes times eight over the part of the link that bulk data gets (0.8, an assumption)",
  ],
  unknownMeans: "The link's rate is not in the model; whoever runs the line decides.",
  example: {
    fails: "60,000 GB over 2.5 Gbps (67 hours) for a job of 12 hours",
    passes: "2,000 GB over 20 Gbps (17 minutes) for a job of 12 hours",
  },
  *check({ model }) {
    for (const link of model?.links ?? []) if (link.burst !== undefined) yield judge(link, link.burst);
  },
};

type Link = FactoryModel["links"][number];

function judge(link: Link, burst: NonNullable<Link["burst"]>): Outcome {
  const about = { path: link.path };
  if (link.gbps === undefined || !(link.gbps > 0)) {
    return unknown(about, { message: `the rate of the link that '${link.id}' takes is not known`, given: link.gbps });
  }
  const plan = planBurst({ name: link.id, ...burst }, { gbps: link.gbps, usdPerGBOut: 0 });
  if (!plan.worthwhile) {
    return fail(about, {
      message: `the data of '${link.id}' takes longer to move than the job computes`,
      given: `${plan.moveHours.toFixed(1)} hours under way at ${plan.result.gbps.toFixed(2)} Gbps`,
      allowed: `${burst.computeHours} hours at the most, with ${plan.neededGbps.toFixed(1)} Gbps or more`,
    });
  }
  if (!plan.keepsUp) {
    return fail(about, {
      message: `the staged dataset of '${link.id}' changes faster than the link moves it`,
      given: `${(plan.dailyChange?.hours ?? 0).toFixed(1)} hours for the changes of a day`,
      allowed: `24 hours at the most, with ${plan.neededGbps.toFixed(1)} Gbps or more`,
    });
  }
  return pass(about);
}
