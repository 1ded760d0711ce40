export * from "./collect";
export * from "./factory-file";
export type { ShapeProblem } from "./shape";
export * from "./types";
