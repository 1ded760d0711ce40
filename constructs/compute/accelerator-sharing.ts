/** How one accelerator is shared among pods; the default is not at all. */
export class AcceleratorSharing {
  /**
   * Multi-Instance GPU: each GPU is cut into as many instances of one profile as it holds, isolated in memory and
   * compute. A pod asks for `nvidia.com/mig-<profile>`; the GPU operator must run with `mig.strategy=mixed`.
   *
   * @param profile e.g. `1g.18gb`; the accelerator's row of the catalogue lists them
   */
  static mig(profile: string): AcceleratorSharing {
    return new AcceleratorSharing("mig", profile);
  }

  /** Several pods take turns on a GPU, without isolation; a pod still asks for `nvidia.com/gpu`. */
  static timeSlicing(replicas: number): AcceleratorSharing {
    return new AcceleratorSharing("time-slicing", undefined, replicas);
  }

  /** NVIDIA Multi-Process Service: several pods run at once on a GPU, each with its share of the memory. */
  static mps(replicas: number): AcceleratorSharing {
    return new AcceleratorSharing("mps", undefined, replicas);
  }

  private constructor(
    /** Way of sharing: instances cut in hardware, turns, or processes side by side. */
    readonly kind: "mig" | "time-slicing" | "mps",
    /** MIG profile. */
    readonly profile?: string,
    /** Pods that share one GPU. */
    readonly replicas?: number,
  ) {}

  /** Name of the device plugin's configuration for this way of sharing; the platform defines one of that name. */
  get devicePluginConfig(): string | undefined {
    return this.replicas === undefined ? undefined : `${this.kind}-${this.replicas}`;
  }
}
