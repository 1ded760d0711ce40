/** A word that a POSIX shell takes as it is. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

/** A command line of words that a shell takes as they are. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
