import { findEksImageRegistry, partitionOf } from "../../catalog";

/** Whose requests pass an endpoint, and where it stands. */
export interface EndpointPerimeter {
  /** Region's name. */
  readonly region: string;
  /** Account of the factory; may be a token. */
  readonly accountId: string;
}

interface EndpointStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Services that take and give data: credentials of the account must not carry any to another account's resources. */
const dataServices = ["kms", "logs", "s3", "sqs", "ecr.api", "ecr.dkr"];

/** What a node needs in order to pull an image. */
const pullActions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/**
 * Policy of the VPC endpoint of a service: only identities of the account pass, and where the service carries data only
 * to resources of the account. Beside that nodes pull the images of EKS itself, and layers of images from ECR's bucket.
 * Sources: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)", minimum S3 bucket permissions;
 * AWS data perimeter policy examples, VPC endpoint policies.
 *
 * @param service short name, e.g. `ecr.api`
 */
export function endpointPolicy(service: string, perimeter: EndpointPerimeter): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [ownIdentities(service, perimeter), ...imageStatements(service, perimeter)],
  });
}

function ownIdentities(service: string, { accountId }: EndpointPerimeter): EndpointStatement {
  const StringEquals = {
    "aws:PrincipalAccount": accountId,
    ...(dataServices.includes(service) ? { "aws:ResourceAccount": accountId } : {}),
  };
  return {
    Sid: "IdentitiesOfTheAccount",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals },
  };
}

function imageStatements(service: string, { region, accountId }: EndpointPerimeter): EndpointStatement[] {
  const { id } = partitionOf(region);
  if (service === "s3") {
    return [
      {
        Sid: "LayersOfImages",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:${id}:s3:::prod-${region}-starport-layer-bucket/*`,
      },
    ];
  }
  if (service !== "ecr.api" && service !== "ecr.dkr") return [];
  const owner = findEksImageRegistry(region)?.registry.split(".")[0];
  const Condition = { StringEquals: { "aws:PrincipalAccount": accountId } };
  return [
    // A token for pulling names no repository, and so no account.
    {
      Sid: "TokensForPulling",
      Effect: "Allow",
      Principal: "*",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
      Condition,
    },
    ...(owner === undefined
      ? []
      : [
          {
            Sid: "ImagesOfEks",
            Effect: "Allow" as const,
            Principal: "*" as const,
            Action: pullActions,
            Resource: `arn:${id}:ecr:${region}:${owner}:repository/*`,
            Condition,
          },
        ]),
  ];
}
