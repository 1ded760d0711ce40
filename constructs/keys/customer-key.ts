import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { contribute } from "../../model";
import { callerAccountId } from "../aws/caller-account";
import { policyDocument } from "../aws/policy";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { ICustomerKey, PolicyStatement } from "../contracts";
import { checkCustomerKeyProps, type CustomerKeyProps } from "./customer-key-props";
import { keyPolicy } from "./key-policy";

/** What a role may do with a key. */
export type KeyUse = "encrypt-decrypt" | "decrypt";

/** What must be known of a key that exists already. */
export interface CustomerKeyAttributes {
  /** ARN of the key: `arn:aws:kms:…:key/…`. */
  readonly keyArn: string;
  /** Id in the factory model. @default - the construct's id */
  readonly keyName?: string;
  /** Recorded in the factory model. @default "imported" */
  readonly purpose?: string;
  /** Whether KMS rotates its material; recorded in the factory model. @default false - not known to */
  readonly rotates?: boolean;
}

const actionsOf: Readonly<Record<KeyUse, readonly string[]>> = {
  "encrypt-decrypt": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
  decrypt: ["kms:Decrypt", "kms:DescribeKey"],
};

/** What created and existing keys share: the grants. */
abstract class KeyBase extends Construct implements ICustomerKey {
  abstract readonly keyName: string;
  abstract readonly keyArn: string;

  /**
   * Lets a role of the account use the key.
   *
   * @param id unique among the key's uses; part of the policy's logical id
   * @param roleName may be a token
   */
  grantUse(id: string, roleName: string, use: KeyUse = "encrypt-decrypt"): void {
    new IamRolePolicy(this, id, {
      name: `use-${id}`,
      role: roleName,
      policy: policyDocument([this.useStatement(use)]),
    });
  }

  /** The statement by which an IAM policy lets its role use the key. */
  useStatement(use: KeyUse = "encrypt-decrypt"): PolicyStatement {
    return { actions: actionsOf[use], resources: [this.keyArn] };
  }
}

/**
 * A key of the customer's own in AWS KMS, with a policy for its purpose and automatic rotation.
 *
 * @throws FactoryError with every problem of the props
 */
export class CustomerKey extends KeyBase {
  /** A key that exists already; its policy must let in what uses it. */
  static fromAttributes(scope: Construct, id: string, attributes: CustomerKeyAttributes): ImportedCustomerKey {
    return new ImportedCustomerKey(scope, id, attributes);
  }

  readonly keyName: string;
  readonly keyArn: string;
  /** The underlying resources, for what the props do not cover. */
  readonly key: KmsKey;
  /** Alias by which people find the key: `alias/<keyName>`. */
  readonly alias: KmsAlias;

  constructor(scope: Construct, id: string, props: CustomerKeyProps) {
    super(scope, id);
    this.keyName = props.keyName ?? id;
    raise(this, checkCustomerKeyProps({ ...props, keyName: this.keyName }, this.node.path));
    const rotates = props.customKeyStoreId === undefined;
    this.key = new KmsKey(this, "key", {
      description: `${this.keyName}: ${props.purpose} of the AI factory`,
      customKeyStoreId: props.customKeyStoreId,
      enableKeyRotation: rotates,
      rotationPeriodInDays: rotates ? (props.rotationDays ?? 365) : undefined,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: keyPolicy(props.purpose, { region: props.region, accountId: callerAccountId(this) }),
      tags: nameTags(this, this.keyName),
    });
    this.keyArn = this.key.arn;
    this.alias = new KmsAlias(this, "alias", { name: `alias/${this.keyName}`, targetKeyId: this.key.keyId });
    contribute(this, "keys", () => ({
      id: this.keyName,
      purpose: props.purpose,
      rotates,
      custody: rotates ? ("customer" as const) : ("hsm" as const),
    }));
  }
}

/** A key that this factory uses but does not own. */
export class ImportedCustomerKey extends KeyBase {
  readonly keyName: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, attributes: CustomerKeyAttributes) {
    super(scope, id);
    this.keyName = attributes.keyName ?? id;
    this.keyArn = attributes.keyArn;
    contribute(this, "keys", () => ({
      id: this.keyName,
      purpose: attributes.purpose ?? "imported",
      rotates: attributes.rotates ?? false,
      custody: "customer" as const,
    }));
  }
}
