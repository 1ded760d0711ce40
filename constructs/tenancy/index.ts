export * from "./team";
export { WorkPriorities, workKinds, type WorkKind, type WorkPrioritiesProps } from "./work-priorities";
