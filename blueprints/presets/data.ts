import type { IPlatformComponent } from "../../constructs/contracts";
import { ArgoWorkflows, Qdrant } from "../../constructs/data";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";

/** Pipelines, whose artefacts are in the bucket of artefacts, and a vector store. */
export function data(parts: PresetParts, props: PresetProps): readonly IPlatformComponent[] {
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
    new Qdrant({ apiKeySecretName: "qdrant-key", monitoring, ...disks }),
  ];
}
