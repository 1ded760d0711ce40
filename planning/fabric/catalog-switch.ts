import { switches, type Switch } from "../../catalog/switches";
import type { PortSplit, SwitchModel } from "./types";

/** The figures of a catalogue switch that planning needs; undefined where its port count is not known. */
export function switchModel(row: Switch): SwitchModel | undefined {
  if (row.ports === undefined) return undefined;
  const { id, ports, portGbps } = row;
  return {
    id,
    ports,
    portGbps,
    splits: parseSplits(row.splitPorts, ports),
    ...uplinksOf(row),
    ...connectorsOf(row, ports),
  };
}

/** The catalogue's switch of that id, letters' case aside, as far as its port count is known. */
export function findSwitchModel(id: string): SwitchModel | undefined {
  const row = switches().find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  return row === undefined ? undefined : switchModel(row);
}

/** Ids of the catalogue's switches that a fabric can be planned with. */
export function plannableSwitches(): readonly string[] {
  return switches()
    .filter((row) => row.ports !== undefined)
    .map((row) => row.id);
}

/** Reads `128 x 200 Gb/s, 256 x 100 Gb/s` as splits of the switch's ports. */
function parseSplits(text: string | undefined, ports: number): readonly PortSplit[] {
  return [...(text ?? "").matchAll(/(\d+) x (\d+) Gb\/s/g)].map((match) => ({
    ways: Number(match[1]) / ports,
    gbps: Number(match[2]),
  }));
}

function uplinksOf(row: Switch): Pick<SwitchModel, "uplinkPorts" | "uplinkPortGbps"> {
  return row.uplinkPorts === undefined ? {} : { uplinkPorts: row.uplinkPorts, uplinkPortGbps: row.uplinkPortGbps };
}

/** Reads `32 x OSFP twin port` of 64 ports as two ports a connector. */
function connectorsOf(row: Switch, ports: number): Pick<SwitchModel, "portsPerConnector"> {
  const connectors = Number(/^(\d+) x /.exec(row.connectors ?? "")?.[1]);
  return connectors > 0 ? { portsPerConnector: ports / connectors } : {};
}
