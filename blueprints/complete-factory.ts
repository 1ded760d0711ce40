import type { IConstruct } from "constructs";
import { FactoryFile } from "../model";
import { BoundaryOutput } from "../policy";
import { enforceDesignRules, type DesignRulesProps } from "./design-rules";
import type { BoundaryProp } from "./sovereignty/boundary-prop";
import { Enforcement } from "./sovereignty/enforcement";

const wholeKey = Symbol.for("ai-factory-blueprints/whole-factory");

/** Marks a factory that is made of others: it is judged and written as one, and its parts are not by themselves. */
export function markWholeFactory(factory: IConstruct): void {
  Object.defineProperty(factory, wholeKey, { value: true, enumerable: false });
}

export interface CompleteFactoryProps extends DesignRulesProps {
  /** Boundary that the factory stays inside. @default - none until `enforce` names one */
  readonly boundary?: BoundaryProp;
}

/**
 * The end of every factory: the design rules, the boundary and the model's file, unless the factory is a part of a larger
 * one. What is returned takes further boundaries.
 */
export function completeFactory(factory: IConstruct, { boundary, ...props }: CompleteFactoryProps): Enforcement {
  const enforcement = new Enforcement(factory, props.model);
  const isPart = factory.node.scopes.some((scope) => scope !== factory && wholeKey in scope);
  const last = props.stacks.at(-1);
  if (isPart || last === undefined) return enforcement;
  enforceDesignRules(props);
  new FactoryFile(last, "factory-file", props.model);
  new BoundaryOutput(last, "boundary-file", () => enforcement.first);
  if (boundary !== undefined) enforcement.add(boundary);
  return enforcement;
}
