import type { IConstruct } from "constructs";
import { DefaultTokenResolver, StringConcat, Tokenization } from "./cdktf";

/** A token as it stands in a string. */
export const stringToken = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/g;

/** What a token stands for: text, the output of another stack, or something that only Terraform can compute. */
export type TokenMeaning =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly output: string }
  | { readonly kind: "expression" };

/**
 * What a string token stands for where `consumer` uses it. A reference to another stack becomes an output of that stack,
 * as it does when the core prepares `consumer`'s stack.
 */
export function meaningOf(token: string, consumer: IConstruct): TokenMeaning {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolved: unknown = Tokenization.resolve(token, { scope: consumer, resolver, preparing: true });
  const text = typeof resolved === "string" ? resolved : JSON.stringify(resolved);
  const output = /^\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.([\w-]+)\}$/.exec(text)?.[1];
  if (output !== undefined) return { kind: "output", output };
  return text.includes("${") ? { kind: "expression" } : { kind: "text", text };
}
