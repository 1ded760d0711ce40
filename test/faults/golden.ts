import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { factoryFileContent } from "../../model";
import type { FactoryModel } from "../../model/types";
import { synthStack } from "../../testing";
import type { Mutable } from "../validation/support/describe-rule";
import { World, type Json } from "./world";

/** A blueprint's class, as the example has used it. */
type Blueprint = new (scope: Construct, id: string, props: Json) => Construct & { model(): FactoryModel };

/** An example, and what it takes to build it again with other props. */
export interface Golden {
  readonly name: string;
  /** Name of the blueprint's class. */
  readonly blueprint: string;
  readonly props: Json;
  readonly world: World;
  /** Builds the example anew. @throws FactoryError where the props are refused */
  build(props: Json): World;
}

const examples = join(__dirname, "../../examples");

/** Examples that faults are planted in: all of them. */
export const goldenNames: readonly string[] = readdirSync(examples)
  .filter((name) => existsSync(join(examples, name, "main.ts")))
  .sort();

const ran = new Map<string, Golden>();

/** Runs an example up to its synth, and reads the props that it gave its blueprint; once for each. */
export function golden(name: string): Golden {
  const found = ran.get(name) ?? run(name);
  ran.set(name, found);
  return found;
}

function run(name: string): Golden {
  const app = appOf(join(examples, name, "main.ts"));
  const [factory] = app.node.children.filter((child) => "model" in child && "props" in child);
  if (factory === undefined) throw new Error(`examples/${name} has no blueprint whose props can be changed`);
  const Factory = factory.constructor as Blueprint;
  // The props are private to the blueprint; the suite is the one reader besides it.
  const { props } = factory as unknown as { props: Json };
  const { id } = factory.node;
  const build = (changed: Json) => {
    const scope = new App({ outdir: join(tmpdir(), "faults") });
    return emitted(scope, new Factory(scope, id, changed).model());
  };
  const model = (factory as unknown as { model(): FactoryModel }).model();
  return { name, blueprint: Factory.name, props, world: emitted(app, model), build };
}

function appOf(file: string): App {
  const original = App.prototype.synth.bind(App.prototype);
  let seen: App | undefined;
  App.prototype.synth = function (this: App): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the app is what is wanted
    seen = this;
  };
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example to run is chosen at run time
    require(file);
  } finally {
    App.prototype.synth = original;
  }
  if (seen === undefined) throw new Error(`${file} does not synthesise an app`);
  return seen;
}

function emitted(app: App, factory: FactoryModel): World {
  const stacks = app.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  const model = JSON.parse(factoryFileContent(factory)) as Mutable<FactoryModel>;
  return new World(Object.fromEntries(stacks.map((stack) => [stack.node.id, synthStack(stack) as Json])), model);
}
