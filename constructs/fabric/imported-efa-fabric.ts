import { Construct } from "constructs";
import { Token } from "../../core/cdktf";
import { contribute } from "../../model";
import type { Finding } from "../../validation/finding";
import { problem, raise } from "../aws/problem";
import type { IEfaFabric, IFactoryVpc } from "../contracts";
import { efaMtu, efaResourceName } from "./efa-facts";

/** What must be known of a fabric that exists already. */
export interface EfaFabricAttributes {
  /** Network that the fabric's nodes stand in. */
  readonly vpc: IFactoryVpc;
  /** Zone of the fabric, by name. */
  readonly zone: string;
  /** Id of the security group that refers to itself for all traffic: `sg-…`. */
  readonly securityGroupId: string;
  /** Id in the factory model and value of the `ai-factory/fabric` label. @default - the construct's id */
  readonly fabricName?: string;
}

/** Everything that is wrong with the attributes of an existing fabric. */
export function checkEfaFabricAttributes({ securityGroupId }: EfaFabricAttributes, path: string): Finding[] {
  if (Token.isUnresolved(securityGroupId) || /^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(securityGroupId)) return [];
  return [
    problem("FAB-055-fabric-security-group", `${path}.securityGroupId`, "not the id of a security group", {
      given: securityGroupId,
      allowed: "sg- and 8 or 17 hexadecimal digits",
      fix: "take it from `aws ec2 describe-security-groups`",
    }),
  ];
}

/** An EFA fabric that this factory uses but does not own. */
export class ImportedEfaFabric extends Construct implements IEfaFabric {
  readonly kind = "efa";
  readonly fabricName: string;
  readonly resourceName = efaResourceName;
  readonly mtu = efaMtu;
  readonly vpc: IFactoryVpc;
  readonly zone: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, attributes: EfaFabricAttributes) {
    super(scope, id);
    raise(this, checkEfaFabricAttributes(attributes, this.node.path));
    this.fabricName = attributes.fabricName ?? id;
    this.vpc = attributes.vpc;
    this.zone = attributes.zone;
    this.securityGroupId = attributes.securityGroupId;
    contribute(this, "fabrics", () => ({
      id: this.fabricName,
      siteId: this.vpc.region,
      kind: "efa" as const,
      zone: this.zone,
      mtu: this.mtu,
    }));
  }
}
