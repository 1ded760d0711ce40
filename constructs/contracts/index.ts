export * from "./aws";
export * from "./fabric";
export * from "./kubernetes-cluster";
export * from "./node-pool";
export * from "./object-store";
export * from "./parallel-filesystem";
export * from "./platform-component";
export * from "./site";
