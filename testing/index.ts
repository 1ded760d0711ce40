export * from "./synth";
export * from "./kubernetes";
