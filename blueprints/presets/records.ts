import type { IPlatformComponent } from "../../constructs/contracts";
import { JupyterHub, Mlflow } from "../../constructs/mlops";
import type { Databases } from "./databases";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";

/** Runs, registered models and notebooks. */
export interface Records {
  readonly components: readonly IPlatformComponent[];
  readonly mlflow: Mlflow;
}

/** MLflow on its database and the bucket of artefacts, and JupyterHub, whose notebooks reach MLflow and nothing else. */
export function records(parts: PresetParts, props: PresetProps, { of }: Databases): Records {
  const { monitoring, disks } = parts;
  const { domain, signOn } = props;
  const mlflow = new Mlflow({
    database: of.mlflow,
    bucket: parts.bucket(props.buckets?.artefacts ?? "artefacts", "mlflow", "mlflow"),
    signOn: {
      discoveryUrl: `${signOn.issuerUrl}/.well-known/openid-configuration`,
      clientId: "mlflow",
      secretName: "mlflow-oidc",
      publicUrl: `https://mlflow.${domain}`,
      groups: signOn.groups,
      adminGroups: signOn.adminGroups,
    },
    monitoring,
  });
  const notebooks = new JupyterHub({
    image: props.notebookImage,
    signOn: {
      authorizeUrl: signOn.authorizeUrl,
      tokenUrl: signOn.tokenUrl,
      userInfoUrl: signOn.userInfoUrl,
      clientId: "notebooks",
      secretName: "notebooks-oidc",
      publicUrl: `https://notebooks.${domain}`,
      groups: signOn.groups,
      adminGroups: signOn.adminGroups,
    },
    profiles: props.notebooks.map((profile) => ({ ...profile, pool: parts.pool(profile.pool) })),
    idleMinutes: props.notebookIdleMinutes,
    storageClassName: disks.storageClassName,
    values: { singleuser: notebookSurroundings(mlflow) },
    dependsOn: [...disks.dependsOn, mlflow],
  });
  return { components: [mlflow, notebooks], mlflow };
}

/** A notebook runs whatever its owner types: no way out of the cluster, and within it to the records alone. */
function notebookSurroundings(mlflow: Mlflow) {
  return {
    extraEnv: { MLFLOW_TRACKING_URI: mlflow.trackingUri },
    networkPolicy: {
      egressAllowRules: { nonPrivateIPs: false },
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": mlflow.namespace } } }],
        },
      ],
    },
  };
}
