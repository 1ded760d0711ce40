import { planReplication, type Replication, type TransferLink } from "../../planning";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { checkDeparture, type DataClass } from "./data-classes";
import { checkSiteStore, type SiteStore } from "./site-store";

/** A copy between a site and a bucket in the cloud, as its owner states it. */
export interface DataMovementFacts extends Replication {
  /** Unique among the copies of a site; letters, digits and `-`. */
  readonly name: string;
  /** Class of the data, one of the factory's. */
  readonly dataClass: string;
  /** The site's end. */
  readonly siteStore: SiteStore;
  /** Prefix of the objects' names in the bucket. @default "/" */
  readonly prefix?: string;
}

/** What a copy is judged by. */
export interface DataMovementContext {
  /** Region of the bucket. */
  readonly region: string;
  /** Every class that copies may name; what is not listed does not leave. */
  readonly dataClasses: readonly DataClass[];
  /** The link that it takes. */
  readonly link: TransferLink;
}

/** Everything that is wrong with a copy: data that may not leave, and data that is never done moving. Moves nothing. */
export function checkDataMovement(facts: DataMovementFacts, context: DataMovementContext, path: string): Finding[] {
  const { name, dataClass, direction } = facts;
  const departure = { dataClass, mover: `the copy '${name}'`, region: context.region };
  return [
    // What comes home does not leave; but data of no class cannot be told from data that must not have been there.
    ...(direction === "to-cloud"
      ? checkDeparture(departure, context.dataClasses, path)
      : checkClassKnown(facts, context.dataClasses, path)),
    ...checkName(facts, path),
    ...checkSiteStore(facts.siteStore, `${path}.siteStore`),
    ...checkAmounts(facts, context.link, path),
  ];
}

function checkClassKnown({ dataClass }: DataMovementFacts, classes: readonly DataClass[], path: string): Finding[] {
  const allowed = classes.map(({ name }) => name);
  if (allowed.includes(dataClass)) return [];
  return [
    problem("HYB-003-data-class", `${path}.dataClass`, `nobody named a class of data '${dataClass}'`, {
      given: dataClass,
      allowed,
      fix: "add the class to `dataClasses`",
    }),
  ];
}

function checkName({ name, prefix = "/" }: DataMovementFacts, path: string): Finding[] {
  if (/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name) && prefix.startsWith("/")) return [];
  return [
    problem("HYB-027-dataset-sync", path, "the copy's name or prefix cannot be used", {
      given: { name, prefix },
      allowed: "a name of at most 40 small letters, digits and '-'; a prefix that begins with '/'",
      fix: "for example the name 'crawl' and the prefix '/crawl'",
    }),
  ];
}

/** A rate in Mbps that a copy may be kept to; no link gives more than the most. */
export function isRate(mbps: number): boolean {
  return mbps >= 1 && mbps <= 1e6;
}

function checkAmounts(facts: DataMovementFacts, link: TransferLink, path: string): Finding[] {
  const { totalGB, dailyChangeGB, everyHours, limitMbps } = facts;
  const amounts = [totalGB, dailyChangeGB].every((amount) => Number.isFinite(amount) && amount >= 0);
  // DataSync starts a task every hour at the most.
  const times = Number.isInteger(everyHours) && everyHours >= 1 && everyHours <= 720;
  if (!amounts || !times || (limitMbps !== undefined && !isRate(limitMbps))) {
    return [
      problem("HYB-027-dataset-sync", path, `the figures of the copy '${facts.name}' are no amounts, times or rate`, {
        given: { totalGB, dailyChangeGB, everyHours, limitMbps },
        allowed: "gigabytes of 0 or more, whole hours from 1 to 720, 1 to 1000000 Mbps",
        fix: "state what is there, what is new within a day, and how often it is copied",
      }),
    ];
  }
  if (!(link.gbps > 0)) return [];
  const plan = planReplication(facts, link);
  if (plan.keepsUp) return [];
  return [
    problem(
      "HYB-006-transfer-bandwidth",
      path,
      `a run of the copy '${facts.name}' is not done before the next begins`,
      {
        given: `${plan.run.hours.toFixed(1)} hours for ${plan.run.gigabytes.toFixed(0)} GB at ${plan.run.gbps} Gbps`,
        allowed: `${everyHours} hours, which take ${plan.neededMbps.toFixed(0)} Mbps`,
        fix: "raise `limitMbps`, widen the link, or copy less",
      },
    ),
  ];
}
