import type { FabricAttachmentKind } from "../contracts";

/** How pods get the adapters of a fabric; each way has its own price. */
export class FabricAttachment {
  /**
   * The adapter itself moves into the pod: full speed, no configuration of the fabric, one pod an adapter. For nodes
   * that one job has to itself.
   */
  static hostDevice(): FabricAttachment {
    return new FabricAttachment("host-device", 1);
  }

  /**
   * Pods use the node's adapters beside each other, without isolation. For nodes whose GPUs are divided among pods that
   * trust each other.
   *
   * @param podsPerNode pods that may use an adapter at once
   */
  static shared(podsPerNode = 63): FabricAttachment {
    return new FabricAttachment("shared", podsPerNode);
  }

  /**
   * Each adapter is cut into virtual functions, of which each pod gets its own. For tenants that must not see each
   * other; the adapters' firmware must have SR-IOV enabled, and an InfiniBand subnet manager must know the functions.
   */
  static sriov(virtualFunctions: number): FabricAttachment {
    return new FabricAttachment("sriov", virtualFunctions);
  }

  private constructor(
    /** Way in which pods get the adapters. */
    readonly kind: FabricAttachmentKind,
    /** Pods that may use an adapter at once, or virtual functions of an adapter. */
    readonly shares: number,
  ) {}
}
