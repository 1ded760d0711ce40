/**
 * Writes policy/data/aws-schema.json: which attributes of each AWS type carry a region, a key or public exposure, read
 * from provider bindings (a folder with `lib/`). Several folders are united, so that provider 5 and 6 are both known.
 *
 *     npx tsx tools/policy/schema-facts.ts node_modules/@cdktf/provider-aws [more folders …]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaOf, uniteSchemas } from "../../policy/schema-reader";

function main(folders: readonly string[]): void {
  const read = folders.map((folder) => {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { version, types: schemaOf(folder) };
  });
  const facts = {
    about: "Written by tools/policy/schema-facts.ts from provider bindings; do not edit.",
    bindings: read.map(({ version }) => `@cdktf/provider-aws ${version}`),
    types: uniteSchemas(read.map(({ types }) => types)),
  };
  const file = join(__dirname, "..", "..", "policy", "data", "aws-schema.json");
  const rows = Object.entries(facts.types).map(([type, fact]) => `${JSON.stringify(type)}:${JSON.stringify(fact)}`);
  const head = JSON.stringify({ about: facts.about, bindings: facts.bindings }).slice(0, -1);
  writeFileSync(file, `${head},"types":{\n${rows.join(",\n")}\n}}\n`);
}

const folders = process.argv.slice(2);
if (
  folders.length === 0 ||
  folders.some((folder) => !existsSync(join(folder, "lib")) || readdirSync(folder).length === 0)
) {
  console.error("give the folders of provider bindings, each with lib/");
  process.exit(2);
}
main(folders);
