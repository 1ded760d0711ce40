import type { FactoryModel } from "../../model";
import type { BoundaryData, PolicyResult } from "../../policy";
import type { CheckResult } from "../../validation/engine";
import type { Html } from "./markup";

/** A boundary, and what was found when the factory was judged by it. */
export interface ReportSovereignty {
  /** The boundary. */
  readonly boundary: BoundaryData;
  /** What the sovereign rules found. */
  readonly result: PolicyResult;
}

/** What the page is made from. */
export interface ReportSubject {
  /** What the factory is. */
  readonly model: FactoryModel;
  /** What the design rules found. @default - the page says that the design rules were not run */
  readonly check?: CheckResult;
  /**
   * Boundary of the factory, and what was found by it.
   * @default - the factory has no boundary, and the page no section on it
   */
  readonly sovereignty?: ReportSovereignty;
  /** ISO date of the check. @default - the page bears no date */
  readonly today?: string;
}

/** One part of the page. */
export interface Section {
  /** Anchor: lower-case letters and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** Makes a part of the page; undefined where the model has nothing for it. */
export type SectionMaker = (subject: ReportSubject) => Section | undefined;
