/** Node names in Slurm's short form: `dgx-[001-004,007]`; names without a trailing number stand as they are. */
export function hostlist(names: readonly string[]): string {
  const groups = new Map<string, string[]>();
  const plain: string[] = [];
  for (const name of names) {
    const match = /^(.*?)(\d+)$/.exec(name);
    if (match?.[1] === undefined || match[2] === undefined) plain.push(name);
    else {
      // Numbers of different widths must not share brackets: 7 and 007 are different hosts.
      const key = `${match[1]} ${match[2].length}`;
      const numbers = groups.get(key);
      if (numbers === undefined) groups.set(key, [match[2]]);
      else numbers.push(match[2]);
    }
  }
  const folded = [...groups].map(([key, numbers]) => fold(key.slice(0, key.lastIndexOf(" ")), numbers));
  return [...folded, ...plain].join(",");
}

function fold(prefix: string, numbers: readonly string[]): string {
  const sorted = [...new Set(numbers)].sort();
  if (sorted.length === 1) return `${prefix}${sorted[0]}`;
  const ranges: { first: string; last: string }[] = [];
  for (const number of sorted) {
    const range = ranges.at(-1);
    if (range !== undefined && Number(number) === Number(range.last) + 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return `${prefix}[${ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(",")}]`;
}
