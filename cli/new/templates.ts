import { testedVersion } from "../package";
import type { ProjectOptions } from "./project";

const peers = ["@cdktf/provider-aws", "@cdktf/provider-helm", "@cdktf/provider-kubernetes", "cdktf", "constructs"];
const tools = ["@swc/core", "@swc/jest", "@types/jest", "@types/node", "jest", "tsx", "typescript"];

/** The peers pinned to what the library is tested with: another provider is another Terraform. */
export function manifest({ name, library }: ProjectOptions): string {
  const exact = (module: string): [string, string] => [module, testedVersion(module).replace(/^[~^]/, "")];
  const ranged = (module: string): [string, string] => [module, testedVersion(module)];
  return json({
    name,
    version: "0.0.0",
    private: true,
    engines: { node: ">=20.9" },
    scripts: {
      types: "tsc",
      synth: "tsx factory.ts",
      check: "aifactory check cdktf.out",
      pretest: "npm run types && npm run synth",
      // The first run may be in a pipeline, where jest would refuse to write the snapshot; the pipelines pass --ci.
      test: "jest --ci=false",
    },
    dependencies: Object.fromEntries([["ai-factory-blueprints", library], ...peers.map(exact)]),
    devDependencies: Object.fromEntries(tools.map(ranged)),
  });
}

export function terraformCdk(name: string): string {
  return json({
    language: "typescript",
    app: "npx tsx factory.ts",
    projectId: name,
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
  });
}

export const typeScript = json({
  compilerOptions: {
    target: "ES2022",
    module: "node16",
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node", "jest"],
  },
  include: ["*.ts", "blueprint", "test"],
});

export const snapshotTest = `import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { factoryMatchers, terraformSerializer } from "ai-factory-blueprints/testing";

expect.extend(factoryMatchers);
expect.addSnapshotSerializer(terraformSerializer);

// What \`npm run synth\` has written; \`npm test\` runs it first.
const output = join(__dirname, "..", "cdktf.out");
const stacks = readdirSync(join(output, "stacks")).sort();

test("no design rule finds an error", () => expect(output).toBeValidFactory());

test.each(stacks)("what Terraform reads of %s is as it was", (stack) => {
  expect(JSON.parse(readFileSync(join(output, "stacks", stack, "cdk.tf.json"), "utf8"))).toMatchSnapshot();
});
`;

export function readme({ name, choice, answers }: ProjectOptions): string {
  const answered = choice.questions.map(({ key, text }) => `| ${text} | \`${answers[key] ?? ""}\` |`);
  return `# ${name}

An AI factory that started from the blueprint \`${choice.name}\` of ai-factory-blueprints: ${choice.description}.

\`\`\`sh
npm install
npm test                  # types, synth into cdktf.out, snapshot of what Terraform reads
npx aifactory check cdktf.out
\`\`\`

The first \`npm test\` writes the snapshot: read it, commit it. Later runs fail when what Terraform reads has changed;
\`npm test -- -u\` accepts the change.

| where | what |
| --- | --- |
| \`factory.ts\` | the factory: your answers, and at its head what is still to be decided |
| \`blueprint/\` | the blueprint's source, yours to change; it uses the package's public entry points only |
| \`test/\` | the snapshot and the design rules |
| \`ci/plan-gate.sh\` | plans stacks and judges the plans |
| \`.github/\`, \`.gitlab-ci.yml\` | pipelines for both; delete the one you do not use |

## Answers it was made with

| question | answer |
| --- | --- |
${answered.join("\n")}

## Deploy

The stacks in \`cdktf.out/stacks\` are plain Terraform; apply them in the order that \`ls cdktf.out/stacks\` and their names
say: what is below first, then what runs on it.

\`\`\`sh
sh ci/plan-gate.sh ${name}-${choice.firstStack}
terraform -chdir=cdktf.out/stacks/${name}-${choice.firstStack} apply plan.bin
\`\`\`

## The plan gate

The pipelines plan when the variable \`PLAN_STACKS\` names stacks; start with \`${name}-${choice.firstStack}\`, and add the
others when what they read exists. It needs a state that the pipeline reaches (\`state\` in \`factory.ts\`)${
    choice.source === "onprem/factory" ? " and a runner that reaches the cluster" : ", and a role that may read"
  }.
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
