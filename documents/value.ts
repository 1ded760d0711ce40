/**
 * A value in a document after evaluation: plain data, or `Unknown` where a part is not decided yet. Objects have no
 * prototype, so that a key such as `constructor` is only there when the document says so.
 */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | ValueObject;

/** An object of evaluated values. */
export interface ValueObject {
  readonly [key: string]: Value;
}

/** Why a value is not known, which says who can decide it. */
export type UnknownReason =
  /** An attribute that the provider computes, or "known after apply" in a plan. */
  | "computed"
  /** A data source: known from the plan on. */
  | "data-source"
  /** A variable without a default: known from the plan on. */
  | "variable"
  /** A remote state that is not among the loaded documents. */
  | "remote-state"
  /** A module whose source was not loaded (registry, git): known from the plan on. */
  | "module"
  /** `each.value`, `count.index` of a resource whose for_each or count is not known. */
  | "repetition"
  /** A function or form of expression that is not evaluated here (a clock, a random value, an unknown function). */
  | "expression"
  /** The reference leads nowhere: no such resource, local or output in the documents. */
  | "dangling";

/** A reference from a value to something else in the documents. */
export interface Reference {
  /** As written, without the `${}`: `aws_vpc.main.id`, `module.net.vpc_id`, `local.region`. */
  readonly expression: string;
  /** The referred object, relative to the module it stands in: `aws_vpc.main`, `data.aws_ami.gpu`, `var.region`. */
  readonly address: string;
  /** What follows the object: `id`, `vpc_config[0].cluster_security_group_id`; empty for the whole object. */
  readonly attribute: string;
}

/** A value that is not known at this stage. Never equal to anything: a rule must say what it makes of it. */
export class Unknown {
  constructor(
    /** Why it is not known. */
    readonly reason: UnknownReason,
    /** The expression as written, without the `${}`. */
    readonly expression: string,
    /** What the expression refers to. */
    readonly references: readonly Reference[] = [],
    /** For a string of which a part is not known: the known pieces and the unknown ones, in order. */
    readonly parts?: readonly (string | Unknown)[],
  ) {}

  /** The known pieces of the text, for sweeps that look for hosts, ARNs and regions. */
  get literals(): readonly string[] {
    return (this.parts ?? []).filter((part) => typeof part === "string");
  }

  /** As messages print it. */
  toString(): string {
    return this.parts ? this.parts.map((part) => String(part)).join("") : `\${${this.expression}}`;
  }

  /** As JSON of findings has it. */
  toJSON(): string {
    return this.toString();
  }
}

/** Whether a value is not known at this stage. */
export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** Whether a value is an object, and neither a list nor unknown. */
export function isObject(value: unknown): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** Whether any part of the value is not known. */
export function hasUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}
