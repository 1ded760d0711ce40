import type { IConstruct } from "constructs";
import { FactoryFile } from "../model";
import { enforceDesignRules, type DesignRulesProps } from "./design-rules";

const wholeKey = Symbol.for("ai-factory-blueprints/whole-factory");

/** Marks a factory that is made of others: it is judged and written as one, and its parts are not by themselves. */
export function markWholeFactory(factory: IConstruct): void {
  Object.defineProperty(factory, wholeKey, { value: true, enumerable: false });
}

/** The end of every factory: the design rules and the model's file, unless the factory is a part of a larger one. */
export function completeFactory(factory: IConstruct, props: DesignRulesProps): void {
  const isPart = factory.node.scopes.some((scope) => scope !== factory && wholeKey in scope);
  const last = props.stacks.at(-1);
  if (isPart || last === undefined) return;
  enforceDesignRules(props);
  new FactoryFile(last, "factory-file", props.model);
}
