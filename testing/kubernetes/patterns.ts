const posixClasses: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  space: "\\s",
  punct: "!-\\/:-@\\[-`{-~",
  word: "\\w",
  xdigit: "0-9A-Fa-f",
};

const compiled = new Map<string, RegExp>();

/** A pattern as RE2 writes it, as a regular expression of JavaScript. @throws SyntaxError */
export function toRegExp(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  // RE2 takes flags behind the anchor as well: `^(?i)[a-z]+$`.
  const flags = /^\^?\(\?([ims]+)\)/.exec(pattern)?.[1] ?? "";
  const source = pattern
    .replace(/^(\^?)\(\?[ims]+\)/, "$1")
    .replace(/\[:(\w+):\]/g, (whole, name: string) => posixClasses[name] ?? whole)
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$")
    .replace(/\\p([LN])/g, "\\p{$1}")
    .replace(/\\Q(.*?)\\E/g, (_, text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const expression = compile(source, flags);
  compiled.set(pattern, expression);
  return expression;
}

/** Unicode mode counts characters as Go does, but forbids escapes that RE2 allows (`\-`): then without it. */
function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}
