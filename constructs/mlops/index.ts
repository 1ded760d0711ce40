export * from "./jupyter-hub";
export * from "./kuberay";
export * from "./mlflow";
export * from "./postgres-cluster";
export * from "./postgres-operator";
