import type { AcknowledgementReview } from "./acknowledgement";
import type { Documents } from "../documents/types";
import type { FactoryModel } from "../model/types";
import type { Severity, Verdict } from "./finding";

/** What a rule is given to judge: the factory model, the emitted documents, or both. */
export interface Subject {
  /** The factory model. @default - rules that read it do not run */
  readonly model?: FactoryModel;
  /** What will be deployed. @default - rules that read them do not run */
  readonly documents?: Documents;
  /** ISO date of the check, for what ends on a day; nothing in the library reads a clock. */
  readonly today?: string;
  /** What became of the acknowledgements once all other rules had run. */
  readonly acknowledgements?: AcknowledgementReview;
}

/** Families of design rules; the first part of a rule's id. */
export type Family =
  | "FAB"
  | "PLC"
  | "CAP"
  | "QUO"
  | "STO"
  | "HYB"
  | "NET"
  | "ACC"
  | "VER"
  | "PLT"
  | "CST"
  | "AVL"
  | "OPS"
  | "SOV"
  | "PWR"
  | "CLG"
  | "SRV"
  | "TEN"
  | "ACK";

/** What a rule found about one thing that it looked at. One outcome per thing, passes included: the engine counts. */
export interface Outcome {
  /** Whether the thing passes, fails, or cannot be judged. */
  readonly verdict: Verdict;
  /** Construct path, or the address where there is none. */
  readonly path: string;
  /** Address of the emitted object, when the rule looked at one. */
  readonly address?: string;
  /** What is wrong or not known, in one sentence, lower case, without a full stop. Required unless it passes. */
  readonly message?: string;
  /** The value that was found. @default - the message says it */
  readonly given?: unknown;
  /** What would have been allowed. @default - nothing is listed */
  readonly allowed?: unknown;
  /** How to mend it, as an instruction. @default - the rule's `mend` */
  readonly fix?: string;
  /** Severity of this outcome. @default - the rule's severity for a fail, `info` for unknown */
  readonly severity?: Severity;
}

/** One rule; the file it stands in is named after its id. */
export interface Rule<S = Subject> {
  /** `FAB-001-efa-interface-count`: equal to the name of the file, public and stable. */
  readonly id: string;
  /** Family; the first part of the id. */
  readonly family: Family;
  /** One line, without a full stop. */
  readonly title: string;
  /** Severity of a fail. */
  readonly severity: Severity;
  /**
   * What it reads: it runs when that is there. `both` needs model and documents, `either` judges whichever there is,
   * `acknowledgements` runs after all the others.
   */
  readonly reads: "model" | "documents" | "both" | "either" | "acknowledgements";
  /**
   * `cluster` judges what runs together on one cluster: with several clusters it runs once for each.
   *
   * @default - the whole factory at once
   */
  readonly scope?: "cluster";
  /** Why it matters: what happens to the factory when it is broken. */
  readonly cause: string;
  /** How to mend it, as an instruction. */
  readonly mend: string;
  /** Where the facts come from. */
  readonly sources: readonly string[];
  /** What it says unknown about, and who decides it then. */
  readonly unknownMeans: string;
  /** Code that fails and code that passes, for the rule's page. */
  readonly example: { readonly fails: string; readonly passes: string };
  /** Yields an outcome for each thing that it looks at, passes included. */
  check(subject: S): Iterable<Outcome>;
}

/** The thing an outcome speaks about, in either world. */
export interface About {
  /** Construct path, or the address where there is none. */
  readonly path: string;
  /** Address of the emitted object. @default - the outcome is about the model */
  readonly address?: string;
}

/** The outcome of a thing that is right. */
export function pass(about: About): Outcome {
  return { verdict: "pass", path: about.path, address: about.address };
}

/** The outcome of a thing that is wrong. */
export function fail(
  about: About,
  details: Omit<Outcome, "verdict" | "path" | "address"> & { message: string },
): Outcome {
  return { verdict: "fail", path: about.path, address: about.address, ...details };
}

/** The outcome of a thing that cannot be judged. */
export function unknown(
  about: About,
  details: Omit<Outcome, "verdict" | "path" | "address"> & { message: string },
): Outcome {
  return { verdict: "unknown", path: about.path, address: about.address, ...details };
}

/** What an outcome says about a resource of the documents: its place in the construct tree, and its address. */
export function resourceAbout(resource: { readonly address: string; readonly constructPath?: string }): About {
  return { path: resource.constructPath ?? resource.address, address: resource.address };
}
