import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { useBucket, type BucketAccess, type BucketUse } from "../platform/bucket-use";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

/** Sign-on to Argo's pages by an OpenID provider. */
export interface WorkflowSignOn {
  /** Your provider as its tokens name it: `https://login.example.org`. */
  readonly issuerUrl: string;
  /** Secret with `client-id` and `client-secret`, in Argo's namespace. You make it. */
  readonly secretName: string;
  /** Where people reach Argo's pages: `https://workflows.example.org`. */
  readonly publicUrl: string;
}

export interface ArgoWorkflowsProps extends Omit<ComponentOptions, "namespace"> {
  /** Bucket of artefacts and logs, and the identity that workflows run as; Argo stands in its namespace. */
  readonly bucket: BucketUse;
  /** Sign-on by your OpenID provider. @default - whoever has a token of the cluster signs on with it */
  readonly signOn?: WorkflowSignOn;
  /** Days after which a finished workflow is deleted; its artefacts stay. @default 7 */
  readonly keepDays?: number;
  /** Brings the ServiceMonitor definition. @default - the controller's metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/** Argo Workflows: pipelines whose artefacts and logs are in the factory's object store. */
export class ArgoWorkflows extends PlatformComponent {
  /** Namespace in which workflows run. */
  readonly workflowNamespace: string;
  /** Service account that workflows run as. */
  readonly serviceAccountName: string;

  constructor(props: ArgoWorkflowsProps) {
    const access = useBucket(props.bucket);
    const { namespace, serviceAccountName } = props.bucket.identity;
    const collected = { enabled: props.monitoring !== undefined };
    const repository = (name: string) => ({ registry: "quay.io", repository: `argoproj/${name}` });
    super(
      {
        chartId: "argo-workflows",
        namespace,
        values: {
          // The full definitions would be downloaded from GitHub.
          crds: { install: true, full: false },
          images: { pullPolicy: "IfNotPresent" },
          controller: {
            image: repository("workflow-controller"),
            replicas: 2,
            workflowNamespaces: [namespace],
            workflowDefaults: {
              spec: {
                serviceAccountName,
                ttlStrategy: { secondsAfterCompletion: (props.keepDays ?? 7) * 24 * 3600 },
                podGC: { strategy: "OnPodSuccess" },
              },
            },
            metricsConfig: collected,
            serviceMonitor: collected,
            tolerations: systemTolerations,
          },
          executor: { image: repository("argoexec") },
          server: {
            image: repository("argocli"),
            authModes: [props.signOn === undefined ? "client" : "sso"],
            ...(props.signOn === undefined ? {} : { sso: signOnValues(props.signOn) }),
            tolerations: systemTolerations,
          },
          workflow: { serviceAccount: { create: true, name: serviceAccountName }, rbac: { create: true } },
          useStaticCredentials: access.keys !== undefined,
          artifactRepository: { archiveLogs: true, s3: artefactStore(access) },
        },
        images: ["workflow-controller", "argoexec", "argocli"].map(
          (name) => `quay.io/argoproj/${name}:${helmChart("argo-workflows").appVersion}`,
        ),
        provides: ["argo-workflows"],
        dependsOn: [props.monitoring],
      },
      props,
    );
    this.workflowNamespace = namespace;
    this.serviceAccountName = serviceAccountName;
  }
}

function artefactStore({ bucketName, region, endpointHost, plainHttp, keys }: BucketAccess) {
  return {
    bucket: bucketName,
    endpoint: endpointHost ?? `s3.${region}.amazonaws.com`,
    region,
    insecure: plainHttp,
    ...(keys === undefined
      ? { useSDKCreds: true }
      : {
          accessKeySecret: { name: keys.secretName, key: keys.accessKeyField },
          secretKeySecret: { name: keys.secretName, key: keys.secretKeyField },
        }),
  };
}

function signOnValues({ issuerUrl, secretName, publicUrl }: WorkflowSignOn) {
  return {
    enabled: true,
    issuer: issuerUrl,
    clientId: { name: secretName, key: "client-id" },
    clientSecret: { name: secretName, key: "client-secret" },
    redirectUrl: `${publicUrl}/oauth2/callback`,
    scopes: ["openid", "email", "groups"],
  };
}
