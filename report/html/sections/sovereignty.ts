import type { Finding } from "../../../validation/finding";
import type { Located, PolicyResult } from "../../../policy";
import { crossings } from "../../facts/crossings";
import { count } from "../../text/units";
import { html, type Content, type Html } from "../markup";
import { plural } from "../quantities";
import type { ReportSovereignty, ReportSubject, Section } from "../section";
import { facts, fold, table, unbroken } from "../table";

const standings: Readonly<Record<Located["standing"], string>> = {
  inside: "inside",
  accepted: "outside, accepted",
  outside: "outside",
  "in a cluster": "where the cluster's nodes are",
  unknown: "not known",
};

const holders: Readonly<Record<string, string>> = {
  "provider-managed": "the provider",
  "customer-managed": "the provider, for a key of yours",
  imported: "you: imported into the provider's service",
  hsm: "you: an HSM of your own",
  external: "you: a key manager outside of the provider",
};

/** Where everything is, who holds the keys, what crosses the border, and what is not yet proven. */
export function sovereigntySection({ sovereignty }: ReportSubject): Section | undefined {
  if (sovereignty === undefined) return undefined;
  const { boundary, result } = sovereignty;
  const body = html`${lead(sovereignty)}
    <h3>Where everything is</h3>
    ${locations(result)}
    <h3>Who holds the keys</h3>
    ${keys(sovereignty)}
    <h3>What crosses the border</h3>
    ${borders(sovereignty)}
    <h3>What breaks the boundary</h3>
    ${broken(result)}
    <h3>Waivers</h3>
    ${waivers(result)}
    <h3>What is not yet proven</h3>
    ${obligations(result)}
    <h3>Digests</h3>
    ${digests(result)} ${fold("Sources of the boundary", sources(boundary))}`;
  return { id: "sovereignty", title: "Sovereignty", body };
}

function lead({ boundary, result }: ReportSovereignty): Html {
  const { stage, coverage, findings, obligations: left } = result;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const where = boundary.regions.length > 0 ? boundary.regions : boundary.countries;
  const known = `${coverage.percent} % of ${plural(coverage.resources, "resource")}`;
  const unmodelled = Object.keys(coverage.unmodelled);
  return html`<p>
      <strong
        >${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(left.length, "open question")}.</strong
      >
      Judged ${stage === "plan" ? "on the plan" : "on what was synthesised"} by the boundary ${boundary.name}. This is
      evidence towards ${boundary.regimes.join(" and ")}, no certificate.
    </p>
    ${facts([
      ["Data may be in", where.join(", ") || "no place: the boundary names none"],
      ["Keys", `${boundary.keyCustody} or stronger`],
      ["Known", unmodelled.length === 0 ? known : `${known}; not modelled: ${unmodelled.join(", ")}`],
      ["Boundary as of", boundary.asOf],
    ])}`;
}

function locations({ evidence }: PolicyResult): Html {
  const rows = evidence.locations.map(({ place, standing, resources, types }) => [
    place,
    standings[standing],
    resources === 0 ? "–" : count(resources),
    resources === 0 ? "machines, clusters and storage of your own" : mostOf(types),
  ]);
  return table(
    "Places",
    [{ title: "Place" }, { title: "Standing" }, { title: "Resources", number: true }, { title: "Most of them" }],
    rows,
    "screen-readers",
  );
}

/** The four types of which there are most. */
function mostOf(types: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(types).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = sorted.slice(0, 4).map(([type, amount]) => `${count(amount)} ${type}`);
  return sorted.length > shown.length
    ? `${shown.join(", ")}, ${plural(sorted.length - shown.length, "other type")}`
    : shown.join(", ");
}

function keys({ result }: ReportSovereignty): Html {
  const { keys: held } = result.evidence;
  if (held.length === 0) return html`<p>These documents make no key.</p>`;
  const rows = held.map(({ address, purpose, custody, atLeast, region }) => [
    html`<code>${address}</code>`,
    purpose ?? "–",
    custody === undefined
      ? "not known: its key store is in no document"
      : atLeast
        ? "you: an HSM, or a key manager outside of the provider"
        : (holders[custody] ?? custody),
    region ?? "not known",
  ]);
  return table(
    "Keys and who holds their material",
    ["Key", "For", "Material held by", "Region"].map(column),
    rows,
    "screen-readers",
  );
}

function borders({ boundary, result }: ReportSovereignty): Html {
  const rows = crossings(boundary, result).map(({ what, where, why, allowed }) => [
    what,
    where,
    allowed ? why : html`<strong>${why}</strong>`,
  ]);
  if (rows.length === 0) return html`<p>Nothing that these documents show, and nothing that the boundary allows.</p>`;
  return table("What crosses the border, and why", ["What", "Where to", "Why"].map(column), rows, "screen-readers");
}

/** Rules with errors and warnings; remarks are in `aifactory check`. */
function broken({ findings }: PolicyResult): Html {
  const rows = (["error", "warning"] as const).flatMap((severity) =>
    [
      ...grouped(
        findings.filter((each) => each.severity === severity),
        ({ rule }) => rule,
      ),
    ].map(([rule, all]) => [
      unbroken(short(rule)),
      severity,
      count(all.length),
      [...new Set(all.map(({ message }) => message))].slice(0, 2).join("; "),
      addresses(all),
    ]),
  );
  if (rows.length === 0) return html`<p>Nothing.</p>`;
  const columns = [
    column("Rule"),
    column("Weight"),
    { title: "Findings", number: true },
    column("What"),
    column("Where"),
  ];
  return table("Rules that are broken", columns, rows, "screen-readers");
}

function addresses(findings: readonly Finding[]): Content {
  const all = [...new Set(findings.map(({ address, path }) => address ?? path))];
  const shown = all.slice(0, 3).map((address, index) => html`${index === 0 ? "" : ", "}<code>${address}</code>`);
  return all.length > shown.length ? [...shown, ` and ${count(all.length - shown.length)} more`] : shown;
}

function waivers({ acknowledged }: PolicyResult): Html {
  if (acknowledged.length === 0) return html`<p>None.</p>`;
  const rows = acknowledged.map(({ finding, acknowledgement: { rule, path, reason, owner, expires } }) => [
    html`<code>${path}</code>`,
    unbroken(short(rule)),
    finding.message,
    reason,
    owner,
    expires,
  ]);
  const columns = ["Where", "Rule", "Finding", "Reason", "Owner", "Until"].map(column);
  return table("Waivers in force", columns, rows, "screen-readers");
}

function obligations({ obligations: left }: PolicyResult): Html {
  if (left.length === 0) return html`<p>Nothing: all questions are decided.</p>`;
  const groups = grouped(left, ({ rule, dischargedBy, guardrail = "" }) => [dischargedBy, rule, guardrail].join("\0"));
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const [first] = all;
      if (first === undefined) return [];
      const accepted = all.filter((each) => each.accepted).length;
      return [
        [
          unbroken(short(first.rule)),
          [...new Set(all.map(({ message }) => message))].slice(0, 2).join("; "),
          first.dischargedBy,
          first.guardrail ?? "the plan itself",
          count(all.length),
          accepted === all.length ? "all" : accepted === 0 ? "none" : `${count(accepted)} of them`,
        ],
      ];
    });
  const columns = [
    ...["Rule", "Open", "Decided at", "Decided by"].map(column),
    { title: "Places", number: true },
    column("Accepted"),
  ];
  return table("Open questions, by the stage that decides them", columns, rows, "screen-readers");
}

function digests({ digests: { policy, documents, plans } }: PolicyResult): Html {
  const rows = [
    ["policy and boundary", policy] as const,
    ...Object.entries(documents).map(([name, digest]) => [`document ${name}`, digest] as const),
    ...Object.entries(plans).map(([name, digest]) => [`plan ${name}`, digest] as const),
  ].map(([name, digest]) => [name, html`<code>${digest}</code>`]);
  const note =
    Object.keys(plans).length > 0
      ? undefined
      : html`<p class="note">No plan was judged: give one with <code>--plan</code>.</p>`;
  return html`${table("Digests of what was judged", ["What", "SHA-256 of its content"].map(column), rows, "screen-readers")}${note}`;
}

function sources({ sources: list }: ReportSovereignty["boundary"]): Html {
  return html`<ul>
    ${list.map(({ title, url, asOf }) => html`<li>${title}${url === undefined ? "" : `, ${url}`} (${asOf})</li>`)}
  </ul> `;
}

/** `SOV-RES-01` of `SOV-RES-01-effective-location`. */
function short(rule: string): string {
  return rule.split("-").slice(0, 3).join("-");
}

function column(title: string): { readonly title: string } {
  return { title };
}

function grouped<T>(all: readonly T[], key: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
}
