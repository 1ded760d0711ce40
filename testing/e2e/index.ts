export { runEndToEnd, type EndToEndOptions } from "./run";
export type { EndToEndExample } from "./run-example";
export type { Check, ExampleReport, Phase, Problem, StackReport } from "./report";
export type { LeftOut } from "./judged-part";
export type { SimulatorMode } from "./simulator";
export { formatCheck, formatExample, formatTotal } from "./summary";
export { findToolchain, type Toolchain, type ToolchainOptions, type ToolchainSearch } from "./toolchain";
