import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { runNew } from "../../cli/commands/new";
import { blueprintSource, exportedNames } from "../../cli/new/blueprint-source";
import { blueprintChoices } from "../../cli/new/choices";
import { projectFiles } from "../../cli/new/project";

const empty = () => mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "new-"));
const exportsByFile = new Map<string, ReadonlySet<string>>();
const read = (...path: readonly string[]) => readFileSync(join(...path), "utf8");

describe("aifactory new", () => {
  it("writes a project with the answers that were given, and defaults for the rest", async () => {
    const dir = join(empty(), "demo");
    const answers = { region: "eu-central-1", nodes: "8", "state-bucket": "my-state" };
    expect(await runNew(dir, { blueprint: "cloud-training", yes: true, answers })).toMatchObject({ exitCode: 0 });
    const factory = read(dir, "factory.ts");
    expect(factory).toContain('new CloudFactory(app, "demo", {');
    expect(factory).toContain('zones: ["eu-central-1a", "eu-central-1b"]');
    expect(factory).toContain('zone: "eu-central-1a", nodes: 8');
    expect(factory).toContain('FactoryState.s3({ bucket: "my-state", region: "eu-central-1" })');
    expect(factory).not.toContain("eu-north-1");
    expect(read(dir, ".github/workflows/factory.yml")).toContain("aws-region: eu-central-1");
    const { dependencies } = JSON.parse(read(dir, "package.json")) as { dependencies: Record<string, string> };
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(version))).toBe(true);
  });

  it("says everything that is wrong at once, with what was meant, and writes nothing", async () => {
    const parent = empty();
    const dir = join(parent, "Demo");
    const answers = { region: "eu-nort-1", nodes: "0" };
    const { exitCode, stderr } = await runNew(dir, { blueprint: "cloud-trainin", yes: true, answers });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean 'cloud-training'?");
    expect(stderr).toContain("did you mean 'eu-north-1'?");
    expect(stderr).toContain("'0' is no whole number");
    expect(stderr).toContain("'Demo' cannot name a factory");
    expect(readdirSync(parent)).toEqual([]);
  });

  it("overwrites nothing", async () => {
    const dir = join(empty(), "demo");
    mkdirSync(dir);
    writeFileSync(join(dir, "mine.txt"), "mine");
    const { exitCode, stderr } = await runNew(dir, { blueprint: "cloud-training", yes: true, answers: {} });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("is not empty, and nothing is overwritten")]);
    expect(readdirSync(dir)).toEqual(["mine.txt"]);
  });

  it("refuses an answer to a question that the blueprint does not ask", async () => {
    const dir = join(empty(), "demo");
    const { stderr } = await runNew(dir, { blueprint: "onprem-superpod", yes: true, answers: { nodes: "4" } });
    expect(stderr).toContain("--nodes is no question of onprem-superpod; it asks: site-name");
  });

  it("asks until an answer can be used, and takes the default for an empty one", async () => {
    const dir = join(empty(), "demo");
    const replies = ["2", "eu-nort-1", "eu-west-1", "", ""];
    const asked: string[] = [];
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve(replies.shift() ?? "");
    };
    expect(await runNew(dir, { answers: {}, ask })).toMatchObject({ exitCode: 0 });
    expect(asked[2]).toMatch(/unknown region 'eu-nort-1'; did you mean/);
    expect(read(dir, "factory.ts")).toContain('zones: ["eu-west-1a", "eu-west-1b"]');
  });

  it("does not guess where nobody can be asked", async () => {
    const dir = join(empty(), "demo");
    const { exitCode, stderr } = await runNew(dir, { blueprint: "cloud-training", answers: {} });
    expect([exitCode, existsSync(dir)]).toEqual([2, false]);
    expect(stderr).toContain("use --yes");
  });
});

describe.each(blueprintChoices)("the project of $name", (choice) => {
  const answers: Record<string, string> = {};
  for (const question of choice.questions) answers[question.key] = question.default(answers);
  const files = projectFiles({ name: "demo", choice, answers, library: "0.1.0" });

  it("has defaults that its own questions accept", () => {
    expect(choice.questions.flatMap((one) => one.problem(answers[one.key] ?? "", answers) ?? [])).toEqual([]);
  });

  it("imports nothing that it does not have or depend on", () => {
    const { dependencies } = JSON.parse(files.get("package.json") ?? "") as { dependencies: Record<string, string> };
    for (const [path, text] of files) {
      if (!path.startsWith("blueprint/") && path !== "factory.ts") continue;
      for (const { fileName } of ts.preProcessFile(text).importedFiles) {
        const file = fileName.startsWith(".") ? join(path, "..", fileName) : undefined;
        const isHere = file !== undefined && (files.has(`${file}.ts`) || files.has(`${file}/index.ts`));
        const isDependency = Object.keys(dependencies).some(
          (name) => fileName === name || fileName.startsWith(`${name}/`),
        );
        expect([path, fileName, isHere || isDependency]).toEqual([path, fileName, true]);
      }
    }
  });

  it("imports only names that the entry points export", () => {
    const missing = [...files].flatMap(([path, text]) =>
      [...text.matchAll(/^import (?:type )?\{([^}]*)\} from "ai-factory-blueprints(\/?[^"]*)";$/gm)].flatMap(
        ([, names = "", entry = ""]) =>
          importedNames(names)
            .filter((name) => !publicNames(entry).has(name))
            .map((name) => `${path}: ${name} of ai-factory-blueprints${entry}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("owns the blueprint's class and takes it from its own folder", () => {
    expect([...blueprintSource(choice.source).keys()]).toContain(`${choice.source}.ts`);
    expect(files.get("factory.ts")).toMatch(/import \{ .*\b(Cloud|OnPrem|Hybrid)Factory\b.* \} from "\.\/blueprint";/);
  });
});

function importedNames(list: string): readonly string[] {
  const names = list.split(",").map((name) =>
    name
      .trim()
      .replace(/^type /, "")
      .replace(/ as .*$/, ""),
  );
  return names.filter((name) => name !== "");
}

/** Names that an entry point's source exports, those of other files that it hands on among them. */
function publicNames(entry: string): ReadonlySet<string> {
  return exportsOf(join(__dirname, "../..", entry, "index.ts"));
}

function exportsOf(file: string): ReadonlySet<string> {
  const known = exportsByFile.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    importedNames(names.replace(/\w+ as /g, "")),
  );
  const handedOn = [...text.matchAll(/^export (?:type )?\* from "([^"]*)";$/gm)].flatMap(([, target = ""]) => {
    const path = join(file, "..", target);
    return [...exportsOf(existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts"))];
  });
  const names = new Set([...exportedNames(new Map([[file, text]])), ...listed, ...handedOn]);
  exportsByFile.set(file, names);
  return names;
}
