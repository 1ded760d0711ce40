/** Names of the CSI drivers in Kubernetes. */
export const lustreCsiDriver = "fsx.csi.aws.com";
export const efsCsiDriver = "efs.csi.aws.com";
export const openZfsCsiDriver = "fsx.openzfs.csi.aws.com";

/**
 * Size that volumes of elastic filesystems state: one PiB. Kubernetes wants one and the drivers ignore it; a large one
 * lets every claim bind.
 */
export const elasticCapacityGiB = 1_048_576;
