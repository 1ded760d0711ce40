import type { IConstruct } from "constructs";
import { TerraformStack } from "../core/cdktf";
import { documentsFromMemory, loadDocuments, type Documents } from "../documents";
import { factoryFileContent, type FactoryModel } from "../model";
import { FactoryError, subjectOf, type Finding, type Subject } from "../validation";
import { synthStack } from "./synth";

/**
 * What a matcher can judge: a folder or file that `aifactory check` reads (`cdktf.out`), documents, or an app, a factory
 * or a stack.
 */
export type Judged = string | Documents | IConstruct;

/** What the design rules are given for it; constructs are synthesised in memory, their own validations do not run. */
export async function subjectToJudge(judged: Judged): Promise<Subject & { readonly documents: Documents }> {
  const documents = await documentsToJudge(judged);
  return { ...subjectOf(documents), documents };
}

async function documentsToJudge(judged: Judged): Promise<Documents> {
  if (typeof judged === "string") return loadDocuments(judged);
  if (!("node" in judged)) return judged;
  const constructs = judged.node.findAll();
  const stacks = constructs.filter((node): node is TerraformStack => TerraformStack.isStack(node));
  if (stacks.length === 0) throw new TypeError(`${judged.node.path || "the app"} has no stack to judge`);
  const emitted = stacks.map((stack) => [stack.node.id, synthStack(stack)] as const);
  // The outermost factory speaks for its parts.
  const factory = constructs.find((node): node is IConstruct & { model(): FactoryModel } => {
    return "model" in node && typeof node.model === "function";
  });
  const model: unknown = factory === undefined ? undefined : JSON.parse(factoryFileContent(factory.model()));
  return documentsFromMemory(Object.fromEntries(emitted), model);
}

/** Findings of a FactoryError that `build` throws; none where it throws nothing. Other errors go on. */
export function findingsOf(build: () => unknown): readonly Finding[] {
  try {
    build();
    return [];
  } catch (error) {
    if (error instanceof FactoryError) return error.findings;
    throw error;
  }
}
