import type { INodePool } from "../../contracts";

/** How Slurm finds the accelerators of a node. */
export class SlurmGres {
  /**
   * slurmd finds them by itself. `nvidia` needs the driver only; `rsmi` needs ROCm SMI and `oneapi` Level Zero in slurmd's
   * image.
   *
   * Source: gres.conf(5), AutoDetect.
   */
  static autoDetect(by: "nvidia" | "nvml" | "rsmi" | "oneapi"): SlurmGres {
    return new SlurmGres(by, undefined);
  }

  /** The device files are listed, in Slurm's own short form: `/dev/dri/renderD[128-135]`. */
  static files(files: string): SlurmGres {
    return new SlurmGres("off", files);
  }

  private constructor(
    /** `AutoDetect` of gres.conf; `off` where files are listed. */
    readonly autoDetect: "nvidia" | "nvml" | "rsmi" | "oneapi" | "off",
    /** Device files of a node's accelerators, in Slurm's short form; undefined where they are found. */
    readonly deviceFiles: string | undefined,
  ) {}
}

/** The usual way for accelerators of the vendor; undefined where Slurm has none. */
export function defaultGres(vendor: INodePool["acceleratorVendor"]): SlurmGres | undefined {
  if (vendor === "nvidia") return SlurmGres.autoDetect("nvidia");
  if (vendor === "amd") return SlurmGres.autoDetect("rsmi");
  return undefined;
}

/** Devices that a text as `/dev/dri/renderD[128-135,140]` names. */
export function deviceFileCount(files: string): number {
  const ranges = /\[([\d,-]+)\]/.exec(files)?.[1];
  if (ranges === undefined) return files.split(",").filter((file) => file !== "").length;
  return ranges.split(",").reduce((total, range) => {
    const [first = "", last = first] = range.split("-");
    return total + Math.max(0, Number(last) - Number(first) + 1);
  }, 0);
}
