export * from "./collect";
export * from "./types";
