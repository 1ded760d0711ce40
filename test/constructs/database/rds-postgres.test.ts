import { App, TerraformStack } from "cdktf";
import { checkRdsPostgresProps, RdsDatabaseAccess, RdsPostgres } from "../../../constructs/database";
import { ExternalSecrets } from "../../../constructs/gateway";
import { JupyterHub, Mlflow } from "../../../constructs/mlops";
import { resourcesOf, synthStack, theResource } from "../../../testing/synth";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { notebookSignOn } from "../platform/every-component";
import { fakeBucketUse, fakePool } from "../platform/fakes";
import { FakeKey, FakeIdentity, FakePool, FakeVpc } from "../storage/fakes";

const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
const vpc = new FakeVpc(stack, "vpc");
const key = new FakeKey(stack, "storage");
const pool = new FakePool(stack, "prep");
const server = new RdsPostgres(stack, "mlflow-db", { vpc, key, databaseName: "mlflow" });
server.allowFrom(pool);
server.allowFrom(pool);
const identity = new FakeIdentity(stack, "external-secrets");
const externalSecrets = new ExternalSecrets();
const access = new RdsDatabaseAccess({ server, externalSecrets, identity, namespace: "mlflow" });
const emitted = synthStack(stack);

describe("PostgreSQL by RDS", () => {
  it("stands in private subnets of two zones, encrypted by the customer's key", () => {
    expect(theResource(emitted, "aws_db_instance")).toMatchObject({
      identifier: "infra-mlflow-db",
      publicly_accessible: false,
      multi_az: true,
      storage_encrypted: true,
      kms_key_id: key.keyArn,
    });
    expect(theResource(emitted, "aws_db_subnet_group").subnet_ids).toEqual(["subnet-0a", "subnet-0b"]);
  });

  it("has its password made and changed by Secrets Manager, with the customer's key", () => {
    const { password, ...instance } = theResource(emitted, "aws_db_instance");
    expect(password).toBeUndefined();
    expect(instance).toMatchObject({ manage_master_user_password: true, master_user_secret_kms_key_id: key.keyArn });
    expect(theResource(emitted, "aws_secretsmanager_secret_rotation")).toMatchObject({
      secret_id: expect.stringMatching(/master_user_secret\[0\]\.secret_arn/) as string,
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 90 },
    });
    const own = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "own");
    const props = { vpc: new FakeVpc(own, "vpc"), key: new FakeKey(own, "key"), databaseName: "hub" };
    expect(new RdsPostgres(own, "hub-db", { ...props, passwordRotationDays: 7 }).rotation).toBeUndefined();
  });

  it("can be restored, and is not deleted by a slip", () => {
    expect(theResource(emitted, "aws_db_instance")).toMatchObject({
      backup_retention_period: 14,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "infra-mlflow-db-final",
      delete_automated_backups: false,
      copy_tags_to_snapshot: true,
    });
  });

  it("takes no connection without TLS, and none but from those that were let in", () => {
    expect(theResource(emitted, "aws_db_parameter_group")).toMatchObject({
      family: "postgres17",
      parameter: expect.arrayContaining([{ name: "rds.force_ssl", value: "1" }]) as unknown,
    });
    const ingress = Object.values(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule"));
    expect(ingress).toMatchObject([{ from_port: 5432, to_port: 5432, referenced_security_group_id: "sg-0prep" }]);
    expect(Object.values(resourcesOf(emitted, "aws_vpc_security_group_egress_rule"))).toMatchObject([
      { security_group_id: "sg-0prep", from_port: 5432 },
    ]);
  });

  it("keeps its logs for a year", () => {
    expect(theResource(emitted, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/rds/instance/infra-mlflow-db/postgresql",
      retention_in_days: 365,
    });
  });

  it("says all that is wrong at once", () => {
    const found = checkRdsPostgresProps(
      {
        vpc: new FakeVpc(stack, "one-zone", "eu-north-1", ["a"]),
        key,
        databaseName: "ml-flow",
        identifier: "Bad--name",
        storageGiB: 10,
        maxStorageGiB: 10,
        backupDays: 0,
        passwordRotationDays: 0,
      },
      "db",
    );
    expect(found.map(({ path }) => path)).toEqual(
      ["databaseName", "identifier", "storageGiB", "maxStorageGiB", "backupDays", "passwordRotationDays", "vpc"].map(
        (field) => `db.${field}`,
      ),
    );
  });
});

describe("a database of RDS as a component takes it", () => {
  it("brings the password by the controller's identity, which may read this secret alone", () => {
    const [read, decrypt] = identity.statements;
    expect(read?.actions).toEqual(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]);
    expect(read?.resources).toHaveLength(1);
    expect(decrypt).toMatchObject({ actions: ["kms:Decrypt"], resources: [key.keyArn] });
    expect(Object.keys(decrypt?.conditions?.StringEquals ?? {})).toEqual(["kms:EncryptionContext:SecretARN"]);
    expect(access.manifests).toMatchObject([
      { kind: "SecretStore", spec: { provider: { aws: { service: "SecretsManager", region: "eu-north-1" } } } },
      { kind: "ExternalSecret", metadata: { namespace: "mlflow" }, spec: { target: { name: "mlflow-db" } } },
    ]);
    expect(access.dependsOn).toEqual([externalSecrets]);
  });

  it("is the database of MLflow and of JupyterHub, which wait for its secret", () => {
    const mlflow = new Mlflow({ database: access.database, bucket: fakeBucketUse("mlflow", "mlflow") });
    expect(mlflow.dependsOn).toEqual([access]);
    expect(mlflow.values).toMatchObject({
      backendStore: { postgres: { enabled: true, port: 5432 }, existingDatabaseSecret: { name: "mlflow-db" } },
    });
    const hub = new JupyterHub({
      signOn: notebookSignOn,
      image: "registry.example.org/notebook:1",
      profiles: [{ title: "CPU", pool: fakePool("prep"), cpus: 1, memoryGiB: 1 }],
      database: { host: "db", databaseName: "hub", secretName: "hub-db", component: access },
    });
    expect(hub.dependsOn).toEqual([access]);
    expect(hub.values).toMatchObject({
      hub: {
        db: { type: "postgres", url: "postgresql+psycopg2://db:5432/hub" },
        extraEnv: [{}, { name: "PGUSER" }, { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: "hub-db" } } }],
      },
    });
  });
});

describeWithSchemas("a database of RDS", ({ schemas }) => {
  it("has only objects that the real definitions accept", () => {
    expect(access.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
