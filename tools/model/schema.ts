/** `npm run docs`: writes the JSON Schema of the factory model from its types. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

const root = resolve(__dirname, "../..");

/** The schema of `factory.json`, as text. */
export function factorySchema(): string {
  const schema = createGenerator({
    path: join(root, "model/types.ts"),
    tsconfig: join(root, "tsconfig.json"),
    type: "FactoryModel",
    topRef: false,
    skipTypeCheck: true,
  }).createSchema("FactoryModel");
  return `${JSON.stringify({ title: "AI factory model", ...schema }, null, 2)}\n`;
}

export const factorySchemaFile = join(root, "model/factory.schema.json");

if (require.main === module) writeFileSync(factorySchemaFile, factorySchema());
