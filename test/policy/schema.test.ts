import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import atRest from "../../policy/data/at-rest-keys.json";
import { attributeClass, classifiedPaths, schemaTypes, typeFacts } from "../../policy/locations/schema";
import { referringAttributes } from "../../policy/locations/owned";
import { schemaOf } from "../../policy/schema-reader";

const installed = dirname(require.resolve("@cdktf/provider-aws/package.json"));

describe("the facts about the provider's schema", () => {
  it("know every type and every region-bearing attribute of the installed bindings", () => {
    expect(existsSync(join(installed, "lib"))).toBe(true);
    const unknown = Object.entries(schemaOf(installed)).flatMap(([type, facts]) => {
      const known = typeFacts(type);
      if (known === undefined) return [type];
      return (["region", "key", "exposure", "deletion"] as const).flatMap((kind) =>
        (facts[kind] ?? []).filter((path) => !(known[kind] ?? []).includes(path)).map((path) => `${type}.${path}`),
      );
    });
    expect(unknown).toEqual([]);
  }, 60_000);

  it("classify each region-bearing attribute: judged by a rule, or no place, with the reason", () => {
    const unclassified = schemaTypes().flatMap((type) =>
      (typeFacts(type)?.region ?? [])
        .filter((path) => attributeClass(type, path) === undefined)
        .map((path) => `${type}.${path}`),
    );
    expect(unclassified).toEqual([]);
  });

  it("classify nothing that no schema has", () => {
    const paths = new Set(schemaTypes().flatMap((type) => typeFacts(type)?.region ?? []));
    expect(classifiedPaths().filter((path) => !paths.has(path.split("@")[0] ?? ""))).toEqual([]);
  });

  it("find what is new: an attribute that nobody has classified has no class", () => {
    expect(attributeClass("aws_sqs_queue", "replica_region_of_tomorrow")).toBeUndefined();
  });

  it("count 161 types without a region of their own in provider 6", () => {
    expect(schemaTypes().filter((type) => typeFacts(type)?.global === true)).toHaveLength(161);
    expect(typeFacts("aws_iam_role")?.global).toBe(true);
    expect(typeFacts("aws_sqs_queue")?.global).toBeUndefined();
  });

  it("name only types that exist in the tables of rules", () => {
    const named = [
      ...referringAttributes.map(({ type }) => type),
      ...Object.keys(atRest.required),
      ...Object.keys(atRest.notAtRest),
      ...Object.keys(atRest.copies),
      ...Object.keys(atRest.switches),
    ];
    expect([...new Set(named)].filter((type) => typeFacts(type) === undefined)).toEqual([]);
  });
});
