import type { KubernetesObject, ProviderConfig, Resource } from "../../documents/types";
import { isUnknown, type Unknown, type Value } from "../../documents/value";
import type { PolicyOutcome, PolicySubject } from "../rule";
import { providerAddress } from "../waiver";

/** True, false, or not decided yet. */
export type Tri = boolean | "unknown";

/** What an outcome speaks about. */
export type Thing = Resource | KubernetesObject | ProviderConfig | { readonly path: string; readonly address: string };

export type Details = Omit<PolicyOutcome, "verdict" | "path" | "address" | "message"> & {
  /** What is wrong, when it fails. */
  readonly message: string;
  /** What is not known. @default - "not known yet whether " and the message */
  readonly open?: string;
};

/** Place in the construct tree and address of a thing. */
export function aboutOf(thing: Thing): { readonly path: string; readonly address: string } {
  if ("address" in thing && "path" in thing) return thing;
  if ("alias" in thing || !("address" in thing)) {
    const address = providerAddress(thing);
    return { path: `${thing.stack}: ${address}`, address };
  }
  if ("apiVersion" in thing) {
    const { resource, address } = thing;
    // A resource that is one object has the address that terraform prints.
    const isOne = resource !== undefined && /^(kubernetes|kubectl)_/.test(resource.type);
    return { path: resource?.constructPath ?? address, address: isOne ? resource.address : address };
  }
  return { path: thing.constructPath ?? thing.address, address: thing.address };
}

/** The outcome of a question that is true where all is well. */
export function judge(thing: Thing, answer: Tri, details: Details): PolicyOutcome {
  const about = aboutOf(thing);
  const { open, message, given, ...rest } = details;
  if (answer === true) return { verdict: "pass", ...about };
  if (answer === false) return { verdict: "fail", ...about, message, ...(isUnknown(given) ? {} : { given }), ...rest };
  const shown = isUnknown(given) ? { given: String(given) } : {};
  return { verdict: "unknown", ...about, message: open ?? `not known yet: ${message}`, ...shown, ...rest };
}

export function pass(thing: Thing): PolicyOutcome {
  return judge(thing, true, { message: "" });
}

export function fail(thing: Thing, details: Details): PolicyOutcome {
  return judge(thing, false, details);
}

export function open(thing: Thing, details: Details): PolicyOutcome {
  return judge(thing, "unknown", { open: details.message, ...details });
}

/** A host of a name for private use: no document says where it stands. */
export function openSiteName(thing: Thing, message: string): PolicyOutcome {
  return open(thing, {
    message: `${message}, a name for private use: the boundary does not say where it stands`,
    dischargedBy: "evidence",
  });
}

/**
 * Whether nobody wrote the value and the provider will choose it: in a plan, what is known after apply and refers to
 * nothing. It is what the provider makes of nothing, which each rule knows.
 */
export function isUnset(value: Value | undefined): boolean {
  return isUnknown(value) && value.reason === "computed" && value.references.length === 0 && value.parts === undefined;
}

/** A switch as written; Terraform takes the words as well. `absent` is what the provider makes of nothing. */
export function flag(value: Value | undefined, absent: Tri): Tri {
  if (value === undefined || value === null || value === "" || isUnset(value)) return absent;
  if (value === true || value === "true" || value === "1") return true;
  if (value === false || value === "false" || value === "0") return false;
  return isUnknown(value) ? "unknown" : absent;
}

/** Whether the value is one of those allowed; `absent` is what the provider makes of nothing. */
export function oneOf(value: Value | undefined, allowed: readonly (string | number)[], absent: Tri): Tri {
  if (value === undefined || value === null || value === "" || isUnset(value)) return absent;
  if (isUnknown(value)) return "unknown";
  return allowed.some((one) => String(one) === String(value as string | number));
}

export function not(answer: Tri): Tri {
  return answer === "unknown" ? "unknown" : !answer;
}

/** All must be true. */
export function all(...answers: readonly Tri[]): Tri {
  if (answers.includes(false)) return false;
  return answers.includes("unknown") ? "unknown" : true;
}

/** One suffices. */
export function any(...answers: readonly Tri[]): Tri {
  if (answers.includes(true)) return true;
  return answers.includes("unknown") ? "unknown" : false;
}

/** Whether something is written, known or not. */
export function isGiven(value: Value | undefined): value is Value {
  return (
    value !== undefined &&
    value !== null &&
    value !== "" &&
    !isUnset(value) &&
    !(Array.isArray(value) && value.length === 0)
  );
}

/** A number as written, also where it is a text; undefined where none is known. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** The texts of a list, and whether there are others that are not known. */
export function textsOf(values: readonly Value[]): {
  readonly texts: readonly string[];
  readonly unknowns: readonly Unknown[];
} {
  return {
    texts: values.filter((value) => typeof value === "string"),
    unknowns: values.filter((value) => isUnknown(value)),
  };
}

/**
 * The region that a value names: itself where it is known, the provider's where it comes from `data.aws_region`.
 */
export function regionValue(resource: Resource, path: string, value: Value): Value {
  if (!isUnknown(value) || value.parts !== undefined) return value;
  const sources = resource.targets(path);
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0 || source.type !== "aws_region" || source.mode !== "data") return value;
  const stated = source.get("name") ?? source.get("region");
  if (typeof stated === "string") return stated;
  return source.provider?.get("region") ?? value;
}

/** Whether the region that a value names is inside. */
export function judgeRegion(
  thing: Thing,
  value: Value,
  what: string,
  { boundary }: PolicySubject,
  details: Partial<Details> = {},
): PolicyOutcome {
  const allowed = boundary.allowedPlaces;
  if (typeof value !== "string") {
    return open(thing, { message: `${what} is not known yet`, given: value, allowed, ...details });
  }
  const answer = boundary.region(value);
  return judge(thing, answer.inside, {
    message: `${what} is ${answer.place}, outside the boundary`,
    given: value,
    allowed,
    location: answer.place,
    ...details,
  });
}
