import type { IConstruct } from "constructs";

/** An RDMA network that joins the accelerators of pools. */
export interface IFabric extends IConstruct {
  /** Id in the factory model. */
  readonly fabricName: string;
  readonly kind: "efa" | "infiniband" | "roce";
  /** What a pod asks for to get one RDMA device: `vpc.amazonaws.com/efa`. */
  readonly resourceName: string;
  /** MTU of the fabric's interfaces in bytes. */
  readonly mtu: number;
}
