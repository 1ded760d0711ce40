import type { PoolNode } from "../../../model";
import { hourlyCost, listPrice, type HourlySum } from "../../cost";
import { count, dollars } from "../../text/units";
import { html, type Content } from "../markup";
import { kindName } from "../../names";
import { nodeRange, range } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { fold, table, unknown } from "../table";

/** What AWS's own calculator counts as a month. */
const hoursPerMonth = 730;

/** What the nodes cost, with the dates of the prices. */
export function costSection({ model }: ReportSubject): Section | undefined {
  if (model.pools.length === 0) return undefined;
  const { priced, atListPrice, unpriced } = hourlyCost(model);
  const sums = [
    ...(priced === undefined ? [] : [sumRow("At their own price", priced)]),
    ...(atListPrice === undefined ? [] : [sumRow("At on-demand list price", atListPrice)]),
  ];
  const money = (title: string) => ({ title, number: true });
  const total =
    sums.length === 0
      ? html`<p>No price of any pool is known. State yours with <code>usdPerNodeHour</code>.</p>`
      : table(
          "Cost of the nodes, from the smallest to the largest size",
          [
            { title: "Basis" },
            { title: "Pools" },
            money("Per hour"),
            money(`Per month of ${hoursPerMonth} hours`),
            { title: "Prices of" },
          ],
          sums,
        );
  const rows = model.pools.map((pool) => [
    pool.id,
    pool.instanceType ?? pool.system ?? "–",
    nodeRange(pool),
    ...priceCells(pool),
  ]);
  const body = html`${total}${
      unpriced.length === 0
        ? undefined
        : html`<p>
            <strong>Not in it:</strong> ${unpriced
              .map((pool) => `${pool.id} (${pool.instanceType ?? pool.system ?? "machine not stated"})`)
              .join(", ")},
            because no price is known for the region. State yours with <code>usdPerNodeHour</code>.
          </p>`
    }${table(
      "Price of a node",
      [
        { title: "Pool" },
        { title: "Machine" },
        money("Nodes"),
        money("$ per node-hour"),
        { title: "Basis" },
        { title: "As of" },
      ],
      rows,
    )}
    <p class="note">
      In US dollars, without tax and discounts. Storage, traffic, control plane and licences come on top.
    </p>
    ${sources(model.pools)}`;
  return { id: "cost", title: "Cost", body };
}

function sumRow(name: string, { minUsd, maxUsd, pricesFrom, pricesTo, pools }: HourlySum): readonly Content[] {
  return [
    name,
    pools.map(({ id }) => id).join(", "),
    range(minUsd, maxUsd, dollars),
    range(minUsd * hoursPerMonth, maxUsd * hoursPerMonth, (usd) => `$${count(usd)}`),
    pricesFrom === pricesTo ? pricesTo : `${pricesFrom} to ${pricesTo}`,
  ];
}

function priceCells(pool: PoolNode): readonly Content[] {
  const stated = pool.usdPerNodeHour;
  if (stated !== undefined) return [dollars(stated.usd), kindName(pool.capacity.kind), stated.asOf];
  const list = listPrice(pool);
  if (list === undefined) return [unknown(), kindName(pool.capacity.kind), "–"];
  const ownPrice = ["capacity-block", "spot", "owned"].includes(pool.capacity.kind);
  const basis = ownPrice ? `on demand, to compare with ${kindName(pool.capacity.kind)}` : "on-demand list price";
  return [dollars(list.usd), basis, list.asOf];
}

function sources(pools: readonly PoolNode[]): Content {
  const lines = new Set(pools.flatMap((pool) => (pool.usdPerNodeHour ?? listPrice(pool))?.source ?? []));
  if (lines.size === 0) return undefined;
  return fold(
    "Sources of the prices",
    html`<ul>
      ${[...lines].map((line) => html`<li>${line}</li>`)}
    </ul>`,
    "on-paper",
  );
}
