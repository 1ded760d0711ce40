import type { FactoryModel, LinkNode } from "../../model/types";
import { planReplication } from "../../planning/transfer";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const transferBandwidth: Rule = {
  id: "HYB-006-transfer-bandwidth",
  family: "HYB",
  title: "copies between a site and the cloud keep up with what is new, alone and together",
  severity: "error",
  reads: "model",
  cause:
    "A copy whose run is not done before the next begins falls behind a little more each time, and nobody notices until " +
    "a job reads yesterday's data or a checkpoint is needed that never arrived. Two that fit alone may not fit together.",
  mend: "widen the link, raise the copy's limit, copy less, or less often",
  sources: [
    "planning/transfer: gigabytes times eight over the part of the link that bulk data gets (0.8, an assumption)",
    "AWS DataSync User Guide, task scheduling: a run that is due while one is under way waits for it",
  ],
  unknownMeans: "The link's rate is not in the model; whoever runs the line decides.",
  example: {
    fails: "copies of 15,000 and 10,000 GB a day over 2.5 Gbps, which move 21,600",
    passes: "a copy of 400 GB a day over 20 Gbps",
  },
  *check({ model }) {
    const copies = (model?.links ?? []).filter(isCopy);
    for (const copy of copies) yield judgeAlone(copy);
    if (model !== undefined) for (const direction of directions) yield* judgeTogether(copies, direction, model);
  },
};

type Copy = LinkNode & { readonly transfer: NonNullable<LinkNode["transfer"]> };
const directions = ["to-cloud", "to-site"] as const;

function isCopy(link: LinkNode): link is Copy {
  return link.transfer !== undefined;
}

function judgeAlone({ id, path, gbps, transfer }: Copy): Outcome {
  if (gbps === undefined || !(gbps > 0)) {
    return unknown({ path }, { message: `the rate of the link that '${id}' takes is not known`, given: gbps });
  }
  const plan = planReplication(transfer, { gbps, usdPerGBOut: 0 });
  if (plan.keepsUp) return pass({ path });
  return fail(
    { path },
    {
      message: `a run of '${id}' is not done before the next begins`,
      given: `${plan.run.hours.toFixed(1)} hours for ${plan.run.gigabytes.toFixed(0)} GB`,
      allowed: `${transfer.everyHours} hours, which take ${plan.neededMbps.toFixed(0)} Mbps`,
    },
  );
}

/** What a day brings in one direction. */
function* judgeTogether(
  copies: readonly Copy[],
  direction: (typeof directions)[number],
  model: FactoryModel,
): Generator<Outcome> {
  const same = copies.filter(({ transfer }) => transfer.direction === direction);
  const [first] = same;
  if (first?.gbps === undefined || same.length < 2) return;
  const dailyGB = same.reduce((sum, { transfer }) => sum + transfer.dailyChangeGB, 0);
  const day = { direction, totalGB: 0, dailyChangeGB: dailyGB, everyHours: 24 };
  const plan = planReplication(day, { gbps: first.gbps, usdPerGBOut: 0 });
  const path = model.name;
  if (plan.keepsUp) yield pass({ path });
  else {
    yield fail(
      { path },
      {
        message: `all copies ${direction.replace("-", " the ")} together bring more in a day than the link moves`,
        given: `${dailyGB} GB, which take ${plan.run.hours.toFixed(1)} hours (${same.map(({ id }) => id).join(", ")})`,
        allowed: `24 hours, which take ${plan.neededMbps.toFixed(0)} Mbps`,
      },
    );
  }
}
