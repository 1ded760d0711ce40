import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { eksAllReduceThreshold, findInstanceType, type AcceptanceThreshold } from "../../catalog";
import { contribute } from "../../model";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { IConnectable, IEfaFabric, IFactoryVpc } from "../contracts";
import { checkEfaFabricProps } from "./efa-fabric-props";
import { efaMtu, efaResourceName } from "./efa-facts";
import { ImportedEfaFabric, type EfaFabricAttributes } from "./imported-efa-fabric";

export interface EfaFabricProps {
  /** Network that the fabric's nodes stand in. */
  readonly vpc: IFactoryVpc;
  /** The one zone that the fabric's nodes stand in, by name: EFA traffic cannot cross zones. */
  readonly zone: string;
  /** Id in the factory model and value of the `ai-factory/fabric` label. @default - the construct's id */
  readonly fabricName?: string;
}

/**
 * The RDMA network that joins accelerated nodes on AWS: one zone, and a security group that lets its members reach
 * each other with any protocol. EFA bypasses the kernel, and works only if the group refers to itself by its id.
 *
 * @throws FactoryError with every problem of the props
 */
export class EfaFabric extends Construct implements IEfaFabric {
  /** A fabric that exists already. @throws FactoryError with every problem of the attributes */
  static fromAttributes(scope: Construct, id: string, attributes: EfaFabricAttributes): IEfaFabric {
    return new ImportedEfaFabric(scope, id, attributes);
  }

  readonly kind = "efa";
  readonly fabricName: string;
  readonly resourceName = efaResourceName;
  readonly mtu = efaMtu;
  readonly vpc: IFactoryVpc;
  readonly zone: string;
  /** The underlying resource, for what the props do not cover. */
  readonly securityGroup: SecurityGroup;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: EfaFabricProps) {
    super(scope, id);
    this.fabricName = props.fabricName ?? id;
    raise(this, checkEfaFabricProps({ ...props, fabricName: this.fabricName }, this.node.path));
    this.vpc = props.vpc;
    this.zone = props.zone;
    const name = `${this.vpc.vpcName}-${this.fabricName}`;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      name,
      description: `EFA traffic of fabric ${this.fabricName}`,
      vpcId: this.vpc.vpcId,
      tags: nameTags(this, name),
    });
    this.securityGroupId = this.securityGroup.id;
    this.allow("self", this.securityGroupId);
    contribute(this, "fabrics", () => ({
      id: this.fabricName,
      siteId: this.vpc.region,
      kind: "efa" as const,
      zone: this.zone,
      mtu: this.mtu,
    }));
  }

  /** Opens all traffic between the fabric and `peer` in both directions, e.g. a filesystem that speaks EFA. */
  allowTo(peer: IConnectable): void {
    this.allow(peer.node.id, peer.securityGroupId);
    const name = `${this.fabricName}-${peer.node.id}`;
    new VpcSecurityGroupIngressRule(this, `${peer.node.id}-from-fabric`, {
      securityGroupId: peer.securityGroupId,
      referencedSecurityGroupId: this.securityGroupId,
      ipProtocol: "-1",
      description: `all traffic from fabric ${this.fabricName}`,
      tags: nameTags(this, name),
    });
    new VpcSecurityGroupEgressRule(this, `${peer.node.id}-to-fabric`, {
      securityGroupId: peer.securityGroupId,
      referencedSecurityGroupId: this.securityGroupId,
      ipProtocol: "-1",
      description: `all traffic to fabric ${this.fabricName}`,
      tags: nameTags(this, name),
    });
  }

  /**
   * Bus bandwidth that an all-reduce over the fabric must reach on nodes of the type, where an operator published it
   * for EKS; undefined where nobody did.
   */
  expectedAllReduce(instanceType: string): AcceptanceThreshold | undefined {
    const acceleratorId = findInstanceType(instanceType)?.accelerator?.acceleratorId;
    return acceleratorId === undefined ? undefined : eksAllReduceThreshold(acceleratorId);
  }

  private allow(peer: string, peerSecurityGroupId: string): void {
    const rule = {
      securityGroupId: this.securityGroupId,
      referencedSecurityGroupId: peerSecurityGroupId,
      ipProtocol: "-1",
      tags: nameTags(this, `${this.fabricName}-${peer}`),
    };
    new VpcSecurityGroupIngressRule(this, `from-${peer}`, { ...rule, description: `all traffic from ${peer}` });
    new VpcSecurityGroupEgressRule(this, `to-${peer}`, { ...rule, description: `all traffic to ${peer}` });
  }
}
