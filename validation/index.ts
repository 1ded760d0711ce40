export * from "./acknowledgement";
export * from "./engine";
export * from "./factory-error";
export * from "./finding";
export * from "./registry";
export * from "./reporters";
export * from "./rule";
export { rules } from "./rules";
export * from "./subject";
