import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { Token, type ITerraformDependable } from "../../core/cdktf";
import { FactoryError } from "../../validation/factory-error";
import type { IConnectable, IEksNodePool, INodePool } from "../contracts";
import { problem } from "../aws/problem";

/** A range of TCP ports. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Traffic that a security group lets through: TCP ports, or everything. */
type Traffic = readonly PortRange[] | "all";

/**
 * The network's side of a shared filesystem in AWS: opens its security group to exactly the groups that mount it, each
 * opening a resource of its own, so that a later mount changes nothing that exists.
 */
export class PoolAccess extends Construct {
  private readonly mounted: IEksNodePool[] = [];
  private readonly open = new Set<string>();
  private readonly self: ITerraformDependable[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly securityGroupId: string,
    private readonly ports: readonly PortRange[],
    private readonly direction: "to-server" | "both-ways",
  ) {
    super(scope, id);
  }

  /** Pools that mount the filesystem, in the order they were named. */
  get pools(): readonly IEksNodePool[] {
    return this.mounted;
  }

  /** The rules between the filesystem's own servers. */
  get selfRules(): readonly ITerraformDependable[] {
    return this.self;
  }

  /** Lets the pool's nodes in. Naming a pool twice changes nothing. */
  allowPool(pool: IEksNodePool): void {
    if (this.mounted.includes(pool)) return;
    this.mounted.push(pool);
    this.connect(pool.poolName, pool, this.ports);
  }

  /** Lets everything pass between the filesystem and a group, which EFA needs. */
  allowAll(name: string, peer: IConnectable): void {
    this.connect(name, peer, "all");
  }

  /** Lets the filesystem's servers reach each other. */
  allowSelf(traffic: "ports" | "all"): void {
    const allowed = traffic === "all" ? "all" : this.ports;
    this.self.push(...this.openWay("self", this.securityGroupId, this.securityGroupId, allowed));
  }

  private connect(name: string, peer: IConnectable, traffic: Traffic): void {
    // The id of a group that is made here is a new token each time it is asked for: then the construct tells them apart.
    const group = Token.isUnresolved(peer.securityGroupId) ? peer.node.path : peer.securityGroupId;
    const key = `${group} ${traffic === "all"}`;
    if (this.open.has(key)) return;
    this.open.add(key);
    const id = this.node.tryFindChild(`${name}-in-0`) === undefined ? name : `${name}-${this.open.size}`;
    this.openWay(id, peer.securityGroupId, this.securityGroupId, traffic);
    if (this.direction === "both-ways") {
      this.openWay(`${id}-back`, this.securityGroupId, peer.securityGroupId, traffic);
    }
  }

  /** From one group to another: out of the one, into the other. */
  private openWay(name: string, from: string, to: string, traffic: Traffic): ITerraformDependable[] {
    const ranges = traffic === "all" ? [undefined] : traffic;
    return ranges.flatMap((range, index) => {
      const rule = {
        ipProtocol: range === undefined ? "-1" : "tcp",
        fromPort: range?.from,
        toPort: range?.to,
        description: `Filesystem ${this.node.scope?.node.id ?? ""}`,
      };
      const ingress = new VpcSecurityGroupIngressRule(this, `${name}-in-${index}`, {
        securityGroupId: to,
        referencedSecurityGroupId: from,
        ...rule,
      });
      const egress = new VpcSecurityGroupEgressRule(this, `${name}-out-${index}`, {
        securityGroupId: from,
        referencedSecurityGroupId: to,
        ...rule,
      });
      return [ingress, egress];
    });
  }
}

/** The pool as one of EC2 instances. @throws FactoryError where it is none */
export function requireEksPool(pool: INodePool, filesystemPath: string): IEksNodePool {
  if ("securityGroupId" in pool && "instanceTypes" in pool) return pool as IEksNodePool;
  throw new FactoryError([
    problem("STO-130-mount-pool", filesystemPath, `pool '${pool.poolName}' cannot mount a filesystem of AWS`, {
      given: pool.node.path,
      allowed: "pools of EC2 instances (EksGpuNodePool, EksNodePool)",
      fix: "mount a filesystem of the pool's own site",
    }),
  ]);
}
