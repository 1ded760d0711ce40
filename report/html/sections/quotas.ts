import { quotaRequests, type QuotaRequest } from "../../facts/quotas";
import { count } from "../../text/units";
import { html, type Content } from "../markup";
import type { ReportSubject, Section } from "../section";
import { table, unbroken } from "../table";

/** Quotas of the cloud accounts that must be in place before the first apply. */
export function quotasSection({ model }: ReportSubject): Section | undefined {
  if (!model.sites.some(({ kind }) => kind === "aws")) return undefined;
  const requests = quotaRequests(model);
  const rows = requests.map((request) => [
    unbroken(request.quota.code),
    request.quota.name,
    request.quota.service,
    unbroken(request.siteId),
    `${count(request.needed)} ${request.quota.unit === "count" ? "" : request.quota.unit}`.trim(),
    request.quota.defaultValue === undefined ? "differs by account" : count(request.quota.defaultValue),
    todo(request),
    request.usedBy.join("; "),
  ]);
  const blocks = model.pools.filter(({ capacity }) => capacity.kind === "capacity-block");
  const elastic = model.pools.filter(({ capacity }) => capacity.kind === "elastic");
  const columns = [
    { title: "Code" },
    { title: "Quota" },
    { title: "Service" },
    { title: "Region" },
    { title: "Needed", number: true },
    { title: "New account", number: true },
    { title: "To do" },
    { title: "Used by" },
  ];
  const names = (pools: readonly { readonly id: string }[]) => pools.map(({ id }) => id).join(", ");
  const body = html`${rows.length === 0 ? html`<p>The factory uses no quota that the catalogue knows.</p>` : table("Quotas to request", columns, rows, "screen-readers")}
    ${blocks.length === 0 ? undefined : html`<p class="note">Capacity blocks count against no instance quota: ${names(blocks)}.</p>`}
    ${
      elastic.length === 0
        ? undefined
        : html`<p class="note">
            Elastic pools are counted with their first machine; larger machines of theirs need more: ${names(elastic)}.
          </p>`
    }
    <p class="note">
      Instance quotas count vCPUs, not instances. The values are for this factory at its largest size; what else runs in
      the account comes on top.
    </p>`;
  return { id: "quotas", title: "Quotas to request", body };
}

function todo({ enoughByDefault, quota }: QuotaRequest): Content {
  if (enoughByDefault === true) return "enough in a new account";
  if (!quota.adjustable) return html`<strong>cannot be raised</strong>`;
  return enoughByDefault === undefined ? "compare, and request" : html`<strong>request</strong>`;
}
