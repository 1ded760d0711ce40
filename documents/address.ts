/** The index of an instance as terraform prints it behind the address: `[0]`, `["a"]`, or nothing. */
export function indexText(index: number | string | undefined): string {
  return index === undefined ? "" : `[${JSON.stringify(index)}]`;
}
