import type { FabricInput, SwitchModel } from "./types";

/** A fabric's input with every default in place. */
export interface ResolvedFabricInput {
  readonly name: string;
  readonly technology: "infiniband" | "ethernet";
  readonly leaf: SwitchModel;
  readonly spine: SwitchModel;
  readonly core: SwitchModel;
  /** The leaf has ports that only serve as uplinks. */
  readonly dedicatedUplinks: boolean;
  readonly uplinkGbps: number;
  readonly planes: number;
  readonly oversubscription: number;
  readonly railOptimised: boolean;
  readonly managementPorts: number;
  readonly minSpines: number;
}

/** What the defaults of the input come to. */
export function resolveFabricInput(input: FabricInput): ResolvedFabricInput {
  const leaf = input.leafSwitch;
  const spine = input.spineSwitch ?? leaf;
  const technology = input.technology ?? "infiniband";
  const dedicatedUplinks = leaf.uplinkPorts !== undefined && leaf.uplinkPorts > 0;
  return {
    name: input.name ?? "compute",
    technology,
    leaf,
    spine,
    core: input.coreSwitch ?? spine,
    dedicatedUplinks,
    uplinkGbps: input.uplinkGbps ?? (dedicatedUplinks ? (leaf.uplinkPortGbps ?? leaf.portGbps) : input.endpointGbps),
    planes: input.planes ?? 1,
    oversubscription: input.oversubscription ?? 1,
    railOptimised: input.railOptimised ?? true,
    // NVIDIA's SuperPOD H100 design keeps four leaf ports for UFM.
    managementPorts: input.managementPorts ?? (technology === "infiniband" ? 4 : 0),
    minSpines: input.minSpines ?? 1,
  };
}
