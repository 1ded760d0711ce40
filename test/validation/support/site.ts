import type { SiteNode } from "../../../model/types";
import type { Mutable } from "./describe-rule";

/** A region of AWS as a site, with what its account may run. */
export function awsSite(accountLimits?: Record<string, number>): Mutable<SiteNode> {
  return {
    id: "eu-north-1",
    path: "factory",
    addresses: [],
    kind: "aws",
    region: "eu-north-1",
    zones: ["eu-north-1a"],
    ...(accountLimits === undefined ? {} : { accountLimits }),
  };
}
