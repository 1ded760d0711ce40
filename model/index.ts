export * from "./collect";
export * from "./factory-file";
export * from "./types";
