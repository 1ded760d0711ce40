import type { Acknowledgement, AcknowledgementReview } from "../../../validation/acknowledgement";
import type { Mutable } from "./describe-rule";

/** An acknowledgement in force, but for what is given. */
export function acknowledgement(parts: Partial<Acknowledgement> = {}): Acknowledgement {
  return {
    rule: "NET-001-cidr-overlap",
    path: "factory/network",
    reason: "the sites are never linked",
    owner: "network team",
    expires: "2027-01-31",
    ...parts,
  };
}

/** A review in which the one acknowledgement there is has done its work. */
export function review(): Mutable<AcknowledgementReview> {
  return { used: [acknowledgement()], expired: [], unmatched: [] };
}
