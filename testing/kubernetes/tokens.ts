import { Token } from "../../core/cdktf";

/** Whether Terraform fills in the whole value later: then any value of the right type may come. */
export function isWholeToken(value: unknown): boolean {
  if (typeof value === "string") return /^\$\{[\s\S]*\}$/.test(value);
  return Token.isUnresolved(value);
}

/** Whether Terraform fills in a part of the string later: a string, but its length and form are not known. */
export function isPartlyToken(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

/** Whether anything in the value is filled in later. */
export function containsToken(value: unknown): boolean {
  if (isWholeToken(value) || isPartlyToken(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(containsToken);
}
