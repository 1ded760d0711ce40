import { billOfMaterials, resourceCounts } from "../../facts/materials";
import { sum } from "../../facts/capacity";
import { count } from "../../text/units";
import { html } from "../markup";
import { range } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { fold, table } from "../table";

/** What the factory is made of, and what Terraform creates for it. */
export function materialsSection({ model }: ReportSubject): Section | undefined {
  const lines = billOfMaterials(model);
  if (lines.length === 0) return undefined;
  const bill = table(
    "Bill of materials",
    [{ title: "Item" }, { title: "Kind" }, { title: "For" }, { title: "Quantity", number: true }],
    lines.map((line) => [line.item, line.kind, line.use, range(line.minQuantity, line.maxQuantity)]),
    "screen-readers",
  );
  const resources = resourceCounts(model);
  const emitted = table(
    "Resources by stack and type",
    [{ title: "Type" }, { title: "Stack" }, { title: "Count", number: true }],
    resources.map(({ type, stack, count: amount }) => [type, stack, count(amount)]),
  );
  const total = sum(resources, ({ count: amount }) => amount);
  const body = html`${bill}${
    total === 0 ? undefined : fold(`${count(total)} resources that Terraform creates`, emitted)
  }`;
  return { id: "materials", title: "Bill of materials", body };
}
