import stored from "./factory.schema.json";
import { ShapeJudge, type Definitions, type Schema, type ShapeProblem } from "./shape";

const judge = new ShapeJudge(stored.definitions as unknown as Definitions, false);

/**
 * Everything in plain data that makes it no factory model by the published schema. Fields that the schema does not know
 * may stand: a newer version of the library adds some.
 */
export function checkModelShape(data: unknown): readonly ShapeProblem[] {
  return [...judge.problems(data, stored as unknown as Schema)];
}
