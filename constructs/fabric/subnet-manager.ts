/** Who assigns addresses and routes in an InfiniBand fabric: without one, no port becomes active. */
export class SubnetManager {
  /** NVIDIA UFM on machines or appliances of its own; two stand in for each other. */
  static ufm(instances = 2): SubnetManager {
    return new SubnetManager("ufm", instances);
  }

  /** OpenSM on nodes that are no compute nodes. */
  static openSm(instances = 2): SubnetManager {
    return new SubnetManager("opensm", instances);
  }

  /** The manager that managed switches bring (QM9700, not QM9790). @param instances switches on which it is enabled */
  static onSwitches(instances = 2): SubnetManager {
    return new SubnetManager("switch", instances);
  }

  private constructor(
    /** What runs the manager. */
    readonly kind: "ufm" | "opensm" | "switch",
    /** Managers that stand in for each other. */
    readonly instances: number,
  ) {}
}
