import type { Block, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { coverInternet } from "./ranges";
import { isGiven, type Tri } from "./verdicts";

const rangePaths = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "cidr_block", "ipv6_cidr_block"];

const sourcePaths = [
  ...rangePaths,
  "prefix_list_id",
  "prefix_list_ids",
  "referenced_security_group_id",
  "security_groups",
  "source_security_group_id",
];

/** Whether a rule says who may come in; without, the provider refuses it. */
export function namesSource(rule: Block): boolean {
  const self = rule.get("self");
  const isSelf = isUnknown(self) || self === true || self === "true";
  return isSelf || sourcePaths.some((path) => isUnknown(rule.get(path)) || isGiven(rule.get(path)));
}

/** Whether a rule lets in, or out to, the internet: by ranges, halves of them, or lists of them. */
export function opensToInternet(rule: Block, holder: Resource, prefix = ""): Tri {
  const values = rangePaths.flatMap((path) => rule.list(path)).filter((value) => value !== null && value !== "");
  const ranges = values.filter((value) => typeof value === "string");
  if (coverInternet(ranges)) return true;
  const lists = ["prefix_list_ids", "prefix_list_id"].map((path) => `${prefix}${path}`);
  const named = lists.flatMap((path) => holder.targets(path));
  if (named.some((list) => coverInternet(list.list("entry.cidr").filter((cidr) => typeof cidr === "string"))))
    return true;
  return values.some(isUnknown) && !values.every((value) => isOwnRange(value)) ? "unknown" : false;
}

/** A range that a VPC or subnet of the documents has is no range of the internet. */
function isOwnRange(value: Value): boolean {
  return (
    !isUnknown(value) ||
    value.references.every(({ address }) =>
      /(^|\.)aws_(vpc|subnet|default_vpc|vpc_ipv4_cidr_block_association)\./.test(address),
    )
  );
}

/** The rules of a security group, wherever they are written. */
export function ingressRules(resource: Resource): readonly { readonly rule: Block; readonly prefix: string }[] {
  switch (resource.type) {
    case "aws_security_group":
    case "aws_default_security_group":
      return resource.blocks("ingress").map((rule) => ({ rule, prefix: "ingress." }));
    case "aws_security_group_rule":
      return resource.get("type") === "ingress" ? [{ rule: resource, prefix: "" }] : [];
    case "aws_vpc_security_group_ingress_rule":
      return [{ rule: resource, prefix: "" }];
    default:
      return [];
  }
}
