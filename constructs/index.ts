export * from "./cluster";
export * from "./compute";
export * from "./contracts";
export * from "./fabric";
export * from "./keys";
export * from "./network";
export * from "./platform";
export * from "./storage";
