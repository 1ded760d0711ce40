export * from "./argo-workflows";
export * from "./qdrant";
