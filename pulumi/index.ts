/** The same factories for Pulumi programs. Needs `@pulumi/pulumi` beside the library. */
export * from "./bridge-error";
export { hclModule, type HclModule, type HclModuleArgs } from "./hcl-module";
export { NativeFactory, type NativeFactoryArgs } from "./native-factory";
export type { PluginVersions } from "./registrar";
export * from "./state-outputs";
export { synthesised } from "./synthesised";
export { mappedTypes } from "./tokens";
