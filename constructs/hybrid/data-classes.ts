import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";

/** A class of data, and whether it may leave the site. */
export interface DataClass {
  /** Value of the label and tag `ai-factory/data-class` on jobs and copies. */
  readonly name: string;
  /** Whether data of the class may leave the site at all. */
  readonly mayLeave: boolean;
  /** AWS regions that it may go to. @default - every region, within the factory's boundary where it has one */
  readonly regions?: readonly string[];
}

/** Label and tag that says what class the data of a job or a copy is of. */
export const dataClassLabel = "ai-factory/data-class";

/** Label and tag of what moves data: the region that it goes to, or `site`. */
const movesToLabel = "ai-factory/moves-to";

/** Labels or tags of what moves data, which rule HYB-003 reads. */
export function movementLabels(
  movement: { readonly dataClass: string; readonly direction: "to-cloud" | "to-site" },
  region: string,
): Readonly<Record<string, string>> {
  return {
    [dataClassLabel]: movement.dataClass,
    [movesToLabel]: movement.direction === "to-site" ? "site" : region,
  };
}

/** What would leave the site. */
export interface Departure {
  readonly dataClass: string;
  /** What moves it, for the message: `the copy 'crawl'`. */
  readonly mover: string;
  /** Region that it would go to. @default - not known: only whether it may leave is asked */
  readonly region?: string;
}

/** Asked before anything is moved: whether data of a class may go where it would be brought. */
export function checkDeparture(
  { dataClass, mover, region }: Departure,
  classes: readonly DataClass[],
  path: string,
): Finding[] {
  const known = classes.find(({ name }) => name === dataClass);
  const allowed = classes.filter((each) => mayGoTo(each, region)).map(({ name }) => name);
  const refuse = (message: string, fix: string) => [
    problem("HYB-003-data-class", `${path}.dataClass`, message, { given: dataClass, allowed, fix }),
  ];
  if (known === undefined) {
    return refuse(
      `nobody said whether data of class '${dataClass}' may leave the site, so ${mover} cannot move it`,
      "add the class to `dataClasses`",
    );
  }
  if (!known.mayLeave) {
    return refuse(
      `data of class '${dataClass}' may not leave the site, so ${mover} cannot move it`,
      "leave the data at the site and bring the job to it",
    );
  }
  if (region === undefined || mayGoTo(known, region)) return [];
  return refuse(
    `data of class '${dataClass}' may not go to ${region}, where ${mover} would bring it`,
    known.regions?.length === 0
      ? "no region is allowed for it: leave the data at the site"
      : `bring it to ${known.regions?.join(" or ")}, or leave it at the site`,
  );
}

/** Whether data of the class may leave the site for the region. */
export function mayGoTo({ mayLeave, regions }: DataClass, region: string | undefined): boolean {
  return mayLeave && (region === undefined || (regions?.includes(region) ?? true));
}

/** Classes that cannot be told apart or used as labels. */
export function checkDataClasses(classes: readonly DataClass[], path: string): Finding[] {
  const names = classes.map(({ name }) => name);
  const wrong = names.filter((name) => !/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/.test(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (wrong.length + twice.length === 0) return [];
  return [
    problem("HYB-024-data-classes", path, "the classes of data cannot be used as labels", {
      given: [...wrong, ...twice],
      allowed: "values of a Kubernetes label, each once",
      fix: "name the classes of data that your owners have agreed on",
    }),
  ];
}
