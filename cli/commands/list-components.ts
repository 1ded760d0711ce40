import { loadBoundary, PolicyFileError, registryInside, type Boundary } from "../../policy";
import { badUsage, type CommandResult } from "../command-result";
import components from "../component-list.json";
import type { ComponentRow } from "../component-row";
import { print, unknownName, type Format } from "../listing";

export interface ComponentFilter {
  readonly layer?: string;
  /** A profile's name, or a file. */
  readonly boundary: string;
}

/** The boundary that is asked about where nobody names one. */
export const defaultBoundary = "eu-strict";

const rows: readonly ComponentRow[] = components;

/** `aifactory list components`: every class of components, and whether it stays inside a boundary. */
export function listComponents({
  layer,
  boundary: name,
  format,
}: ComponentFilter & { readonly format: Format }): CommandResult {
  const layers = [...new Set(rows.map((row) => row.layer))];
  if (layer !== undefined && !layers.includes(layer)) return unknownName("layer", layer, layers);
  let boundary: Boundary;
  try {
    boundary = loadBoundary(name);
  } catch (error) {
    if (error instanceof PolicyFileError) return badUsage(error.message);
    throw error;
  }
  const wanted = rows.filter((row) => (layer ?? row.layer) === row.layer);
  if (format === "json") {
    const judged = wanted.map((row) => ({ ...row, boundary: boundary.data.name, ...cleanliness(row, boundary) }));
    return { exitCode: 0, stdout: `${JSON.stringify(judged, undefined, 2)}\n`, stderr: "" };
  }
  const { stdout } = print(
    wanted.map((row) => ({
      component: row.component,
      layer: row.layer,
      version: row.chart?.version,
      chart: row.chart === undefined ? undefined : `${row.chart.repository.replace(/\/$/, "")}/${row.chart.name}`,
      images: row.images.length === 0 ? undefined : row.images.join("\n"),
      "boundary-clean": inWords(cleanliness(row, boundary)),
    })),
    "text",
  );
  return { exitCode: 0, stdout: `${stdout}${legend(boundary)}`, stderr: "" };
}

interface Cleanliness {
  /** `yes`: as it is. `from a mirror`: once images and charts come from a registry inside. */
  readonly boundaryClean: "yes" | "from a mirror" | "no";
  /** Registries and repositories outside, that a mirror stands in for. */
  readonly mirror: readonly string[];
  /** What a mirror does not change. */
  readonly reasons: readonly string[];
}

/** Whether nothing of the component reaches a registry, hub or telemetry endpoint outside. */
function cleanliness(row: ComponentRow, boundary: Boundary): Cleanliness {
  const { images, imagesKnown, chart, telemetryOff, otherHosts } = row;
  const places = [...images, ...(chart === undefined ? [] : [chart.repository.replace(/^[a-z]+:\/\//, "")])];
  const hosts = [...new Set(places.map((place) => place.split("/")[0] ?? ""))].sort();
  const mirror = hosts.filter((host) => !registryInside(boundary, host));
  const reasons = [
    ...(telemetryOff ? [] : ["its telemetry cannot be switched off"]),
    ...(imagesKnown ? [] : ["its images are not known, so no mirror can be put in"]),
    ...otherHosts.filter((host) => !boundary.namesHost(host)).map((host) => `it names ${host}`),
  ];
  return { boundaryClean: reasons.length > 0 ? "no" : mirror.length > 0 ? "from a mirror" : "yes", mirror, reasons };
}

function inWords({ boundaryClean, reasons }: Cleanliness): string {
  return boundaryClean === "no" ? `no: ${reasons.join("; ")}` : boundaryClean;
}

function legend({ data }: Boundary): string {
  return (
    `boundary-clean: no registry, hub or telemetry endpoint outside of '${data.name}'` +
    `${data.name === defaultBoundary ? ", the default; name another with --boundary" : ""}.\n` +
    "from a mirror: once 'imageRegistry' and 'chartRepository' of the factory name places inside.\n" +
    "Images that you name yourself (notebooks, databases, jobs) are not in the list.\n"
  );
}
