import { existsSync, readFileSync } from "node:fs";
import type { IConstruct } from "constructs";
import type { TerraformStack } from "../../../core/cdktf";
import { meaningOf, stringToken } from "../../../core/cross-stack-output";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { changeComponents } from "../change-components";
import { mapStrings, stringsIn, type HelmValues } from "../helm-values";

/** A stack that is applied before the files are written, and where its outputs are handed over. */
export interface StackOutputs {
  /** The stack that Terraform applies. */
  readonly stack: TerraformStack;
  /** File that `terraform output -json` wrote in the stack's folder; relative paths from the working directory. */
  readonly file: string;
}

/** Components with the values that Terraform handed over. */
export interface FilledComponents {
  /** The components, filled in as far as values are known. */
  readonly components: readonly IPlatformComponent[];
  /** Commands that write the files that are not there yet; the components wait for them. */
  readonly waitingFor: readonly string[];
  /** Everything that is wrong with the files that are there. */
  readonly findings: readonly Finding[];
}

/** Writes what other stacks put out into the components that refer to it. Other tokens stay as they are. */
export function fillInOutputs(
  components: readonly IPlatformComponent[],
  outputs: readonly StackOutputs[],
  consumer: IConstruct,
): FilledComponents {
  const asTheyAre = { components, waitingFor: [], findings: [] };
  if (outputs.length === 0) return asTheyAre;
  const { path } = consumer.node;
  const needed = neededOutputs(components, consumer);
  if (needed.size === 0) return asTheyAre;
  const missing = outputs.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) return { ...asTheyAre, waitingFor: missing.map(commandOf) };

  const findings: Finding[] = [];
  const known = new Map<string, unknown>();
  for (const each of outputs) {
    for (const [name, value] of readOutputs(each, path, findings)) known.set(name, value);
  }
  if (findings.length === 0) findings.push(...checkNeeded(needed, known, outputs, path));
  const fill = (text: string) =>
    text.replace(stringToken, (token) => {
      const meaning = meaningOf(token, consumer);
      if (meaning.kind === "text") return meaning.text;
      const value = meaning.kind === "output" ? known.get(meaning.output) : undefined;
      return value === undefined ? token : String(value);
    });
  const filled = changeComponents(components, ({ values, manifests }) => ({
    values: mapStrings(values, fill) as HelmValues,
    manifests: mapStrings(manifests, fill) as KubernetesObject[],
  }));
  return { components: filled, waitingFor: [], findings };
}

/** Outputs of other stacks that components refer to, with the names of those components. */
function neededOutputs(
  components: readonly IPlatformComponent[],
  consumer: IConstruct,
): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const { name, values, manifests } of components) {
    const tokens = stringsIn([values, manifests]).flatMap((text) => text.match(stringToken) ?? []);
    for (const token of new Set(tokens)) {
      const meaning = meaningOf(token, consumer);
      if (meaning.kind === "output") needed.set(meaning.output, [...(needed.get(meaning.output) ?? []), name]);
    }
  }
  return needed;
}

function commandOf({ stack, file }: StackOutputs): string {
  return `terraform -chdir=cdktf.out/stacks/${stack.node.id} output -json > ${file}`;
}

function readOutputs(outputs: StackOutputs, path: string, findings: Finding[]): ReadonlyMap<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(outputs.file, "utf8"));
    const entries = Object.entries(content as object);
    if (!Array.isArray(content) && entries.every(([, output]) => isOutput(output))) {
      return new Map(entries.map(([name, output]) => [name, (output as { value: unknown }).value]));
    }
    findings.push(wrongFile(outputs, path, "JSON of another shape"));
  } catch (error) {
    findings.push(wrongFile(outputs, path, error instanceof Error ? error.message : String(error)));
  }
  return new Map();
}

function isOutput(value: unknown): boolean {
  return typeof value === "object" && value !== null && "value" in value;
}

function wrongFile(outputs: StackOutputs, path: string, given: string): Finding {
  return problem("PLT-073-stack-outputs", path, `'${outputs.file}' does not hold a stack's outputs`, {
    given,
    allowed: 'what `terraform output -json` writes: { "name": { "value": … } }',
    fix: `write it again: ${commandOf(outputs)}`,
  });
}

function checkNeeded(
  needed: ReadonlyMap<string, readonly string[]>,
  known: ReadonlyMap<string, unknown>,
  outputs: readonly StackOutputs[],
  path: string,
): Finding[] {
  return [...needed].flatMap(([name, users]) => {
    const value = known.get(name);
    const who = users.map((user) => `'${user}'`).join(", ");
    if (value === undefined || value === null) {
      return [
        problem("PLT-073-stack-outputs", path, `no value was handed over for the output that ${who} needs`, {
          given: `no '${name}'`,
          allowed: outputs.map(({ file }) => `every output of the stack, in '${file}'`),
          fix: `apply the stack, then write its outputs again: ${outputs.map(commandOf).join("; ")}; what another stack puts out belongs in the same file`,
        }),
      ];
    }
    if (typeof value === "object") {
      return [
        problem("PLT-073-stack-outputs", path, `the output that ${who} needs is no single value`, {
          given: `'${name}': ${JSON.stringify(value)}`,
          allowed: "a text, a number or a truth value",
          fix: "refer to one element of it",
        }),
      ];
    }
    if (secret.test(name)) {
      return [
        problem("PLT-074-secret-in-file", path, `a secret would be written into the files for ${who}`, {
          given: `'${name}'`,
          allowed: "ids, names and addresses",
          fix: "leave the secret in its store and let External Secrets read it there (ExternalSecrets), or deliver this platform by Terraform",
        }),
      ];
    }
    return [];
  });
}

/** Attributes of the AWS provider that hold secrets; the name of an output ends with that of the attribute. */
const secret = /(password|secret|secret_string|secret_binary|private_key|private_key_pem|auth_token|token)$/;
