// Reads synthesised outputs: what they hold, and where two of them differ.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { isDeepStrictEqual } = require("node:util");

/** Attributes of resources that differ between two outputs, by stack and address. */
function differences(aOut, bOut) {
  const found = {};
  for (const stack of readdirSync(join(aOut, "stacks"))) {
    const [a, b] = [aOut, bOut].map((out) =>
      JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8")),
    );
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (key !== "resource" && key !== "//" && !isDeepStrictEqual(a[key], b[key])) found[`${stack}/${key}`] = [];
    }
    for (const [type, resources] of Object.entries(a.resource ?? {})) {
      for (const [id, own] of Object.entries(resources)) {
        const other = b.resource?.[type]?.[id] ?? {};
        const keys = new Set([...Object.keys(own), ...Object.keys(other)]);
        const differing = [...keys].filter((key) => key !== "//" && !isDeepStrictEqual(own[key], other[key]));
        if (differing.length > 0) found[`${stack}/${type}.${id}`] = differing;
      }
    }
  }
  return found;
}

function countResources(out) {
  return readdirSync(join(out, "stacks")).reduce((sum, stack) => {
    const { resource = {} } = JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8"));
    return sum + Object.values(resource).reduce((count, all) => count + Object.keys(all).length, 0);
  }, 0);
}

module.exports = { countResources, differences };
