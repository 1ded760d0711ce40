import { DocumentError } from "../documents/document-error";
import type { Documents } from "../documents/types";
import type { FactoryModel, ModelSection } from "../model/types";
import type { Subject } from "./rule";

const sections: readonly ModelSection[] = [
  "sites",
  "networks",
  "clusters",
  "pools",
  "fabrics",
  "filesystems",
  "buckets",
  "keys",
  "services",
  "workloads",
  "teams",
  "links",
];

/**
 * What rules are given for loaded documents: the documents, and the factory model that travels with them.
 *
 * @throws DocumentError where the model has not the shape of one
 */
export function subjectOf(documents: Documents): Subject {
  const { factory } = documents;
  return factory === undefined ? { documents } : { documents, model: readModel(factory) };
}

function readModel(data: unknown): FactoryModel {
  const fix = "synthesise the app again with this version of the library";
  const refuse = (path: string, message: string): never => {
    throw new DocumentError([{ path: `factory.json${path}`, message, fix }]);
  };
  if (!isRecord(data)) return refuse("", "is no object");
  if (data["schemaVersion"] !== 1) return refuse(": schemaVersion", "is not 1, the version that is read here");
  for (const section of sections) {
    const nodes = data[section];
    if (!Array.isArray(nodes)) return refuse(`: ${section}`, "is no list");
    nodes.forEach((node: unknown, index) => {
      if (!isRecord(node) || typeof node["id"] !== "string" || typeof node["path"] !== "string") {
        refuse(`: ${section}[${index}]`, "is no node of the model: it needs id and path");
      }
    });
  }
  // The shape of each node is the collector's; a rule that trips over another becomes a finding of its own.
  return data as unknown as FactoryModel;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
