export * from "./synth";
export * from "./kubernetes";
export { factoryMatchers, type FindingOptions, type JudgeOptions, type MatcherResult } from "./matchers";
export { terraformSerializer, type SnapshotSerializer } from "./serializer";
export type { Judged } from "./subject";
