import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import { suggestNames } from "../../catalog/lookup";
import { badUsage, finish, type CommandResult } from "../command-result";
import { blueprintChoices, type Answers, type BlueprintChoice, type Question } from "../new/choices";
import { projectFiles } from "../new/project";
import { modulesFolder, version } from "../package";

export interface NewCommandOptions {
  readonly blueprint?: string;
  /** Takes every default that is not answered by an option. */
  readonly yes?: boolean;
  /** Asks the person at the terminal; absent, nobody is there to ask. */
  readonly ask?: (question: string) => Promise<string>;
  /** Answers given as options, by the question's key. */
  readonly answers: Answers;
}

/** `aifactory new`: a project of its own that starts from a blueprint. */
export function newCommand(): Command {
  const command = new Command("new")
    .description(
      "write a project that starts from a blueprint: its source to own, tests, pipelines; overwrites nothing",
    )
    .argument("<dir>", "folder to make; its name becomes the factory's")
    .option("--blueprint <blueprint>", `one of: ${blueprintChoices.map(({ name }) => name).join(", ")}`)
    .option("--yes", "ask nothing: the default answers what no option does");
  for (const { key, text } of allQuestions()) command.addOption(new Option(`--${key} <${key}>`, text));
  return command.action(async (dir: string, options: Readonly<Record<string, string | true | undefined>>) => {
    const given = allQuestions().flatMap(({ key }) => {
      const answer = options[key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
      return typeof answer === "string" ? [[key, answer] as const] : [];
    });
    const blueprint = typeof options.blueprint === "string" ? options.blueprint : undefined;
    const answers = Object.fromEntries(given);
    if (!process.stdin.isTTY) return finish(await runNew(dir, { blueprint, yes: options.yes === true, answers }));
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      const ask = (question: string) => terminal.question(question);
      finish(await runNew(dir, { blueprint, yes: options.yes === true, answers, ask }));
    } finally {
      terminal.close();
    }
  });
}

/** Asks what is not answered, says everything that is wrong at once, and writes only when nothing is. */
export async function runNew(dir: string, options: NewCommandOptions): Promise<CommandResult> {
  const { yes = false } = options;
  const ask = yes ? undefined : options.ask;
  const problems = [...directoryProblems(dir)];
  const named = options.blueprint ?? (ask === undefined ? undefined : await askBlueprint(ask));
  const choice = blueprintChoices.find(({ name }) => name === named);
  if (choice === undefined) {
    return refuse([...problems, blueprintProblem(named), ...answerProblems(allQuestions(), options.answers)]);
  }
  problems.push(...foreignAnswers(choice, options.answers));
  if (!yes && ask === undefined) problems.push("nobody is there to answer: use --yes for the defaults");
  problems.push(...answerProblems(choice.questions, options.answers));
  if (problems.length > 0) return refuse(problems);
  const answers: Record<string, string> = {};
  for (const question of choice.questions) {
    const given = options.answers[question.key];
    const byDefault = () => question.default(answers);
    answers[question.key] = given ?? (ask === undefined ? byDefault() : await answer(question, answers, ask));
  }
  // An answer that was given may not fit one that was asked for.
  problems.push(...answerProblems(choice.questions, answers));
  if (problems.length > 0) return refuse(problems);
  const folder = resolve(dir);
  const files = projectFiles({ name: basename(folder), choice, answers, library: libraryFor(folder) });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // wx: a file that came into being meanwhile is not overwritten either.
    writeFileSync(join(folder, path), text, { flag: "wx", mode: path.endsWith(".sh") ? 0o755 : 0o644 });
  }
  const stdout = [
    `${dir}: ${files.size} files, from the blueprint ${choice.name}`,
    "",
    `  cd ${dir}`,
    "  npm install",
    "  npm test",
    "  npx aifactory check cdktf.out",
    "",
    "What the site still has to decide stands at the head of factory.ts.",
    "",
  ].join("\n");
  return { exitCode: 0, stdout, stderr: "" };
}

function directoryProblems(dir: string): readonly string[] {
  const folder = resolve(dir);
  const name = basename(folder);
  const problems = /^[a-z][a-z0-9-]{0,30}$/.test(name)
    ? []
    : [`'${name}' cannot name a factory: a small letter, then at most 30 small letters, digits and hyphens`];
  if (!existsSync(folder)) return problems;
  if (!statSync(folder).isDirectory()) return [...problems, `${dir} is a file; name a folder that is not there yet`];
  if (readdirSync(folder).length === 0) return problems;
  return [...problems, `${dir} is not empty, and nothing is overwritten; name another folder`];
}

function blueprintProblem(given: string | undefined): string {
  const names = blueprintChoices.map(({ name }) => name);
  if (given === undefined) return `--blueprint is missing; one of: ${names.join(", ")}`;
  const [near] = suggestNames(given, names);
  const hint = near === undefined ? `one of: ${names.join(", ")}` : `did you mean '${near}'?`;
  return `unknown blueprint '${given}'; ${hint}`;
}

/** Every question of every blueprint, once. */
function allQuestions(): readonly Question[] {
  const questions = blueprintChoices.flatMap((choice) => choice.questions);
  return questions.filter((question, index) => questions.findIndex(({ key }) => key === question.key) === index);
}

/** What is wrong with the answers that are there; a question that follows from another sees its default. */
function answerProblems(questions: readonly Question[], given: Answers): readonly string[] {
  const answers: Record<string, string> = {};
  return questions.flatMap((question) => {
    const stated = given[question.key];
    answers[question.key] = stated ?? question.default(answers);
    const problem = stated === undefined ? undefined : question.problem(stated, answers);
    return problem === undefined ? [] : [`--${question.key}: ${problem}`];
  });
}

function foreignAnswers(choice: BlueprintChoice, answers: Answers): readonly string[] {
  const keys = choice.questions.map(({ key }) => key);
  return Object.keys(answers)
    .filter((key) => !keys.includes(key))
    .map((key) => `--${key} is no question of ${choice.name}; it asks: ${keys.join(", ")}`);
}

async function askBlueprint(ask: (question: string) => Promise<string>): Promise<string> {
  const list = blueprintChoices.map(({ name, description }, index) => `  ${index + 1}  ${name}: ${description}\n`);
  const given = (await ask(`${list.join("")}blueprint [1]: `)).trim() || "1";
  return blueprintChoices[Number(given) - 1]?.name ?? given;
}

/** Asks until the answer can be used. */
async function answer(question: Question, earlier: Answers, ask: (text: string) => Promise<string>): Promise<string> {
  for (let hint = ""; ;) {
    const byDefault = question.default(earlier);
    const given = (await ask(`${hint}${question.text} [${byDefault}]: `)).trim() || byDefault;
    const problem = question.problem(given, earlier);
    if (problem === undefined) return given;
    hint = `${problem}\n`;
  }
}

/**
 * What the project says of the library: this version, or the file that npm installed it from, so that a project made
 * from a tarball is installed from the same.
 */
function libraryFor(folder: string): string {
  const modules = modulesFolder();
  const lock = modules === undefined ? undefined : join(modules, ".package-lock.json");
  if (modules === undefined || lock === undefined || !existsSync(lock)) return version;
  const { packages } = JSON.parse(readFileSync(lock, "utf8")) as {
    readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
  };
  const resolved = packages?.["node_modules/ai-factory-blueprints"]?.resolved;
  if (resolved?.startsWith("file:") !== true) return version;
  return `file:${relative(folder, resolve(dirname(modules), resolved.slice("file:".length)))}`;
}

function refuse(problems: readonly string[]): CommandResult {
  return badUsage(problems.map((problem) => `new: ${problem}`).join("\n"));
}
