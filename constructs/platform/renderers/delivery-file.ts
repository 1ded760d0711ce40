import { stringify } from "yaml";

/** A file of a rendering, by its path below the rendering's folder. */
export interface DeliveryFile {
  /** With forward slashes: `controllers/kueue.yaml`. */
  readonly path: string;
  /** The text, with a line break at its end. */
  readonly content: string;
  /** Whether it is a program. @default false */
  readonly executable?: boolean;
}

/**
 * Objects as one YAML file. Long strings are not folded, and nothing is written as an anchor. Quoted as YAML 1.1 needs
 * it, which helm, kubectl, Argo CD and Flux read: a plain `no` would be `false` to them.
 */
export function yamlFile(path: string, ...documents: readonly unknown[]): DeliveryFile {
  const texts = documents.map((document) =>
    stringify(document, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return { path, content: texts.join("---\n") };
}

/** Lines as a file that ends with a line break. */
export function textFile(path: string, lines: readonly string[], executable = false): DeliveryFile {
  return { path, content: `${lines.join("\n")}\n`, executable };
}
