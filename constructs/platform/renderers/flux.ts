import type { ChartReference, IPlatformComponent, KubernetesObject } from "../../contracts";
import { textFile, yamlFile, type DeliveryFile } from "./delivery-file";
import type { FilesPlan } from "./gitops-plan";
import { layerStages, partsBefore } from "./stages";

export interface FluxOptions {
  /** Source that Flux reads the committed files from. @default - the GitRepository that `flux bootstrap` makes */
  readonly source?: {
    readonly kind: "GitRepository" | "OCIRepository" | "Bucket";
    readonly name: string;
  };
  /** Folder in the source that holds the rendering, without slashes at its ends. @default - the source's top */
  readonly path?: string;
  /** Namespace that Flux runs in; all its objects are there. @default "flux-system" */
  readonly namespace?: string;
  /** Name of the Secret with which charts are read. @default - the chart repositories ask for no credential */
  readonly chartSecretName?: string;
}

const interval = "1h";
const helmTimeout = "15m";

/**
 * The components as Flux layers: `base` (namespaces, and objects that need no controller), `controllers` (a HelmRelease
 * for each chart) and `configs` (custom resources), each a Kustomization that waits and that the next one depends on.
 * Where a chart needs another component's custom resources first, there is a second pair: `controllers-2`, `configs-2`.
 */
export function fluxFiles(plan: FilesPlan, options: FluxOptions = {}): DeliveryFile[] {
  const namespace = options.namespace ?? "flux-system";
  const stages = layerStages(plan.components);
  const layers = new Map<number, DeliveryFile[]>();
  const put = (stage: number, file: DeliveryFile) => layers.set(stage, [...(layers.get(stage) ?? []), file]);

  if (plan.namespaces.length > 0) put(-1, yamlFile("namespaces.yaml", ...plan.namespaces));
  const charted = plan.components.filter(({ chart }) => chart !== undefined);
  for (const [stage, file] of sources(plan, charted, stages.chart, options, namespace)) put(stage, file);
  for (const component of plan.components) {
    const chart = stages.chart.get(component);
    if (chart !== undefined) {
      const before = partsBefore(component).filter((dependency) => stages.chart.get(dependency) === chart);
      put(chart, yamlFile(`${component.name}.yaml`, helmRelease(plan, component, before, namespace)));
    }
    const manifests = stages.manifests.get(component);
    if (manifests === undefined) continue;
    put(manifests, yamlFile(`${component.name}.yaml`, ...component.manifests));
  }

  const ordered = [...layers].sort(([a], [b]) => a - b).map(([stage, files]) => ({ name: layerName(stage), files }));
  return [
    yamlFile(
      "kustomizations.yaml",
      ...ordered.map(({ name }, index) => kustomization(plan, name, ordered[index - 1]?.name, options, namespace)),
    ),
    ...ordered.flatMap(({ name, files }) => files.map((file) => ({ ...file, path: `${name}/${file.path}` }))),
    readme(
      plan,
      namespace,
      ordered.map(({ name }) => name),
    ),
  ];
}

/** `base`, `controllers`, `configs`, `controllers-2`, … */
function layerName(stage: number): string {
  if (stage < 0) return "base";
  const round = Math.floor(stage / 2) + 1;
  return `${stage % 2 === 0 ? "controllers" : "configs"}${round === 1 ? "" : `-${round}`}`;
}

/** A HelmRepository for each web repository, an OCIRepository for each chart in a registry: in the first layer that needs it. */
function sources(
  plan: FilesPlan,
  components: readonly IPlatformComponent[],
  stageOf: ReadonlyMap<IPlatformComponent, number>,
  options: FluxOptions,
  namespace: string,
): [number, DeliveryFile][] {
  const found = new Map<string, { stage: number; object: KubernetesObject }>();
  for (const component of components) {
    const { chart } = component;
    if (chart === undefined) continue;
    const stage = stageOf.get(component) ?? 0;
    const known = found.get(sourceName(plan, chart));
    if (known !== undefined) known.stage = Math.min(known.stage, stage);
    else found.set(sourceName(plan, chart), { stage, object: source(plan, chart, options, namespace) });
  }
  return [...found].map(([name, { stage, object }]) => [stage, yamlFile(`source-${name}.yaml`, object)]);
}

function source(plan: FilesPlan, chart: ChartReference, options: FluxOptions, namespace: string): KubernetesObject {
  const metadata = { name: sourceName(plan, chart), namespace };
  const secretRef = options.chartSecretName === undefined ? {} : { secretRef: { name: options.chartSecretName } };
  const apiVersion = "source.toolkit.fluxcd.io/v1";
  if (!isOci(chart)) {
    return { apiVersion, kind: "HelmRepository", metadata, spec: { interval, url: chart.repository, ...secretRef } };
  }
  return {
    apiVersion,
    kind: "OCIRepository",
    metadata,
    spec: {
      interval,
      url: `${chart.repository.replace(/\/$/, "")}/${chart.name}`,
      // A registry's tag has no "+": helm writes "_" for it.
      ref: { tag: chart.version.replace("+", "_") },
      layerSelector: { mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", operation: "copy" },
      ...secretRef,
    },
  };
}

function isOci({ repository }: ChartReference): boolean {
  return repository.startsWith("oci://");
}

function sourceName(plan: FilesPlan, chart: ChartReference): string {
  const place = isOci(chart) ? `${chart.name}-${chart.version}` : chart.repository.replace(/^https?:\/\//, "");
  return `${plan.name}-${place}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function helmRelease(
  plan: FilesPlan,
  component: IPlatformComponent,
  before: readonly IPlatformComponent[],
  namespace: string,
): KubernetesObject {
  const { name, chart, values } = component;
  if (chart === undefined) throw new RangeError(`component '${name}' has no chart`);
  const sourceRef = sourceName(plan, chart);
  return {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: `${plan.name}-${name}`, namespace },
    spec: {
      interval,
      timeout: helmTimeout,
      releaseName: name,
      targetNamespace: component.namespace,
      // Where helm itself would keep its record, so that `helm list` and another delivery see the same release.
      storageNamespace: component.namespace,
      maxHistory: 5,
      ...(isOci(chart)
        ? { chartRef: { kind: "OCIRepository", name: sourceRef } }
        : {
            chart: {
              spec: {
                chart: chart.name,
                version: chart.version,
                sourceRef: { kind: "HelmRepository", name: sourceRef },
              },
            },
          }),
      ...(before.length === 0
        ? {}
        : { dependsOn: before.map((dependency) => ({ name: `${plan.name}-${dependency.name}` })) }),
      // Helm never upgrades a chart's crds folder; Flux does where it is told to.
      install: { crds: "CreateReplace", remediation: { retries: 3 } },
      upgrade: { crds: "CreateReplace", remediation: { retries: 3 } },
      values,
    },
  };
}

function kustomization(
  plan: FilesPlan,
  layer: string,
  before: string | undefined,
  options: FluxOptions,
  namespace: string,
): KubernetesObject {
  const source = options.source ?? { kind: "GitRepository", name: "flux-system" };
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: `${plan.name}-${layer}`, namespace },
    spec: {
      interval,
      retryInterval: "2m",
      // Several releases may be installed one after the other in one layer.
      timeout: layer.startsWith("controllers") ? "1h" : helmTimeout,
      prune: true,
      wait: true,
      sourceRef: { ...source },
      path: `./${[options.path, layer].filter((part) => part !== undefined).join("/")}`,
      ...(before === undefined ? {} : { dependsOn: [{ name: `${plan.name}-${before}` }] }),
    },
  };
}

function readme(plan: FilesPlan, namespace: string, layers: readonly string[]): DeliveryFile {
  return textFile("README.md", [
    `# ${plan.name}: Flux`,
    "",
    "1. Commit this folder to the repository that Flux reads.",
    `2. \`kubectl apply -f kustomizations.yaml\`, or let Flux's own Kustomization in \`${namespace}\` include it.`,
    "",
    `The layers are applied in this order, each when the one before is ready: ${layers.join(", ")}.`,
    "",
    "The files are generated: change the program, not them.",
  ]);
}
