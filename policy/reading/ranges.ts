/** Whether a range reaches far into the internet: halves and quarters of it are the same hole as all of it. */
export function isInternet(cidr: string): boolean {
  const [address = "", bits] = cidr.trim().split("/");
  const prefix = bits === undefined ? Number.NaN : Number(bits);
  if (Number.isNaN(prefix)) return false;
  if (address.includes(":")) return prefix < 16 && !/^f[cd]/i.test(address);
  return prefix < 8;
}

/** Whether the ranges together make up half the internet or more, although each of them is small. */
export function coverInternet(cidrs: readonly string[]): boolean {
  if (cidrs.some(isInternet)) return true;
  const share = cidrs.reduce((sum, cidr) => {
    const bits = Number(cidr.split("/")[1]);
    return cidr.includes(":") || Number.isNaN(bits) || isPrivate(cidr) ? sum : sum + 2 ** -bits;
  }, 0);
  return share >= 0.25;
}

/** Whether a range is for private use: RFC 1918, RFC 6598, link-local, loopback, unique local. */
export function isPrivate(cidr: string): boolean {
  const address = cidr.split("/")[0] ?? "";
  if (address.includes(":")) return /^(f[cd]|fe80|::1$)/i.test(address);
  const [a = 0, b = 0] = address.split(".").map(Number);
  return (
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  );
}
