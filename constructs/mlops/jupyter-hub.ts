import { helmChart } from "../../catalog";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { poolLabel, type INodePool, type PostgresDatabase } from "../contracts";
import { systemTolerations, tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

/** What a notebook gets, as people choose it. */
export interface NotebookProfile {
  /** What people read when they choose: `One H200`. */
  readonly title: string;
  /** Pool that the notebooks run on. */
  readonly pool: INodePool;
  /** Accelerators of the pool for each notebook. @default 0 */
  readonly accelerators?: number;
  /** CPUs of each notebook: request and limit. */
  readonly cpus: number;
  /** Memory of each notebook in GiB: request and limit. */
  readonly memoryGiB: number;
  /** Image of the notebook, with tag. @default - the hub's `image` */
  readonly image?: string;
}

/** Sign-on by an OpenID provider. */
export interface NotebookSignOn {
  /** The provider's authorisation endpoint, which people's browsers open. */
  readonly authorizeUrl: string;
  /** The provider's token endpoint, which the hub asks. */
  readonly tokenUrl: string;
  /** The provider's userinfo endpoint, which the hub asks for name and groups. */
  readonly userInfoUrl: string;
  /** Id of the client that the provider knows the hub by. */
  readonly clientId: string;
  /** Secret with the client's secret in `client-secret`, in the hub's namespace. You make it. */
  readonly secretName: string;
  /** Where people reach the hub: `https://notebooks.example.org`. */
  readonly publicUrl: string;
  /** Groups that may sign on. */
  readonly groups: readonly string[];
  /** Groups that may stop others' notebooks. @default - none */
  readonly adminGroups?: readonly string[];
}

export interface JupyterHubProps extends ComponentOptions {
  /** Provider that people sign on by, and the groups that may. */
  readonly signOn: NotebookSignOn;
  /** What people choose from; the first is chosen for them. */
  readonly profiles: readonly NotebookProfile[];
  /** Image of notebooks, with tag; `registry.example.org/notebook:1`. */
  readonly image: string;
  /** Minutes without work after which a notebook is stopped; its home stays. @default 60 */
  readonly idleMinutes?: number;
  /** Hours after which a notebook is stopped, busy or not. @default - none: a busy notebook runs on */
  readonly maxHours?: number;
  /** Size of each person's home. @default 20 */
  readonly homeGiB?: number;
  /** StorageClass of homes and of the hub's own disk. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Who is signed on and what runs; its secret stands in the hub's namespace. @default - a file on the hub's own disk */
  readonly database?: PostgresDatabase;
}

/**
 * JupyterHub: notebooks on the factory's pools by profile, sign-on by the factory's identity provider, and accelerators
 * given back when nobody works.
 *
 * @throws FactoryError where a profile asks for more than its pool's nodes have, or an image has no tag
 */
export class JupyterHub extends PlatformComponent {
  constructor(props: JupyterHubProps) {
    const findings = checkJupyterHubProps(props);
    if (findings.length > 0) throw new FactoryError(findings);
    const { signOn, storageClassName } = props;
    const { version } = helmChart("jupyterhub");
    const hubImage = "quay.io/jupyterhub/k8s-hub";
    const proxyImage = "quay.io/jupyterhub/configurable-http-proxy";
    const off = { enabled: false };
    const [imageName, imageTag] = splitImage(props.image);
    super(
      {
        chartId: "jupyterhub",
        values: {
          hub: {
            image: { name: hubImage, tag: version },
            config: {
              JupyterHub: { admin_access: false, authenticator_class: "generic-oauth" },
              GenericOAuthenticator: {
                client_id: signOn.clientId,
                authorize_url: signOn.authorizeUrl,
                token_url: signOn.tokenUrl,
                userdata_url: signOn.userInfoUrl,
                oauth_callback_url: `${signOn.publicUrl}/hub/oauth_callback`,
                scope: ["openid", "email", "groups"],
                username_claim: "email",
                manage_groups: true,
                auth_state_groups_key: "oauth_user.groups",
                allowed_groups: [...signOn.groups],
                admin_groups: [...(signOn.adminGroups ?? [])],
              },
            },
            extraEnv: [
              {
                name: "OAUTH_CLIENT_SECRET",
                valueFrom: { secretKeyRef: { name: signOn.secretName, key: "client-secret" } },
              },
              ...databaseLogin(props.database),
            ],
            db:
              props.database === undefined
                ? { type: "sqlite-pvc", ...(storageClassName === undefined ? {} : { pvc: { storageClassName } }) }
                : { type: "postgres", url: databaseUrl(props.database) },
            tolerations: systemTolerations,
          },
          proxy: {
            service: { type: "ClusterIP" },
            chp: { image: { name: proxyImage, tag: proxyTag }, tolerations: systemTolerations },
          },
          singleuser: {
            image: { name: imageName, tag: imageTag },
            storage: {
              capacity: `${props.homeGiB ?? 20}Gi`,
              ...(storageClassName === undefined ? {} : { dynamic: { storageClass: storageClassName } }),
            },
            // The network policy keeps notebooks from the cloud's metadata; a rule of iptables would need privileges.
            cloudMetadata: { blockWithIptables: false },
            profileList: props.profiles.map(profileValues),
          },
          cull: {
            enabled: true,
            timeout: (props.idleMinutes ?? 60) * 60,
            every: 300,
            maxAge: (props.maxHours ?? 0) * 3600,
          },
          // Kubernetes' own scheduler knows where the GPUs are.
          scheduling: { userScheduler: off, userPlaceholder: off, podPriority: off },
          prePuller: { hook: off, continuous: off },
        },
        images: [
          `${hubImage}:${version}`,
          `${proxyImage}:${proxyTag}`,
          ...new Set([props.image, ...props.profiles.flatMap(({ image }) => image ?? [])]),
        ],
        dependsOn: [props.database?.component],
      },
      props,
    );
  }
}

function databaseUrl({ host, port = 5432, databaseName }: PostgresDatabase): string {
  return `postgresql+psycopg2://${host}:${port}/${databaseName}`;
}

/** libpq's variables: a password in the address would have to be escaped. */
function databaseLogin(database: PostgresDatabase | undefined) {
  if (database === undefined) return [];
  const { secretName, usernameKey = "username", passwordKey = "password" } = database;
  return [
    { name: "PGUSER", valueFrom: { secretKeyRef: { name: secretName, key: usernameKey } } },
    { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: secretName, key: passwordKey } } },
  ];
}

/** What is wrong with the props of a `JupyterHub`. */
export function checkJupyterHubProps(props: JupyterHubProps): readonly Finding[] {
  const findings: Finding[] = [];
  const problem = (field: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push({
      rule: "PLT-142-notebook-profile",
      severity: "error",
      verdict: "fail",
      path: `jupyterhub.${field}`,
      message,
      ...rest,
    });
  if (props.profiles.length === 0) {
    problem("profiles", "nobody could start a notebook", {
      given: "no profile",
      allowed: "at least one profile",
      fix: "add a profile",
    });
  }
  if (props.signOn.groups.length === 0) {
    problem("signOn.groups", "nobody could sign on", {
      given: "no group",
      allowed: "at least one group",
      fix: "name the groups that may use notebooks",
    });
  }
  const images = [props.image, ...props.profiles.flatMap(({ image }) => image ?? [])];
  for (const image of images.filter((each) => splitImage(each)[1] === "")) {
    problem("image", "an image has no tag", { given: image, allowed: "registry/name:tag", fix: "add the tag" });
  }
  const { idleMinutes = 60, maxHours = 1, homeGiB = 20 } = props;
  for (const [field, given] of Object.entries({ idleMinutes, maxHours, homeGiB })) {
    if (Number.isInteger(given) && given >= 1 && given <= 1e6) continue;
    problem(field, "not a time or a size that a notebook can have", {
      given,
      allowed: "a whole number from 1 to 1000000",
      fix: `give '${field}' one, or leave it out`,
    });
  }
  props.profiles.forEach(({ title, pool, accelerators = 0, cpus, memoryGiB }, index) => {
    const asked: readonly [string, number, number | undefined][] = [
      ["accelerators", accelerators, pool.accelerators?.perNode ?? 0],
      ["cpus", cpus, pool.vCpus],
      ["memoryGiB", memoryGiB, pool.memoryGiB],
    ];
    for (const [field, given, most] of asked) {
      const least = field === "accelerators" ? 0 : 0.1;
      if (given >= least && given <= (most ?? Infinity)) continue;
      problem(`profiles[${index}].${field}`, `profile '${title}' asks for what no node of '${pool.poolName}' has`, {
        given,
        allowed: `${least} to ${most ?? "what a node has"}`,
        fix: `lower '${field}', or take another pool`,
      });
    }
  });
  return findings;
}

function profileValues({ title, pool, accelerators = 0, cpus, memoryGiB, image }: NotebookProfile, index: number) {
  const resource = pool.accelerators?.resourceName;
  return {
    display_name: title,
    slug: `profile-${index}`,
    default: index === 0,
    kubespawner_override: {
      cpu_limit: cpus,
      cpu_guarantee: cpus,
      mem_limit: `${memoryGiB}G`,
      mem_guarantee: `${memoryGiB}G`,
      node_selector: { [poolLabel]: pool.poolName },
      tolerations: tolerationsOf([pool]),
      ...(image === undefined ? {} : { image }),
      ...(accelerators === 0 || resource === undefined
        ? {}
        : { extra_resource_limits: { [resource]: `${accelerators}` } }),
    },
  };
}

/** Name and tag; a colon before a slash is a port. */
function splitImage(image: string): [name: string, tag: string] {
  const colon = image.lastIndexOf(":");
  return colon > image.lastIndexOf("/") ? [image.slice(0, colon), image.slice(colon + 1)] : [image, ""];
}

// Chart 4.4.0, values.yaml.
const proxyTag = "5.1.0";
