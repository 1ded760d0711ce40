import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../../../constructs/contracts";
import type { DeliveryFile } from "../../../../constructs/platform";
import { resourcesOf, type EmittedBlock } from "../../../../testing";
import { valuesOf as valuesText } from "../fakes";

/** Values as Terraform hands them to helm: its own escapes are undone. */
function valuesOf(release: EmittedBlock): Record<string, unknown> {
  const text = JSON.stringify(valuesText(release));
  return JSON.parse(text.replaceAll("$${", "${").replaceAll("%%{", "%{")) as Record<string, unknown>;
}

/** What a rendering brings onto a cluster, in one shape for all renderings, sorted by name. */
export interface Rendered {
  readonly charts: Readonly<Record<string, unknown>>;
  readonly objects: Readonly<Record<string, unknown>>;
}

/** All YAML documents of the files whose paths begin with `folder`. */
export function documentsIn(files: readonly DeliveryFile[], folder = ""): KubernetesObject[] {
  return files
    .filter(({ path }) => path.startsWith(folder) && path.endsWith(".yaml") && !path.startsWith("manifest-chart/"))
    .flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as KubernetesObject));
}

function chart(namespace: unknown, name: unknown, version: unknown, repository: unknown, values: unknown) {
  return { namespace, name, version, repository, values };
}

function byName(objects: readonly KubernetesObject[]): Record<string, unknown> {
  const named = objects.map((object): [string, unknown] => {
    const { apiVersion, kind, metadata } = object;
    return [`${apiVersion} ${kind} ${metadata.namespace ?? "-"}/${metadata.name}`, object];
  });
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sortedCharts(charts: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries([...charts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Objects that helm would put into the namespace of the release. */
const filledInByHelm = ["ConfigMap", "CronJob"];

export function renderedByTerraform(emitted: EmittedBlock): Rendered {
  const releases = Object.values(resourcesOf(emitted, "helm_release"));
  const local = releases.filter((release) => String(release.chart).startsWith("./"));
  const objects = local.flatMap((release) => {
    const { manifests } = valuesOf(release) as { manifests: KubernetesObject[] };
    return manifests.map((object) =>
      object.metadata.namespace === undefined && filledInByHelm.includes(object.kind)
        ? { ...object, metadata: { ...object.metadata, namespace: String(release.namespace) } }
        : object,
    );
  });
  const namespaces = Object.values(resourcesOf(emitted, "kubernetes_namespace_v1")).map(
    ({ metadata }) => ({ apiVersion: "v1", kind: "Namespace", metadata }) as KubernetesObject,
  );
  const classes = Object.values(resourcesOf(emitted, "kubernetes_storage_class_v1")).map(
    (block) =>
      ({
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: block.metadata,
        provisioner: block.storage_provisioner,
        parameters: block.parameters,
        reclaimPolicy: block.reclaim_policy,
        volumeBindingMode: block.volume_binding_mode,
        allowVolumeExpansion: block.allow_volume_expansion,
      }) as KubernetesObject,
  );
  const charts = releases
    .filter((release) => !local.includes(release))
    .map((each): [string, unknown] => [
      String(each.name),
      chart(each.namespace, each.chart, each.version, each.repository, valuesOf(each)),
    ]);
  return { charts: sortedCharts(charts), objects: byName([...objects, ...namespaces, ...classes]) };
}

interface ApplicationSpec {
  source: {
    repoURL: string;
    chart?: string;
    targetRevision: string;
    helm: { releaseName: string; valuesObject: object };
  };
  destination: { namespace: string };
}

export function renderedByArgoCd(files: readonly DeliveryFile[]): Rendered {
  const specs = documentsIn(files, "applications/").map(({ spec }) => spec as ApplicationSpec);
  const charts = specs
    .filter(({ source }) => source.chart !== undefined)
    .map(({ source, destination }): [string, unknown] => {
      const repository = source.repoURL.includes("://") ? source.repoURL : `oci://${source.repoURL}`;
      const { releaseName, valuesObject } = source.helm;
      return [releaseName, chart(destination.namespace, source.chart, source.targetRevision, repository, valuesObject)];
    });
  return { charts: sortedCharts(charts), objects: byName(documentsIn(files, "manifests/")) };
}

export function renderedByFlux(files: readonly DeliveryFile[]): Rendered {
  const all = documentsIn(files.filter(({ path }) => path !== "kustomizations.yaml"));
  const sources = new Map(
    all.filter(({ apiVersion }) => apiVersion.startsWith("source.")).map((source) => [source.metadata.name, source]),
  );
  const releases = all.filter(({ kind }) => kind === "HelmRelease");
  const charts = releases.map((release): [string, unknown] => {
    const spec = release.spec as {
      releaseName: string;
      targetNamespace: string;
      values: object;
      chartRef?: { name: string };
      chart?: { spec: { chart: string; version: string; sourceRef: { name: string } } };
    };
    const source = sources.get(spec.chartRef?.name ?? spec.chart?.spec.sourceRef.name ?? "")?.spec as {
      url: string;
      ref?: { tag: string };
    };
    const [, base, name] = /^(.*)\/([^/]+)$/.exec(source.url) ?? [];
    const reference =
      spec.chart === undefined
        ? chart(spec.targetNamespace, name, source.ref?.tag, base, spec.values)
        : chart(spec.targetNamespace, spec.chart.spec.chart, spec.chart.spec.version, source.url, spec.values);
    return [spec.releaseName, reference];
  });
  const own = all.filter((object) => !releases.includes(object) && !sources.has(object.metadata.name));
  return { charts: sortedCharts(charts), objects: byName(own) };
}

export function renderedByFolder(files: readonly DeliveryFile[]): Rendered {
  const file = (path: string) => files.find((each) => each.path === path)?.content ?? "";
  const steps = JSON.parse(file("install-order.json")) as Record<string, string>[];
  const read = (path: string) => documentsIn(files.filter((each) => each.path === path));
  const objects: KubernetesObject[] = [];
  const charts: [string, unknown][] = [];
  for (const step of steps) {
    if (step.kind === "apply") objects.push(...read(step.file!));
    if (step.kind === "manifests") {
      objects.push(...(read(step.values!)[0] as unknown as { manifests: KubernetesObject[] }).manifests);
    }
    if (step.kind === "chart") {
      const [values] = read(step.values!);
      charts.push([step.name!, chart(step.namespace, step.chart, step.version, step.repository, values ?? {})]);
    }
  }
  return { charts: sortedCharts(charts), objects: byName(objects) };
}
