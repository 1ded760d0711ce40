import { findSystem } from "../../catalog";
import {
  findSwitchModel,
  parseSwitch,
  systemFigures,
  type DeviceFigures,
  type SiteInput,
  type SiteNetwork,
  type SwitchModel,
} from "../../planning";
import type { SiteNetworkProps, SiteProps, SiteSystem } from "./site-props";

/** The props as the planner takes them. Names that the catalogue lacks were refused before: they are left out here. */
export function siteInput(name: string, props: SiteProps): SiteInput {
  return {
    name,
    rackTypes: props.racks,
    floor: props.floor,
    groups: props.systems.flatMap((machine) => {
      const figures = figuresOf(machine);
      if (figures === undefined) return [];
      const { count, role, rackType, maxPerRack, minRacks } = machine;
      return [{ name: machine.name, figures, count, role, rackType, maxPerRack, minRacks }];
    }),
    networks: props.networks.flatMap((network) => networkOf(network) ?? []),
    networkRackType: props.networkRackType,
    switchFigures: props.switchFigures,
    power: {
      ...props.supply,
      pue: props.pue,
      gridLimitKW: props.gridLimitKW,
      carbonGPerKWh: props.energyMix?.carbonGPerKWh,
      country: props.country,
    },
    expectedLoad: props.expectedLoad,
    cableRoute: props.cableRoute,
  };
}

/** Figures of a machine; undefined where its system is not in the catalogue. */
export function figuresOf(machine: SiteSystem): DeviceFigures | undefined {
  if (machine.system === undefined) return { id: machine.name, ...machine.figures };
  const row = findSystem(machine.system);
  return row === undefined ? undefined : systemFigures(row, machine.figures);
}

/** The switch of that id or of those figures; undefined where the catalogue cannot plan with it. */
export function switchOf(given: string | SwitchModel): SwitchModel | undefined {
  return typeof given === "string" ? (findSwitchModel(given) ?? parseSwitch(given)) : given;
}

function networkOf(network: SiteNetworkProps): SiteNetwork | undefined {
  const { use, leafSwitch, spineSwitch, coreSwitch, ...rest } = network;
  const leaf = switchOf(leafSwitch);
  const spine = spineSwitch === undefined ? undefined : switchOf(spineSwitch);
  const core = coreSwitch === undefined ? undefined : switchOf(coreSwitch);
  const known = leaf !== undefined && (spine ?? spineSwitch) === spine && (core ?? coreSwitch) === core;
  return known
    ? { managesSwitches: use === "out-of-band", ...rest, leafSwitch: leaf, spineSwitch: spine, coreSwitch: core }
    : undefined;
}
