/** How a pool's nodes, which exist already, come by the labels that the platform finds them by. */
export class NodeSelection {
  /**
   * By the names that they have in Kubernetes: each gets the pool's labels, and where its site is planned its place in
   * fabric and racks.
   */
  static byName(nodeNames: readonly string[]): NodeSelection {
    return new NodeSelection("name", nodeNames);
  }

  /**
   * By a PCI device that all of the pool's nodes have and no others.
   *
   * @param vendor PCI vendor in four hexadecimal digits: `10de` is NVIDIA, `1002` AMD, `1da3` Habana
   * @param devices PCI devices in four hexadecimal digits; none means any of the vendor
   */
  static byPciDevice(vendor: string, devices: readonly string[] = []): NodeSelection {
    return new NodeSelection("pci", [], vendor, devices);
  }

  /** They bear the label `ai-factory/pool` already: whoever made the nodes put it there. */
  static labelled(): NodeSelection {
    return new NodeSelection("label", []);
  }

  private constructor(
    /** By what the nodes are found. */
    readonly kind: "name" | "pci" | "label",
    /** Names of the nodes in Kubernetes; empty unless they are found by name. */
    readonly nodeNames: readonly string[],
    /** PCI vendor in four hexadecimal digits; undefined unless they are found by a device. */
    readonly pciVendor?: string,
    /** PCI devices in four hexadecimal digits; empty means any of the vendor. */
    readonly pciDevices: readonly string[] = [],
  ) {}
}
