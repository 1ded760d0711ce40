import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { functionToken, mappedTypes, tokenRow } from "../../pulumi/tokens";

const root = join(__dirname, "../..");

/** Terraform types whose classes the rooms import: `@cdktf/provider-aws/lib/eks-cluster` is `aws_eks_cluster`. */
function importedTypes(): readonly string[] {
  const files = ["constructs", "blueprints"].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(root, room, file), "utf8")),
  );
  const found = files.flatMap((text) => [
    ...text.matchAll(/@cdktf\/provider-(aws|kubernetes|helm)\/lib\/([a-z0-9-]+)/g),
  ]);
  const types = found.map(([, provider, name = ""]) => `${provider}_${name.replaceAll("-", "_")}`);
  return [...new Set(types)].filter((type) => !type.endsWith("_provider"));
}

describe("the token table", () => {
  const types = importedTypes();

  it("finds the types that the library can emit", () => {
    expect(types.length).toBeGreaterThan(60);
    expect(types).toContain("aws_vpc");
    expect(types).toContain("helm_release");
  });

  it.each(types.filter((type) => !type.startsWith("aws_data_")))("has a row for %s", (type) => {
    expect(tokenRow(type)?.token).toMatch(/^(aws|kubernetes):/);
  });

  it.each(types.filter((type) => type.startsWith("aws_data_")))("has a function for the data source %s", (type) => {
    expect(functionToken(type.replace("aws_data_", ""))).toMatch(/:get/);
  });

  it("has no token twice", () => {
    const tokens = mappedTypes().map((type) => tokenRow(type)?.token);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it("has no row for a type it does not know, nor for a key of every object", () => {
    expect(tokenRow("aws_instance")).toBeUndefined();
    expect(tokenRow("constructor")).toBeUndefined();
  });
});
