/** AI factories from constructs and validated blueprints. One entry for the whole; each room has its own as well. */
export * from "./blueprints";
export * from "./catalog";
export * from "./constructs";
export * from "./model";
export * from "./report";
export * from "./validation";
