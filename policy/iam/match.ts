/** Whether a text fits a pattern of IAM: `*` for any text, `?` for one character. */
export function textMatches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** The same for ARNs: no wildcard reaches across one of the first five colons. */
export function arnMatches(pattern: string, arn: string): boolean {
  const [patternParts, parts] = [arnParts(pattern), arnParts(arn)];
  if (patternParts.length !== parts.length) return false;
  return patternParts.every((part, index) => textMatches(part, parts[index] ?? ""));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
