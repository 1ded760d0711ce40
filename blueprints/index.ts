export { checkCloudFactoryProps } from "./cloud/check";
export { CloudFactory } from "./cloud/factory";
export { CloudInfrastructure } from "./cloud/infrastructure";
export { CloudPlatform } from "./cloud/platform";
export * from "./cloud/props";
export { FactoryState, type S3StateProps } from "./cloud/state";
