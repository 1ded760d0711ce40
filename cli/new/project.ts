import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blueprintSource, exportedNames, sourceRoot } from "./blueprint-source";
import type { Answers, BlueprintChoice } from "./choices";
import { continuousIntegration } from "./pipelines";
import { manifest, readme, snapshotTest, terraformCdk, typeScript } from "./templates";

export interface ProjectOptions {
  /** Name of the factory and of its package. */
  readonly name: string;
  readonly choice: BlueprintChoice;
  /** An answer to every question of the choice. */
  readonly answers: Answers;
  /** What the project's package.json says of the library: a version, or `file:…`. */
  readonly library: string;
}

/** Every file of a new project, by its path in it. Writes nothing. */
export function projectFiles(options: ProjectOptions): ReadonlyMap<string, string> {
  const blueprint = blueprintSource(options.choice.source);
  return new Map([
    ["package.json", manifest(options)],
    ["tsconfig.json", typeScript],
    ["cdktf.json", terraformCdk(options.name)],
    [".gitignore", ["node_modules/", "cdktf.out/", "plans/", ".terraform/", "*.tfstate*", ""].join("\n")],
    ["factory.ts", factoryFile(options, exportedNames(blueprint))],
    ...[...blueprint].map(([file, text]): [string, string] => [`blueprint/${file}`, text]),
    ["test/factory.test.ts", snapshotTest],
    ["jest.config.cjs", jestConfig],
    ...continuousIntegration(options),
    ["README.md", readme(options)],
  ]);
}

const jestConfig = `module.exports = {
  testMatch: ["**/test/**/*.test.ts"],
  transform: { "\\\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
};
`;

/** The example's program with the site's answers, on the blueprint's own source. */
function factoryFile({ name, choice, answers }: ProjectOptions, owned: ReadonlySet<string>): string {
  const example = readFileSync(join(sourceRoot(), "examples", choice.name, "main.ts"), "utf8");
  const answered = choice.questions.reduce(
    (source, question) => question.write(source, answers[question.key] ?? question.default(answers), answers),
    example.replace(`(app, "${choice.name}"`, `(app, "${name}"`),
  );
  const questions = choice.decisions.map((decision) => `// - ${decision}`).join("\n");
  return `// What this site still has to decide, and where it is said:\n${questions}\n\n${ownImports(answered, owned)}`;
}

/** Imports what the project owns from its folder, and the rest from the package. */
function ownImports(source: string, owned: ReadonlySet<string>): string {
  const fromLibrary = /^import \{([^}]*)\} from "ai-factory-blueprints";\n/m;
  const listed = (fromLibrary.exec(source)?.[1] ?? "").split(",").map((name) => name.trim());
  const names = listed.filter((name) => name !== "").sort();
  const line = (from: string, some: readonly string[]) =>
    some.length === 0 ? "" : `import { ${some.join(", ")} } from "${from}";\n`;
  const library = names.filter((name) => !owned.has(name));
  const own = names.filter((name) => owned.has(name));
  return source
    .replace(fromLibrary, line("ai-factory-blueprints", library))
    .replace(/^import \{ App \} from "cdktf";\n/m, (core) => core + line("./blueprint", own));
}
