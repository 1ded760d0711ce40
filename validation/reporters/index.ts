export * from "./json";
export * from "./locations";
export * from "./sarif";
export * from "./summary";
export * from "./text";
