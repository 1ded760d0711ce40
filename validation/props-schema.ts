import { ShapeJudge, type Definitions, type ShapeProblem } from "../model/shape";
import stored from "./data/props.schema.json";

/** Props whose shape is known. */
export type PropsType =
  | "CloudFactoryProps"
  | "OnPremFactoryProps"
  | "HybridFactoryProps"
  | "ResearchPlatformProps"
  | "LlmTrainingProps"
  | "LlmServingProps"
  | "FullStackProps";

const definitions = stored.definitions as unknown as Definitions;
const judge = new ShapeJudge(definitions, true);

/**
 * Everything in which props differ from their TypeScript type: values of another type, what is missing, and names that
 * nothing reads. For programs that no compiler checks, and for props that are read from a file.
 */
export function shapeProblems(type: PropsType, props: unknown): readonly ShapeProblem[] {
  return [...judge.problems(props, definitions[type] ?? {})];
}

/** Everything in which what a function of the props gives differs from the type that it should be of. */
export function resultProblems(type: PropsType, prop: string, result: unknown): readonly ShapeProblem[] {
  return [...judge.problems(result, definitions[type]?.properties?.[prop]?.returns ?? {})];
}
