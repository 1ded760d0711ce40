/** Widths in ems of a wide sans-serif face; the reader's own face is as wide at most, so that what fits here fits there. */
const classes: readonly (readonly [characters: RegExp, ems: number])[] = [
  [/[ !'(),\-./:;IJ[\\\]fijlrt|]/, 0.34],
  [/[mwMW@%…]/, 1],
  [/[<>=+~^#×&]/, 0.84],
  [/[A-Z]/, 0.74],
  [/[\u0021-\u024f–]/, 0.64],
];

/** Letters of other scripts may be square. */
const square = 1.05;

/** Bold letters are that much wider. */
const boldFactor = 1.13;

/** A text cut to the width that it has; the tables of the page have it whole. */
export function fitted(text: string, width: number, fontSize: number, weight: "normal" | "bold" = "normal"): string {
  const room = width / (fontSize * (weight === "bold" ? boldFactor : 1));
  const characters = [...text];
  if (ems(characters) <= room) return text;
  while (characters.length > 1 && ems([...characters, "…"]) > room) characters.pop();
  return `${characters.join("")}…`;
}

function ems(characters: readonly string[]): number {
  return characters.reduce(
    (total, character) => total + (classes.find(([pattern]) => pattern.test(character))?.[1] ?? square),
    0,
  );
}
