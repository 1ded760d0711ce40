import { html, type Content, type Html } from "./markup";

export interface Column {
  readonly title: string;
  /** Numbers stand to the right, digits under digits. @default false */
  readonly number?: boolean;
}

/** A table of many columns is not squeezed into a narrow window: it scrolls. */
function widthClass(columns: number): string {
  if (columns <= 5) return "narrow";
  return columns <= 8 ? "wide" : "widest";
}

/**
 * A table that scrolls within itself where the page is narrow; the first cell of a row names the row. The caption is
 * for screen readers alone where the section's title says the same.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  captionFor: "all" | "screen-readers" = "all",
): Html {
  const align = (index: number) => (columns[index]?.number === true ? "number" : "text");
  const head = columns.map(({ title }, index) => html`<th scope="col" class="${align(index)}">${title}</th>`);
  const body = rows.map(
    ([name, ...cells]) =>
      html`<tr>
        <th scope="row" class="${align(0)}">${name}</th>
        ${cells.map((cell, index) => html`<td class="${align(index + 1)}">${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
    <table class="${widthClass(columns.length)}">
      <caption class="${captionFor === "all" ? "seen" : "unseen"}">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
}

/** Secondary matter that the reader opens. On paper it is open, or left out. */
export function fold(summary: Content, body: Html, paper: "on-paper" | "on-screen" = "on-screen"): Html {
  return html`<details class="${paper}">
    <summary>${summary}</summary>
    ${body}
  </details> `;
}

/** Names and values side by side. */
export function facts(rows: readonly (readonly [name: string, value: Content])[]): Html {
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl> `;
}

/** A short name that must not break over lines: a code, a region. */
export function unbroken(name: string): Html {
  return html`<span class="unbroken">${name}</span>`;
}

/** Something not known, said as such. */
export function unknown(words = "not known"): Html {
  return html`<span class="unknown">${words}</span>`;
}
