import { html, type Content, type Html } from "./markup";

export interface Column {
  readonly title: string;
  /** Numbers stand to the right, digits under digits. @default false */
  readonly number?: boolean;
}

/** A table that scrolls within itself where the page is narrow; the first cell of a row names the row. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Html {
  const align = (index: number) => (columns[index]?.number === true ? "number" : "text");
  const head = columns.map(({ title }, index) => html`<th scope="col" class="${align(index)}">${title}</th>`);
  const body = rows.map(
    ([name, ...cells]) =>
      html`<tr>
        <th scope="row" class="${align(0)}">${name}</th>
        ${cells.map((cell, index) => html`<td class="${align(index + 1)}">${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
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

/** Secondary matter that the reader opens. */
export function fold(summary: Content, body: Html): Html {
  return html`<details>
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

/** Something not known, said as such. */
export function unknown(words = "not known"): Html {
  return html`<span class="unknown">${words}</span>`;
}
