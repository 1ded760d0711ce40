import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { isLocalZone } from "../../catalog/aws/regions";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { IConnectable, ICustomerKey, IPodIdentity } from "../contracts";
import { checkRdsPostgresProps, type RdsPostgresProps } from "./rds-postgres-props";

const port = 5432;
/** What RDS sets up by itself. */
const rdsRotationDays = 7;

/**
 * PostgreSQL by Amazon RDS for a component's records: in private subnets, with a second server in another zone, encrypted
 * by the customer's key at rest and by TLS on the wire, its password made and changed by Secrets Manager, restorable to
 * any second of the last days, and protected from deletion. `RdsDatabaseAccess` brings the password to the cluster.
 *
 * Its resources are open: `instance`, `securityGroup`, `parameterGroup`, `rotation`.
 *
 * @throws FactoryError with everything that `checkRdsPostgresProps` finds
 */
export class RdsPostgres extends Construct implements IConnectable {
  /** Name of the database. */
  readonly databaseName: string;
  /** Region that it stands in. */
  readonly region: string;
  /** TCP port of the server: 5432. */
  readonly port = port;
  /** The server as a resource of Terraform, for what the props do not cover. */
  readonly instance: DbInstance;
  /** Settings of PostgreSQL: TLS is asked of every client. */
  readonly parameterGroup: DbParameterGroup;
  /** Security group of the servers; only peers that `allowFrom` names get in. */
  readonly securityGroup: SecurityGroup;
  /** Absent where the password changes as RDS itself changes it. */
  readonly rotation?: SecretsmanagerSecretRotation;

  private readonly key: ICustomerKey;
  private readonly reachedFrom = new Set<IConnectable>();

  constructor(scope: Construct, id: string, props: RdsPostgresProps) {
    super(scope, id);
    const identifier = props.identifier ?? identifierOf(this.node.path);
    raise(this, checkRdsPostgresProps({ ...props, identifier }, this.node.path));
    const { vpc, key, storageGiB = 50, majorVersion = "17" } = props;
    this.databaseName = props.databaseName;
    this.region = vpc.region;
    this.key = key;
    const tags = nameTags(this, identifier);
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: vpc.vpcId,
      namePrefix: `${identifier}-`,
      description: `PostgreSQL ${identifier}`,
      tags,
    });
    const subnets = new DbSubnetGroup(this, "subnets", {
      namePrefix: `${identifier}-`,
      subnetIds: vpc.nodeSubnets.filter(({ zone }) => !isLocalZone(zone)).map(({ subnetId }) => subnetId),
      tags,
    });
    this.parameterGroup = new DbParameterGroup(this, "parameters", {
      namePrefix: `${identifier}-`,
      family: `postgres${majorVersion}`,
      parameter: [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_connections", value: "1" },
        { name: "log_disconnections", value: "1" },
      ],
      tags,
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/rds/instance/${identifier}/postgresql`,
      retentionInDays: props.logRetentionDays ?? 365,
      kmsKeyId: props.logsKey?.keyArn,
      tags,
    });
    this.instance = new DbInstance(this, "instance", {
      identifier,
      engine: "postgres",
      engineVersion: majorVersion,
      instanceClass: props.instanceClass ?? "db.t4g.medium",
      dbName: props.databaseName,
      username: "factory",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: key.keyArn,
      port,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      publiclyAccessible: false,
      multiAz: props.multiZone ?? true,
      storageType: "gp3",
      allocatedStorage: storageGiB,
      maxAllocatedStorage: props.maxStorageGiB ?? storageGiB * 4,
      storageEncrypted: true,
      kmsKeyId: key.keyArn,
      parameterGroupName: this.parameterGroup.name,
      autoMinorVersionUpgrade: true,
      backupRetentionPeriod: props.backupDays ?? 14,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: props.deletionProtection ?? true,
      finalSnapshotIdentifier: `${identifier}-final`,
      skipFinalSnapshot: false,
      enabledCloudwatchLogsExports: ["postgresql"],
      tags,
      dependsOn: [logs],
    });
    const { passwordRotationDays = 90 } = props;
    if (passwordRotationDays !== rdsRotationDays) {
      this.rotation = new SecretsmanagerSecretRotation(this, "rotation", {
        secretId: this.passwordSecretArn,
        rotateImmediately: false,
        rotationRules: { automaticallyAfterDays: passwordRotationDays },
      });
    }
  }

  /** Name of the server, as clients address it; a token. */
  get host(): string {
    return this.instance.address;
  }

  /** Secret in Secrets Manager with `username` and `password`; a token. */
  get passwordSecretArn(): string {
    return this.instance.masterUserSecret.get(0).secretArn;
  }

  get securityGroupId(): string {
    return this.securityGroup.id;
  }

  /** Lets the nodes of a pool, or whatever else has a security group, connect. Naming it twice changes nothing. */
  allowFrom(peer: IConnectable): void {
    if (this.reachedFrom.has(peer)) return;
    this.reachedFrom.add(peer);
    const name = `from-${peer.node.id}`;
    const id = this.node.tryFindChild(`${name}-in`) === undefined ? name : `${name}-${this.reachedFrom.size}`;
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description: `PostgreSQL ${this.node.id}` };
    new VpcSecurityGroupIngressRule(this, `${id}-in`, {
      securityGroupId: this.securityGroup.id,
      referencedSecurityGroupId: peer.securityGroupId,
      ...rule,
    });
    new VpcSecurityGroupEgressRule(this, `${id}-out`, {
      securityGroupId: peer.securityGroupId,
      referencedSecurityGroupId: this.securityGroup.id,
      ...rule,
    });
  }

  /** Lets an identity read the password. */
  grantPasswordRead(identity: IPodIdentity): void {
    identity.addToPolicy({
      actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      resources: [this.passwordSecretArn],
    });
    identity.addToPolicy({
      actions: ["kms:Decrypt"],
      resources: [this.key.keyArn],
      conditions: { StringEquals: { "kms:EncryptionContext:SecretARN": this.passwordSecretArn } },
    });
  }
}

/** The path as RDS takes names: lower-case, single dashes, a letter in front; the end of a long one. */
function identifierOf(path: string): string {
  const name = path.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return name.slice(-57).replace(/^[^a-z]+|-+$/g, "");
}
