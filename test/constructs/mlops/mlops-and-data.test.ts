import { Construct } from "constructs";
import {
  ArgoWorkflows,
  KafkaCluster,
  LakeFs,
  Qdrant,
  StrimziOperator,
  type KafkaClusterProps,
} from "../../../constructs/data";
import { JupyterHub, Mlflow, PostgresCluster, PostgresOperator, type JupyterHubProps } from "../../../constructs/mlops";
import { ExternalObjectStore } from "../../../constructs/storage";
import type { BucketUse } from "../../../constructs/platform";
import { FactoryError } from "../../../validation/factory-error";
import { notebookSignOn, objectOf, training } from "../platform/every-component";
import { fakeBucketUse, fakePool } from "../platform/fakes";

/** A bucket whose access comes with the pods' identity, as in the cloud; says who was granted access. */
function cloudBucket(granted: string[] = []): BucketUse {
  const scope = new Construct(undefined as never, "");
  const store = {
    storeName: "store",
    bucketName: "bucket",
    grantRead: () => undefined,
    grantReadWrite: ({ serviceAccountName }: { serviceAccountName: string }) => void granted.push(serviceAccountName),
  };
  return {
    store: Object.assign(new Construct(scope, "store"), store),
    identity: Object.assign(new Construct(scope, "identity"), { namespace: "team", serviceAccountName: "worker" }),
    region: "eu-north-1",
  };
}

describe("a component that keeps its data in a bucket", () => {
  it("grants its identity access, stands in its namespace and runs as it", () => {
    const granted: string[] = [];
    const workflows = new ArgoWorkflows({ bucket: cloudBucket(granted) });
    expect(granted).toEqual(["worker"]);
    expect(workflows).toMatchObject({ namespace: "team", serviceAccountName: "worker" });
    expect(workflows.values).toMatchObject({
      workflow: { serviceAccount: { create: true, name: "worker" } },
      controller: { workflowNamespaces: ["team"], workflowDefaults: { spec: { serviceAccountName: "worker" } } },
    });
  });

  it("needs no keys where the pods' identity is enough", () => {
    expect(new ArgoWorkflows({ bucket: cloudBucket() }).values).toMatchObject({
      useStaticCredentials: false,
      artifactRepository: { s3: { useSDKCreds: true, endpoint: "s3.eu-north-1.amazonaws.com", insecure: false } },
    });
    const database = { host: "db", databaseName: "mlflow", secretName: "db" };
    expect(JSON.stringify(new Mlflow({ database, bucket: cloudBucket() }).values)).not.toContain("keyOfAccessKeyId");
  });

  it("takes its keys from the store's secret elsewhere", () => {
    const s3 = new ArgoWorkflows({ bucket: fakeBucketUse("team", "worker") }).values.artifactRepository;
    expect(s3).toMatchObject({
      s3: { endpoint: "s3.example.org", accessKeySecret: { name: "keys", key: "AccessKey" } },
    });
  });

  it("takes its keys from the secret that the owner of an outside store names", () => {
    const scope = new Construct(undefined as never, "");
    const store = new ExternalObjectStore(scope, "artefacts", {
      siteId: "site",
      endpointUrl: "https://s3.example.org",
      bucketName: "artefacts",
      purpose: "artifacts",
      readWriteSecretName: "writer",
    });
    const { identity } = cloudBucket();
    const { values } = new Mlflow({
      database: { host: "db", databaseName: "mlflow", secretName: "db" },
      bucket: { store, identity },
    });
    expect(values).toMatchObject({
      artifactRoot: { s3: { existingSecret: { name: "writer", keyOfAccessKeyId: "AWS_ACCESS_KEY_ID" } } },
      extraEnvVars: { MLFLOW_S3_ENDPOINT_URL: "https://s3.example.org" },
    });
    expect(store.grants).toMatchObject([{ serviceAccountName: "worker", access: "read-write" }]);
  });
});

describe("Argo Workflows", () => {
  it("downloads no definitions from GitHub", () => {
    expect(new ArgoWorkflows({ bucket: cloudBucket() }).values).toMatchObject({ crds: { full: false } });
  });

  it("lets people in by the cluster's tokens, or by the identity provider", () => {
    const signOn = { issuerUrl: "https://id", secretName: "sso", publicUrl: "https://argo" };
    expect(new ArgoWorkflows({ bucket: cloudBucket() }).values).toMatchObject({ server: { authModes: ["client"] } });
    expect(new ArgoWorkflows({ bucket: cloudBucket(), signOn }).values).toMatchObject({
      server: { authModes: ["sso"], sso: { issuer: "https://id", redirectUrl: "https://argo/oauth2/callback" } },
    });
  });
});

describe("Qdrant", () => {
  it("asks for a key, reports nothing, and is a cluster where it has peers", () => {
    const { values } = new Qdrant({ apiKeySecretName: "key" });
    expect(values).toMatchObject({
      env: [{ name: "QDRANT__TELEMETRY_DISABLED", value: "true" }],
      apiKey: { valueFrom: { secretKeyRef: { name: "key", key: "api-key" } } },
      config: { cluster: { enabled: true } },
    });
    expect(new Qdrant({ apiKeySecretName: "key", replicas: 1 }).values).toMatchObject({
      config: { cluster: { enabled: false } },
    });
  });
});

describe("lakeFS", () => {
  const database = { host: "db", databaseName: "lakefs", secretName: "lakefs-db", passwordKey: "pw" };
  const lake = (bucket: BucketUse) => new LakeFs({ database, bucket, encryptionSecretName: "encryption" });
  const configurationOf = ({ values }: LakeFs) => JSON.parse(values.lakefsConfig as string) as unknown;

  it("keeps versions in PostgreSQL by TLS and objects below its prefix of the factory's bucket", () => {
    const granted: string[] = [];
    const component = lake(cloudBucket(granted));
    expect(granted).toEqual(["worker"]);
    expect(component).toMatchObject({
      namespace: "team",
      storageNamespace: "s3://bucket/lakefs",
      endpointUrl: "http://lakefs.team.svc",
    });
    expect(configurationOf(component)).toMatchObject({
      database: { type: "postgres", postgres: { connection_string: "postgres://db:5432/lakefs?sslmode=require" } },
      blockstore: { type: "s3", s3: { region: "eu-north-1" }, default_namespace_prefix: "s3://bucket/lakefs" },
    });
  });

  it("asks nobody outside and reports nothing", () => {
    expect(configurationOf(lake(cloudBucket()))).toMatchObject({
      stats: { enabled: false },
      email_subscription: { enabled: false },
      security: { audit_check_url: "", check_latest_version: false },
    });
  });

  it("has its passwords from secrets, none in its configuration, and keys only where the store gives some", () => {
    const names = (bucket: BucketUse) =>
      (lake(bucket).values.extraEnvVars as { name: string; valueFrom: object }[]).map(({ name }) => name);
    expect(names(cloudBucket())).toEqual(["PGUSER", "PGPASSWORD"]);
    expect(names(fakeBucketUse("team", "worker"))).toEqual([
      "PGUSER",
      "PGPASSWORD",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
    ]);
    expect(lake(cloudBucket()).values).toMatchObject({
      existingSecret: "encryption",
      extraEnvVars: [{}, { valueFrom: { secretKeyRef: { name: "lakefs-db", key: "pw" } } }],
    });
  });

  it("addresses a store outside AWS by its endpoint and by path", () => {
    expect(configurationOf(lake(fakeBucketUse("team", "worker")))).toMatchObject({
      blockstore: { s3: { endpoint: "https://s3.example.org", force_path_style: true } },
    });
  });
});

describe("a Kafka cluster", () => {
  const operator = new StrimziOperator();
  const cluster = (props: Partial<KafkaClusterProps> = {}) =>
    new KafkaCluster({
      operator,
      topics: [{ name: "events", partitions: 24, retentionHours: 24 }],
      clients: [
        { name: "ingest", writes: ["events"] },
        { name: "features", reads: ["events"] },
      ],
      storageClassName: "gp3",
      ...props,
    });

  it("keeps three copies in different zones, two of them up to date before a writer goes on", () => {
    const component = cluster({ storageGiB: 100 });
    expect(objectOf(component, "Kafka").spec).toMatchObject({
      kafka: {
        rack: { topologyKey: "topology.kubernetes.io/zone" },
        config: { "default.replication.factor": 3, "min.insync.replicas": 2, "auto.create.topics.enable": false },
      },
    });
    expect(objectOf(component, "KafkaNodePool", "broker").spec).toMatchObject({
      replicas: 3,
      storage: { volumes: [{ size: "100Gi", class: "gp3", deleteClaim: false }] },
    });
    expect(objectOf(component, "KafkaTopic", "events").spec).toEqual({
      partitions: 24,
      replicas: 3,
      config: { "retention.ms": 86_400_000, "min.insync.replicas": 2 },
    });
  });

  it("lets in by certificate alone, each client to its topics", () => {
    const component = cluster();
    expect(objectOf(component, "Kafka").spec).toMatchObject({
      kafka: {
        listeners: [{ tls: true, type: "internal", authentication: { type: "tls" } }],
        authorization: { type: "simple" },
      },
    });
    const rights = (name: string) => objectOf(component, "KafkaUser", name).spec;
    expect(rights("ingest")).toMatchObject({
      authorization: { acls: [{ resource: { type: "topic", name: "events" }, operations: ["Write", "Describe"] }] },
    });
    expect(rights("features")).toMatchObject({
      authorization: {
        acls: [{ operations: ["Read", "Describe"] }, { resource: { type: "group", name: "features" } }],
      },
    });
    expect(component).toMatchObject({
      bootstrapServers: "streams-kafka-bootstrap.kafka.svc:9093",
      authoritySecretName: "streams-cluster-ca-cert",
      dependsOn: [operator],
    });
  });

  it("goes with what a single broker can keep", () => {
    expect(objectOf(cluster({ brokers: 1 }), "Kafka").spec).toMatchObject({
      kafka: { config: { "default.replication.factor": 1, "min.insync.replicas": 1 } },
    });
  });

  it("says all that is wrong at once", () => {
    const make = () =>
      cluster({
        brokers: 2,
        replicas: 3,
        controllers: 2,
        topics: [
          { name: "Events_1", partitions: 0, retentionHours: -1 },
          { name: "a", partitions: 1 },
          { name: "a", partitions: 1 },
          { name: "b", retentionHours: 1e300 },
        ],
        clients: [{ name: "x", reads: ["nothing"] }, { name: "x" }],
      });
    expect(make).toThrow(FactoryError);
    for (const message of [
      /more copies than there are brokers/,
      /no majority that survives/,
      /there is no topic, or one twice/,
      /no name of a Kubernetes object/,
      /has no part to read/,
      /keeps no message/,
      /topics\[3\]\.retentionHours/,
      /two clients have one name/,
      /names no topic, or one that the cluster does not have/,
    ]) {
      expect(make).toThrow(message);
    }
  });
});

describe("MLflow on a PostgreSQL cluster", () => {
  const operator = new PostgresOperator();
  const records = new PostgresCluster({
    operator,
    namespace: "team",
    databaseName: "mlflow",
    image: "r.example/pg:17",
  });
  const mlflow = new Mlflow({ database: records.database, bucket: cloudBucket() });

  it("waits for the database, and the database for its operator", () => {
    expect(mlflow.dependsOn).toEqual([records]);
    expect(records.dependsOn).toEqual([operator]);
  });

  it("finds the database by the names that the operator gives", () => {
    expect(mlflow.values).toMatchObject({
      backendStore: {
        postgres: { enabled: true, host: "mlflow-db-rw.team.svc", database: "mlflow" },
        existingDatabaseSecret: { name: "mlflow-db-app", usernameKey: "username", passwordKey: "password" },
      },
    });
  });

  it("refuses a cluster without servers", () => {
    const make = () =>
      new PostgresCluster({ operator, namespace: "team", databaseName: "x", image: "r.example/pg:17", instances: 0 });
    expect(make).toThrow(FactoryError);
  });
});

describe("JupyterHub", () => {
  const cpu = fakePool("prep");
  const hub = (props: Partial<JupyterHubProps> = {}) =>
    new JupyterHub({
      signOn: notebookSignOn,
      image: "registry.example.org:5000/notebook:1",
      profiles: [
        { title: "CPU", pool: cpu, cpus: 2, memoryGiB: 8 },
        { title: "GPU", pool: training, accelerators: 2, cpus: 16, memoryGiB: 200 },
      ],
      ...props,
    });

  it("puts a profile's notebooks on its pool with its accelerators", () => {
    expect(hub().values).toMatchObject({
      singleuser: {
        image: { name: "registry.example.org:5000/notebook", tag: "1" },
        profileList: [
          { default: true, kubespawner_override: { node_selector: { "ai-factory/pool": "prep" } } },
          {
            default: false,
            kubespawner_override: {
              node_selector: { "ai-factory/pool": "training" },
              extra_resource_limits: { "nvidia.com/gpu": "2" },
              tolerations: [{ key: "nvidia.com/gpu" }],
            },
          },
        ],
      },
    });
  });

  it("stops idle notebooks", () => {
    expect(hub({ idleMinutes: 30 }).values).toMatchObject({ cull: { enabled: true, timeout: 1800 } });
  });

  it("lets in only the groups that are named, and holds no secret in its values", () => {
    const { values } = hub();
    expect(values).toMatchObject({ hub: { config: { GenericOAuthenticator: { allowed_groups: ["research"] } } } });
    expect(JSON.stringify(values)).not.toContain("client_secret");
  });

  it.each<[string, Partial<JupyterHubProps>, RegExp]>([
    [
      "more GPUs than a node has",
      { profiles: [{ title: "x", pool: training, accelerators: 9, cpus: 1, memoryGiB: 1 }] },
      /0 to 8/,
    ],
    [
      "a GPU of a pool without",
      { profiles: [{ title: "x", pool: cpu, accelerators: 1, cpus: 1, memoryGiB: 1 }] },
      /0 to 0/,
    ],
    ["more memory than a node has", { profiles: [{ title: "x", pool: cpu, cpus: 1, memoryGiB: 65 }] }, /0\.1 to 64/],
    ["no profile", { profiles: [] }, /nobody could start a notebook/],
    ["no group", { signOn: { ...notebookSignOn, groups: [] } }, /nobody could sign on/],
    ["an image without a tag", { image: "registry.example.org:5000/notebook" }, /an image has no tag/],
    ["a time that is none", { idleMinutes: NaN }, /jupyterhub\.idleMinutes: not a time/],
    ["hours that no clock counts", { maxHours: 1e300 }, /jupyterhub\.maxHours: not a time/],
    ["a home without room", { homeGiB: 0 }, /jupyterhub\.homeGiB: not a time or a size/],
  ])("refuses %s", (_, props, message) => {
    expect(() => hub(props)).toThrow(FactoryError);
    expect(() => hub(props)).toThrow(message);
  });
});
