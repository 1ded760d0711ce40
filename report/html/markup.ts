/** Markup that is safe to put into the page. Only `html` and `raw` make it. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | undefined | readonly Content[];

/** A template whose values are escaped, unless they are markup themselves. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, index) => part + render(values[index])).join(""));
}

/** Text that is markup already and comes from this room alone, never from a model. */
export function raw(text: string): Html {
  return new Html(text);
}

function render(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "string") return escape(content);
  if (typeof content === "number") return String(content);
  return content.map(render).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return (
    text
      // Control characters, and those that turn the reading direction of what follows them.
      .replace(/(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
      .replace(/[&<>"']/g, (character) => entities[character] ?? character)
  );
}
