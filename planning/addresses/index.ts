export * from "./cidr";
export * from "./node-addresses";
