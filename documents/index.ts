export * from "./document-error";
export { documentsFromMemory, loadDocuments } from "./load";
export { toValue } from "./text";
export * from "./types";
export * from "./value";
