import type { IPlatformComponent } from "../../constructs/contracts";
import { ArgoWorkflows, KafkaCluster, LakeFs, Qdrant, StrimziOperator } from "../../constructs/data";
import type { BucketUse } from "../../constructs/platform";
import type { Databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";

/** Pipelines with their artefacts in a bucket, versions of datasets, a vector store, and streams where topics are named. */
export function data(parts: PresetParts, props: PresetProps, { of }: Databases): readonly IPlatformComponent[] {
  const { monitoring, disks } = parts;
  return [
    new ArgoWorkflows({
      bucket: parts.bucket(props.buckets?.artefacts ?? "artefacts", "workflows", "workflow"),
      signOn: {
        issuerUrl: props.signOn.issuerUrl,
        secretName: "workflows-oidc",
        publicUrl: `https://workflows.${props.domain}`,
      },
      monitoring,
    }),
    new LakeFs({
      database: of.lakefs,
      bucket: parts.bucket(props.buckets?.datasets ?? "datasets", "lakefs", "lakefs"),
      encryptionSecretName: "lakefs-encryption",
      monitoring,
    }),
    new Qdrant({ apiKeySecretName: "qdrant-key", monitoring, ...disks }),
    ...streams(parts, props),
  ];
}

/** Bucket of datasets, in which every team has a prefix. @throws FactoryError where the factory has none */
export function datasets(parts: PresetParts, { buckets }: PresetProps): BucketUse["store"] {
  return parts.store(buckets?.datasets ?? "datasets");
}

function streams({ monitoring, disks }: PresetParts, props: PresetProps): readonly IPlatformComponent[] {
  if (props.streams === undefined) return [];
  const operator = new StrimziOperator({ monitoring });
  return [operator, new KafkaCluster({ ...props.streams, operator, monitoring, ...disks })];
}
