import fc from "fast-check";
import {
  addressesPerNode,
  cidrContains,
  cidrsOverlap,
  formatCidr,
  parseCidr,
  subCidr,
} from "../../../planning/addresses";

const block = fc
  .tuple(fc.integer({ min: 8, max: 30 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]) => {
    const size = 2 ** (32 - prefix);
    return { prefix, size, start: Math.floor(address / size) * size };
  });

test.each([
  ["10.0.0.0/16", { start: 0x0a000000, size: 65536, prefix: 16 }],
  ["255.255.255.255/32", { start: 0xffffffff, size: 1, prefix: 32 }],
])("parses %s", (text, range) => {
  expect(parseCidr(text)).toEqual(range);
});

test.each(["10.0.0.0", "10.0.0.1/16", "10.0.0.0/33", "10.0.0/16", "010.0.0.0/16", "::/0", "", "x/8"])(
  "refuses %p",
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test("printing and parsing a block gives the same block", () => {
  fc.assert(fc.property(block, (range) => expect(parseCidr(formatCidr(range))).toEqual(range)));
});

test("blocks cut from a range lie in it and do not overlap each other", () => {
  fc.assert(
    fc.property(block, fc.integer({ min: 1, max: 2 }), (range, bits) => {
      const first = subCidr(range, range.prefix + bits, 0);
      const last = subCidr(range, range.prefix + bits, 2 ** bits - 1);
      expect(subCidr(range, range.prefix + bits, 2 ** bits)).toBeUndefined();
      if (first === undefined || last === undefined) throw new Error("the range has these blocks");
      expect(cidrContains(range, first) && cidrContains(range, last)).toBe(true);
      expect(cidrsOverlap(first, last)).toBe(false);
      expect(cidrsOverlap(range, last)).toBe(true);
    }),
  );
});

test("a node takes its own address, whole prefixes for its pods and one spare prefix", () => {
  expect(addressesPerNode(110)).toBe(1 + 16 * 7 + 16);
  expect(addressesPerNode(16)).toBe(1 + 16 + 16);
});
