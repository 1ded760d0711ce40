export * from "./cert-manager";
export * from "./efa-device-plugin";
export * from "./nvidia-device-plugin";
