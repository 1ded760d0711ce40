export * from "./helm-values";
export * from "./load-crds";
export * from "./load-fields";
export * from "./load-folder";
export * from "./schema";
export * from "./schemas";
export * from "./validate";
