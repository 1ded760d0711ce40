import type { PolicyRule, Weight } from "../../../policy/rule";

/** Rules by the family in their id: RES, KEY, NET … in the order of the first rule of each. */
export function rulesByFamily(rules: readonly PolicyRule[]): ReadonlyMap<string, readonly PolicyRule[]> {
  const families = new Map<string, PolicyRule[]>();
  for (const rule of rules) {
    const family = rule.id.split("-")[1] ?? "";
    families.set(family, [...(families.get(family) ?? []), rule]);
  }
  return families;
}

/** `3 critical, 9 high`. */
export function policyWeights(rules: readonly PolicyRule[]): string {
  const order: readonly Weight[] = ["critical", "high", "medium", "low"];
  const counts = order.map((weight) => [weight, rules.filter((rule) => rule.weight === weight).length] as const);
  return counts
    .filter(([, count]) => count > 0)
    .map(([weight, count]) => `${count} ${weight}`)
    .join(", ");
}
