import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import ts from "typescript";
import { loadDocuments } from "../../documents";
import { boundaryFrom, runPolicy } from "../../policy";

const root = resolve(__dirname, "../..");
// Inside the package, so that a snippet imports it by its own name.
const folder = join(root, "out", "snippets");

interface Snippet {
  readonly page: string;
  readonly file: string;
  readonly code: string;
}

function pages(): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, "docs", name));
  return [join(root, "README.md"), ...docs].sort();
}

function snippets(): Snippet[] {
  return pages().flatMap((page) => {
    const blocks = [...readFileSync(page, "utf8").matchAll(/^ *```ts\n([\s\S]*?)^ *```$/gm)];
    return blocks.map((block, index) => ({
      page: relative(root, page),
      file: join(folder, `${relative(root, page).replace(/[^\w]+/g, "-")}-${index}.ts`),
      code: block[1] ?? "",
    }));
  });
}

const all = snippets();
let program: ts.Program;

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of all) writeFileSync(file, `${code}\nexport {};\n`);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  program = ts.createProgram(
    // The Pulumi room compiles without the SDK by declarations of its own.
    [...all.map((snippet) => snippet.file), join(root, "pulumi", "sdk.d.ts")],
    { ...options, noUnusedLocals: false, noUnusedParameters: false },
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every TypeScript snippet of the documentation compiles", () => {
  // Of the snippets only: what they import is checked by `npm run types`, and here would be half of the time.
  const sources = all.map(({ file }) => program.getSourceFile(file));
  const problems = [
    ...program.getOptionsDiagnostics(),
    ...sources.flatMap((source) => program.getSyntacticDiagnostics(source)),
    ...sources.flatMap((source) => program.getSemanticDiagnostics(source)),
  ].map((diagnostic) => {
    const file = diagnostic.file === undefined ? "" : basename(diagnostic.file.fileName);
    return `${file}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`;
  });
  expect(sources).not.toContain(undefined);
  expect(problems).toEqual([]);
  expect(all.length).toBeGreaterThan(5);
});

/** Runs the first program of a page; the folder of its stacks. */
function stacksOf(page: string): string {
  const program = all.find((snippet) => snippet.page === page);
  const outdir = join(process.env.AI_FACTORY_TEST_DIR ?? folder, basename(page, ".md"));
  mkdirSync(outdir, { recursive: true });
  process.env.CDKTF_OUTDIR = outdir;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is a page's
  require(program?.file ?? "");
  return join(outdir, "stacks");
}

test("the README's program synthesises two stacks", () => {
  expect(readdirSync(stacksOf("README.md")).sort()).toEqual(["demo-infra", "demo-platform"]);
});

test("the program of the organisation's guardrails attaches every kind of policy, and none finds fault with it", async () => {
  const stacks = stacksOf("docs/how-to/organization-guardrails.md");
  expect(readdirSync(stacks)).toEqual(["organization"]);
  const documents = await loadDocuments(join(stacks, ".."));
  const policies = documents.resources("aws_organizations_policy");
  expect([...new Set(policies.map((policy) => policy.get("type")))].sort()).toEqual([
    "AISERVICES_OPT_OUT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "RESOURCE_CONTROL_POLICY",
    "SERVICE_CONTROL_POLICY",
  ]);
  const attached = documents.resources("aws_organizations_policy_attachment").map((one) => one.target("policy_id"));
  expect(new Set(attached)).toEqual(new Set(policies));
  const boundary = boundaryFrom({ extends: "eu-single-de", name: "acme", organization: "o-abcdefghij" }, "acme");
  const { findings } = runPolicy(documents, { boundary });
  expect(findings.filter(({ verdict }) => verdict === "fail").map(({ rule, message }) => [rule, message])).toEqual([]);
  expect(findings.filter(({ rule }) => /^SOV-(OPS-07|AIG-06)/.test(rule))).toEqual([]);
});

test("no link between pages is dead, and none leads to a heading that is not there", () => {
  const examples = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("README.md"))
    .map((name) => join(root, "examples", name));
  const all = [...pages(), ...examples, join(root, "CONTRIBUTING.md"), join(root, "CHANGELOG.md")];
  const dead = all.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)]
      .filter(([, link = ""]) => !/^[a-z]+:/.test(link))
      .filter(([, link = "", heading]) => {
        const target = link === "" ? page : resolve(page, "..", link);
        return !existsSync(target) || (heading !== undefined && !headings(target).includes(heading));
      })
      .map(([link]) => `${relative(root, page)} → ${link}`),
  );
  expect(dead).toEqual([]);
});

/** The headings of a page as links name them. */
function headings(page: string): readonly string[] {
  const lines = readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...lines].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/ /g, "-"),
  );
}
