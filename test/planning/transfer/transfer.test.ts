import fc from "fast-check";
import { planBurst, planReplication, planTransfer, type BurstJob } from "../../../planning";

const link = { gbps: 10, usdPerGBOut: 0.04, usdPerGB: 0.02 };
const job: BurstJob = { name: "tuning", datasetGB: 3600, resultGB: 360, computeHours: 2 };

describe("moving data", () => {
  it("takes gigabytes times eight over the part of the link that bulk data gets", () => {
    // 3,600 GB are 28,800 Gb; at 8 of 10 Gbps that is one hour.
    expect(planTransfer(3600, "to-cloud", link)).toEqual({
      gigabytes: 3600,
      direction: "to-cloud",
      gbps: 8,
      hours: 1,
      usd: 72,
    });
  });

  it("costs more towards the site than towards the cloud", () => {
    expect(planTransfer(1000, "to-site", link).usd).toBeCloseTo(60);
    expect(planTransfer(1000, "to-cloud", link).usd).toBeCloseTo(20);
  });

  it("takes no time where there is nothing to move, whatever the link", () => {
    expect(planTransfer(0, "to-cloud", { ...link, gbps: 0 }).hours).toBe(0);
  });
});

describe("a burst", () => {
  it("is worth it while moving takes no longer than computing", () => {
    expect(planBurst(job, link)).toMatchObject({ moveHours: 1.1, worthwhile: true });
    expect(planBurst({ ...job, computeHours: 1 }, link)).toMatchObject({ worthwhile: false });
  });

  it("of a staged dataset waits for its results only, and moves what changes within a day", () => {
    const staged = planBurst({ ...job, staged: true, dailyChangeGB: 7200 }, link);
    expect(staged).toMatchObject({ dataset: undefined, moveHours: 0.1, keepsUp: true, dailyChange: { hours: 2 } });
    expect(planBurst({ ...job, staged: true, dailyChangeGB: 100_000 }, link).keepsUp).toBe(false);
  });

  it("names the rate at which it would be worth it", () => {
    const positive = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        (dataset, result, h, staged) => {
          const any = {
            name: "any",
            datasetGB: dataset,
            resultGB: result,
            computeHours: h,
            staged,
            dailyChangeGB: result,
          };
          const { neededGbps } = planBurst(any, link);
          const at = (gbps: number) => {
            const plan = planBurst(any, { ...link, gbps });
            return plan.worthwhile && plan.keepsUp;
          };
          expect(at(neededGbps * 1.001)).toBe(true);
          expect(at(neededGbps * 0.999)).toBe(false);
        },
      ),
    );
  });
});

describe("a copy that runs again and again", () => {
  const link = { gbps: 2.5, usdPerGBOut: 0.09, usdPerGB: 0.02 };
  const copy = { direction: "to-site" as const, totalGB: 9_000, dailyChangeGB: 2_400, everyHours: 6 };

  it("moves its part of a day's change in each run, at what bulk data gets of the link", () => {
    const plan = planReplication(copy, link);
    expect(plan.run.gigabytes).toBe(600);
    expect(plan.run.gbps).toBe(2);
    expect(plan.run.hours).toBeCloseTo(600 / 900);
    expect(plan.first.hours).toBeCloseTo(10);
    expect(plan.keepsUp).toBe(true);
  });

  it("costs what its runs of 30 days move", () => {
    expect(planReplication(copy, link).usdPerMonth).toBeCloseTo(2_400 * 30 * 0.11);
    expect(planReplication({ ...copy, direction: "to-cloud" }, link).usdPerMonth).toBeCloseTo(2_400 * 30 * 0.02);
  });

  it("is held to its limit, where the link gives more", () => {
    expect(planReplication({ ...copy, limitMbps: 500 }, link).run.gbps).toBe(0.5);
    expect(planReplication({ ...copy, limitMbps: 50_000 }, link).run.gbps).toBe(2);
  });

  it("keeps up at exactly the rate that it needs", () => {
    const { neededMbps } = planReplication(copy, link);
    expect(planReplication({ ...copy, limitMbps: neededMbps * 1.001 }, link).keepsUp).toBe(true);
    expect(planReplication({ ...copy, limitMbps: neededMbps * 0.999 }, link).keepsUp).toBe(false);
  });
});
