export * from "./jupyter-hub";
export * from "./kuberay";
export * from "./mlflow";
export type { PostgresDatabase } from "./postgres";
