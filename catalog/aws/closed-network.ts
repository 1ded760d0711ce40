import type { Dated } from "../dated";

/** Services of AWS that a cluster calls where it has no way to the internet, by the short names of their endpoints. */
export interface ClosedNetworkServices extends Dated {
  /** Needed by every EKS cluster and its nodes. */
  readonly always: readonly string[];
}

/** Services that need an endpoint in a network without a way out, by what asks for them. */
export const closedNetworkServices: ClosedNetworkServices = {
  // Nodes, images, identities, logs, and the gateway endpoint of S3, which holds the layers of the images in ECR.
  always: ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "s3", "sts"],
  source: "Amazon EKS User Guide, deploy private clusters with limited internet access",
  asOf: "2026-04",
};
