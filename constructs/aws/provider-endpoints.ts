import { partitionOf } from "../../catalog";

/** Services that a factory's resources call, as the provider names them, and their names in hosts. */
const services: Readonly<Record<string, string>> = {
  autoscaling: "autoscaling",
  ec2: "ec2",
  efs: "elasticfilesystem",
  eks: "eks",
  events: "events",
  fsx: "fsx",
  iam: "iam",
  kms: "kms",
  logs: "logs",
  s3: "s3",
  s3control: "s3-control",
  sqs: "sqs",
  ssm: "ssm",
  sts: "sts",
};

/** Partitions that AWS provider 5.100, the oldest that the library supports, knows by their own host names. */
const knownToProvider = ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];

/**
 * Endpoints for the `endpoints` block of the AWS provider in a partition that the provider does not know: it would call
 * `amazonaws.com`, in another partition. Undefined where the provider knows the way itself.
 */
export function partitionEndpoints(region: string): Readonly<Record<string, string>> | undefined {
  const { id, dnsSuffix } = partitionOf(region);
  if (knownToProvider.includes(id)) return undefined;
  return Object.fromEntries(
    Object.entries(services).map(([service, host]) => [service, `https://${host}.${region}.${dnsSuffix}`]),
  );
}
