import { throwErrors } from "../../../validation/factory-error";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { privilegedNamespace, restrictedNamespace } from "../../platform/namespaces";
import { PlatformComponent, type ComponentOptions } from "../../platform/platform-component";

/** A secret of Slurm, as the vault and the cluster know it. */
export type SlurmSecretName =
  "slurm-auth-slurm" | "slurm-auth-jwt" | "slurm-db-password" | "slurm-db-root" | "slurm-sssd";

export interface SlurmSecretsProps extends Pick<ComponentOptions, "dependsOn"> {
  /** External Secrets, which brings them into the cluster. */
  readonly externalSecrets: IPlatformComponent;
  /** Store that stands before your vault; both of Slurm's namespaces reach it. */
  readonly clusterSecretStore: string;
  /**
   * Whether keys and passwords are made at random where the vault has none. What it has is never replaced. Its store must
   * take what is pushed to it. `sssd.conf` is yours to write.
   *
   * @default true
   */
  readonly generated?: boolean;
  /** Key of a secret in the vault; the value is its property `value`. @default - `slurm/<name>` */
  readonly remoteKeyOf?: (name: SlurmSecretName) => string;
  /** Namespace that the secrets are brought into. @default "slurm" for the cluster, "slurm-db" for the database */
  readonly namespace?: string;
}

interface SlurmSecret {
  readonly name: SlurmSecretName;
  /** Key in the cluster's Secret. */
  readonly key: string;
  /** Whether this namespace is the one that has it made: each is made once. */
  readonly makes: boolean;
}

const ofCluster: readonly SlurmSecret[] = [
  { name: "slurm-auth-slurm", key: "slurm.key", makes: true },
  { name: "slurm-auth-jwt", key: "jwt.key", makes: true },
  { name: "slurm-sssd", key: "sssd.conf", makes: false },
  { name: "slurm-db-password", key: "password", makes: true },
];
const ofDatabase: readonly SlurmSecret[] = [
  { name: "slurm-db-root", key: "password", makes: true },
  // Made in the cluster's namespace: the two must be one.
  { name: "slurm-db-password", key: "password", makes: false },
];

/** Secrets that would lie in one place of the vault, and so be one. */
export function checkSlurmSecrets({ remoteKeyOf, clusterSecretStore }: SlurmSecretsProps, path: string): Finding[] {
  const findings: Finding[] = [];
  const names = [...new Set([...ofCluster, ...ofDatabase].map(({ name }) => name))];
  const keys = names.map((name) => remoteKeyOf?.(name) ?? `slurm/${name}`);
  if (new Set(keys).size < keys.length || keys.includes("")) {
    findings.push(
      problem(
        "PLT-212-slurm-secrets",
        `${path}.remoteKeyOf`,
        "two of Slurm's secrets have one place in the vault, or none",
        {
          given: keys,
          allowed: "a key of its own for each",
          fix: "leave it out for 'slurm/<name>'",
        },
      ),
    );
  }
  if (clusterSecretStore === "") {
    findings.push(
      problem("PLT-212-slurm-secrets", `${path}.clusterSecretStore`, "no store is named", {
        given: clusterSecretStore,
        allowed: "the name of a ClusterSecretStore",
        fix: "make one before your vault and name it",
      }),
    );
  }
  return findings;
}

/**
 * Slurm's keys and passwords by External Secrets: made at random once, kept in your vault, brought to where they are
 * read. None stands in code, in Helm's values or in a state, and the database's password is the same in both namespaces.
 *
 * @throws FactoryError where two secrets would be one
 */
export class SlurmSecrets extends PlatformComponent {
  /** For a SlurmCluster: the keys of auth/slurm and of tokens, the database's password, `sssd.conf`. */
  static forCluster(props: SlurmSecretsProps): SlurmSecrets {
    return new SlurmSecrets("slurm-secrets", props.namespace ?? "slurm", ofCluster, privilegedNamespace, props);
  }

  /** For a SlurmDatabase: the passwords of root and of Slurm. */
  static forDatabase(props: SlurmSecretsProps): SlurmSecrets {
    return new SlurmSecrets("slurm-db-secrets", props.namespace ?? "slurm-db", ofDatabase, restrictedNamespace, props);
  }

  private constructor(
    name: string,
    namespace: string,
    secrets: readonly SlurmSecret[],
    namespaceLabels: Readonly<Record<string, string>>,
    props: SlurmSecretsProps,
  ) {
    throwErrors(checkSlurmSecrets(props, name));
    const made = props.generated === false ? [] : secrets.filter(({ makes }) => makes);
    super(
      {
        name,
        namespace,
        namespaceLabels,
        manifests: [
          ...(made.length === 0 ? [] : [generator(name, namespace)]),
          ...made.map((secret) => push(secret, name, namespace, props)),
          ...secrets.map((secret) => pull(secret, namespace, props)),
        ],
        images: [],
        dependsOn: [props.externalSecrets],
      },
      { dependsOn: props.dependsOn },
    );
  }
}

const property = "value";

function remoteKey(name: SlurmSecretName, { remoteKeyOf }: SlurmSecretsProps): string {
  return remoteKeyOf?.(name) ?? `slurm/${name}`;
}

/** 64 letters and digits: 380 bits, which is more than Slurm's keys need. */
function generator(name: string, namespace: string): KubernetesObject {
  return {
    apiVersion: "generators.external-secrets.io/v1alpha1",
    kind: "Password",
    metadata: { name, namespace },
    spec: { length: 64, digits: 16, symbols: 0, noUpper: false, allowRepeat: true },
  };
}

function push(
  secret: SlurmSecret,
  generatorName: string,
  namespace: string,
  props: SlurmSecretsProps,
): KubernetesObject {
  return {
    apiVersion: "external-secrets.io/v1alpha1",
    kind: "PushSecret",
    metadata: { name: secret.name, namespace },
    spec: {
      refreshInterval: "1h",
      // What is there stays: another value would lock every node and every client out.
      updatePolicy: "IfNotExists",
      deletionPolicy: "None",
      secretStoreRefs: [{ name: props.clusterSecretStore, kind: "ClusterSecretStore" }],
      selector: {
        generatorRef: {
          apiVersion: "generators.external-secrets.io/v1alpha1",
          kind: "Password",
          name: generatorName,
        },
      },
      data: [{ match: { secretKey: "password", remoteRef: { remoteKey: remoteKey(secret.name, props), property } } }],
    },
  };
}

function pull({ name, key }: SlurmSecret, namespace: string, props: SlurmSecretsProps): KubernetesObject {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: { name: props.clusterSecretStore, kind: "ClusterSecretStore" },
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [{ secretKey: key, remoteRef: { key: remoteKey(name, props), property } }],
    },
  };
}
