export * from "./efa-fabric";
export { checkEfaFabricProps, type EfaFabricFacts } from "./efa-fabric-props";
export * from "./efa-facts";
export { checkEfaFabricAttributes, type EfaFabricAttributes } from "./imported-efa-fabric";
