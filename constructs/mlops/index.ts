export * from "./kuberay";
