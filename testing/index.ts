export * from "./synth";
export * from "./e2e";
export * from "./kubernetes";
