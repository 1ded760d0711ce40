import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Construct } from "constructs";
import { Token, type TerraformStack } from "../core/cdktf";
import { onSynthesize } from "../core/synthesis";
import type { FactoryModel } from "./types";

/** Name of the file in the output folder that carries the factory model. */
export const factoryFileName = "factory.json";

/** Writes the factory model beside the synthesised stacks, so that `aifactory` can read it without running the program. */
export class FactoryFile extends Construct {
  constructor(stack: TerraformStack, id: string, collect: () => FactoryModel) {
    super(stack, id);
    onSynthesize(this, (session) => {
      mkdirSync(session.outdir, { recursive: true });
      writeFileSync(join(session.outdir, factoryFileName), factoryFileContent(collect()));
    });
  }
}

/** The model as the file holds it: values that only terraform will know are left out, as the model's absent facts are. */
export function factoryFileContent(model: FactoryModel): string {
  const known = (_: string, value: unknown): unknown => {
    if (Array.isArray(value)) return Token.isUnresolved(value) ? [] : value.filter((item) => !Token.isUnresolved(item));
    return Token.isUnresolved(value) ? undefined : value;
  };
  return `${JSON.stringify(model, known, 2)}\n`;
}

/** Reads a factory model that a synth has written. @throws Error that names the file where it is no factory model */
export function readFactoryModel(file: string): FactoryModel {
  const model = JSON.parse(readFileSync(file, "utf8")) as Partial<FactoryModel>;
  if (model.schemaVersion !== 1) throw new Error(`${file} is no factory model of version 1`);
  return model as FactoryModel;
}
