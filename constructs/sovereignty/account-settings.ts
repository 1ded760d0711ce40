import { EbsDefaultKmsKey } from "@cdktf/provider-aws/lib/ebs-default-kms-key";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { EbsSnapshotBlockPublicAccess } from "@cdktf/provider-aws/lib/ebs-snapshot-block-public-access";
import { Ec2ImageBlockPublicAccess } from "@cdktf/provider-aws/lib/ec2-image-block-public-access";
import { Ec2InstanceMetadataDefaults } from "@cdktf/provider-aws/lib/ec2-instance-metadata-defaults";
import { Ec2SerialConsoleAccess } from "@cdktf/provider-aws/lib/ec2-serial-console-access";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { Construct } from "constructs";
import type { ICustomerKey } from "../contracts";

export interface AccountSettingsProps {
  /** Whether no VPC of the region has a way from or to the internet. @default true */
  readonly closedNetwork?: boolean;
  /**
   * Whether the settings of the whole account are made too; they count in every region, so only one stack may make
   * them. @default true
   */
  readonly accountWide?: boolean;
  /** Key of volumes that name none. @default - the key that AWS manages for EBS */
  readonly volumeKey?: ICustomerKey;
}

/**
 * Settings of an account in the provider's region that hold where a single resource was forgotten: no public buckets,
 * snapshots and images, no serial console, no way to the internet, encrypted volumes, session tokens for metadata.
 * One for each region that is used.
 */
export class AccountSettings extends Construct {
  constructor(scope: Construct, id: string, props: AccountSettingsProps = {}) {
    super(scope, id);
    if (props.accountWide ?? true) {
      new S3AccountPublicAccessBlock(this, "buckets", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
    }
    if (props.closedNetwork ?? true) {
      new VpcBlockPublicAccessOptions(this, "vpcs", { internetGatewayBlockMode: "block-bidirectional" });
    }
    new EbsSnapshotBlockPublicAccess(this, "snapshots", { state: "block-all-sharing" });
    new Ec2ImageBlockPublicAccess(this, "images", { state: "block-new-sharing" });
    new Ec2SerialConsoleAccess(this, "serial-console", { enabled: false });
    new EbsEncryptionByDefault(this, "volumes", { enabled: true });
    if (props.volumeKey !== undefined) new EbsDefaultKmsKey(this, "volume-key", { keyArn: props.volumeKey.keyArn });
    new Ec2InstanceMetadataDefaults(this, "metadata", {
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
      httpEndpoint: "enabled",
      instanceMetadataTags: "disabled",
    });
  }
}
