import { problem } from "../../constructs/aws/problem";
import type { Finding } from "../../validation/finding";
import { boundaryProfile, PolicyFileError, type Boundary } from "../../policy";

/** A boundary: one of your own, or the name of a profile of the library (`eu-strict`). */
export type BoundaryProp = Boundary | string;

/** The boundary that a prop names; undefined where there is none, or no profile of that name. */
export function boundaryOf(prop: BoundaryProp | undefined): Boundary | undefined {
  if (typeof prop !== "string") return prop;
  try {
    return boundaryProfile(prop);
  } catch (error) {
    if (error instanceof PolicyFileError) return undefined;
    throw error;
  }
}

/** Whether a profile has the name. */
export function checkBoundaryName(prop: BoundaryProp | undefined, path: string): Finding[] {
  if (typeof prop !== "string") return [];
  try {
    boundaryProfile(prop);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    return [
      problem("SOV-060-boundary-name", path, `'${prop}' is no profile of the library`, {
        given: prop,
        allowed: "the name of a profile, or a Boundary (`loadBoundary` reads yours from a file)",
        fix: `name a profile of the library; '${prop}' ${error.problems.join("; ")}`,
      }),
    ];
  }
}
