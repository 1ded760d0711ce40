import { charts, type Chart } from "../../catalog/charts";
import { readOnce } from "../../documents/read-once";
import type { Documents, HelmRelease, Resource } from "../../documents/types";
import { isObject, isUnknown, Unknown, type Value, type ValueObject } from "../../documents/value";
import { resourceAbout, type About, type Subject } from "../rule";

/** A platform component that will run on the cluster, whichever way it is installed. */
export interface Component {
  /** Id in the catalogue of charts, or the name of the chart or add-on where it has no row. */
  readonly id: string;
  readonly about: About;
  readonly chart?: Chart;
  /** @default - not pinned, or not known */
  readonly version?: string;
  readonly namespace?: string;
  /** Values of the chart, or the configuration of the add-on. */
  readonly values: ValueObject;
  /** Part of the values is not known, so that what is not written in them may still be set. */
  readonly hasUnknown: boolean;
  readonly resource?: Resource;
  readonly release?: HelmRelease;
}

/** Charts whose name says too little: the repository must fit as well. */
const repositoryOf: Readonly<Record<string, RegExp>> = { "minio-operator": /min\.?io/ };

const byChartName = new Map(
  charts().flatMap((row): [string, Chart][] => (row.chart === undefined ? [] : [[row.chart, row]])),
);
const byId = new Map(charts().map((row) => [row.id, row]));

/** Everything that is installed on the cluster: Helm releases, EKS add-ons, and services that only the model names. */
export const componentsOf = readOnce(readComponents);

function readComponents({ documents, model }: Subject): readonly Component[] {
  const releases = (documents?.helmReleases() ?? []).filter(({ chart }) => chart !== undefined && !isLocal(chart));
  const addons = documents?.resources("aws_eks_addon") ?? [];
  const emitted = new Set(
    [...releases.map(({ resource }) => resource), ...addons].map(({ stack, address }) => `${stack}:${address}`),
  );
  const services = (model?.services ?? []).filter(
    ({ addresses, chart }) => chart !== undefined && !addresses.some((address) => emitted.has(address)),
  );
  return [
    ...releases.map(ofRelease),
    ...addons.map(ofAddon),
    ...services.map(({ path, chart, namespace }): Component => {
      const row = chart && rowOf(chart.name, chart.repository);
      return {
        id: row?.id ?? chart?.name ?? "",
        about: { path },
        ...(row && { chart: row }),
        ...(chart && { version: chart.version }),
        namespace,
        values: {},
        // Rendered by something that is not among the documents: its values are not seen here.
        hasUnknown: true,
      };
    }),
  ];
}

/** The components of a catalogue id; the chart and the add-on of one name count alike. */
export function componentsCalled(components: readonly Component[], ...ids: readonly string[]): readonly Component[] {
  return components.filter(({ id }) => ids.includes(id));
}

/** A setting of a component; an unknown value where it may be set in a part that is not known. */
export function settingOf({ values, hasUnknown }: Component, path: string): Value | undefined {
  let value: Value | undefined = values;
  for (const key of path.split(".")) {
    if (isUnknown(value)) return value;
    if (!isObject(value) || !Object.hasOwn(value, key)) {
      value = undefined;
      break;
    }
    value = value[key];
  }
  return value === undefined && hasUnknown && !Object.keys(values).length ? new Unknown("module", path) : value;
}

function ofRelease(release: HelmRelease): Component {
  const { chart = "", repository, version, namespace, values, hasUnknown, resource } = release;
  const row = rowOf(chart, repository ?? chart);
  return {
    id: row?.id ?? nameOf(chart),
    about: resourceAbout(resource),
    ...(row && { chart: row }),
    ...(version === undefined ? {} : { version }),
    ...(namespace === undefined ? {} : { namespace }),
    values,
    hasUnknown,
    resource,
    release,
  };
}

function ofAddon(addon: Resource): Component {
  const name = addon.get("addon_name");
  const version = addon.get("addon_version");
  const configuration = addon.json("configuration_values");
  return {
    id: typeof name === "string" ? name : "",
    about: resourceAbout(addon),
    ...(typeof name === "string" && byId.has(name) ? { chart: byId.get(name)! } : {}),
    ...(typeof version === "string" ? { version } : {}),
    values: isObject(configuration) ? configuration : {},
    hasUnknown: isUnknown(configuration) || isUnknown(addon.get("configuration_values")),
    resource: addon,
  };
}

function rowOf(chart: string, repository: string | undefined): Chart | undefined {
  const row = byChartName.get(nameOf(chart));
  const wanted = row && repositoryOf[row.id];
  return wanted && !wanted.test(repository ?? "") ? undefined : row;
}

function nameOf(chart: string): string {
  return (
    chart
      .replace(/\.tgz$/, "")
      .split("/")
      .at(-1) ?? chart
  );
}

function isLocal(chart: string): boolean {
  return /^\.{0,2}\//.test(chart);
}

/** Resources that must be there before this one: its `depends_on` and what its attributes refer to, all the way down. */
export function comesAfter(resource: Resource, documents: Documents): ReadonlySet<Resource> {
  const seen = new Set<Resource>();
  const open = [resource];
  for (let next = open.pop(); next; next = open.pop()) {
    const stack = next.stack;
    const named = next.dependsOn
      .map((address) => documents.find(address, stack))
      .filter((found) => found !== undefined);
    for (const before of [...named, ...next.targets()]) {
      if (seen.has(before)) continue;
      seen.add(before);
      open.push(before);
    }
  }
  return seen;
}
