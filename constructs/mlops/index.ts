export * from "./jupyter-hub";
export * from "./kuberay";
export * from "./mlflow";
export type { PostgresDatabase } from "./postgres";
export * from "./postgres-cluster";
export * from "./postgres-operator";
