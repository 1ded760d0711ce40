import { DocumentError } from "../documents/document-error";
import type { Documents } from "../documents/types";
import { checkModelShape } from "../model/check-shape";
import type { FactoryModel } from "../model/types";
import type { Subject } from "./rule";

/**
 * What rules are given for loaded documents: the documents, and the factory model that travels with them.
 *
 * @throws DocumentError where the model has not the shape of one
 */
export function subjectOf(documents: Documents): Subject {
  const { factory } = documents;
  return factory === undefined ? { documents } : { documents, model: readModel(factory) };
}

/** More problems than that say nothing new. */
const mostProblems = 20;

function readModel(data: unknown): FactoryModel {
  const fix = "synthesise the app again with this version of the library";
  const refuse = (path: string, message: string) => ({ path: `factory.json${path}`, message, fix });
  if (!isRecord(data)) throw new DocumentError([refuse("", "is no object")]);
  if (data["schemaVersion"] !== 1) {
    throw new DocumentError([refuse(": schemaVersion", "is not 1, the version that is read here")]);
  }
  const problems = checkModelShape(data).slice(0, mostProblems);
  if (problems.length > 0) throw new DocumentError(problems.map(({ path, message }) => refuse(`: ${path}`, message)));
  return data as unknown as FactoryModel;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
