export { argoCdFiles, type ArgoCdOptions, type GitLocation } from "./argocd";
export { checkDelivery, Delivery } from "./delivery";
export type { DeliveryFile } from "./delivery-file";
export { fluxFiles, type FluxOptions } from "./flux";
export { folderFiles, type FolderOptions } from "./folder";
export { GitOpsPlatform, type GitOpsPlatformProps } from "./gitops-platform";
export { planFiles, type FilesPlan, type FilesPlanResult, type FilesProps } from "./gitops-plan";
export { mirrorList, type MirroredChart, type MirroredImage, type MirrorList } from "./mirror-script";
export { namedHosts, outsideReferences } from "./outside-references";
