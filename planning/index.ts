export * from "./addresses";
export * from "./estimate";
export * from "./fabric";
export * from "./power";
export * from "./problem";
export * from "./racks";
export * from "./site";
export * from "./transfer";
