import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { textFile, yamlFile, type DeliveryFile } from "./delivery-file";
import type { FilesPlan } from "./gitops-plan";
import { strictStages } from "./stages";

/** A Git repository and the folder in it that the files of a rendering are committed to. */
export interface GitLocation {
  /** `https://…` or `ssh://…`. */
  readonly url: string;
  /** Branch, tag or commit. @default "main" */
  readonly revision?: string;
  /** Folder that holds the rendering, without slashes at its ends. @default - the repository's top */
  readonly path?: string;
}

export interface ArgoCdOptions {
  /** Where the files will be committed: Argo CD reads manifests from there. */
  readonly repository: GitLocation;
  /** Namespace that Argo CD runs in. @default "argocd" */
  readonly namespace?: string;
  /** Project of the Applications. @default "default" */
  readonly project?: string;
  /** API server that Argo CD knows the cluster by. @default - the cluster that Argo CD itself runs on */
  readonly server?: string;
}

const waveAnnotation = "argocd.argoproj.io/sync-wave";
const inCluster = "https://kubernetes.default.svc";

/**
 * The components as an app of apps: one root Application, one for the namespaces, one for each chart, and one for the
 * manifests of each component, in sync waves. Waves over Applications wait for their health only with the health check
 * in `argocd-cm.yaml`.
 */
export function argoCdFiles(plan: FilesPlan, options: ArgoCdOptions): DeliveryFile[] {
  const stages = strictStages(plan.components);
  const folder = (name: string) => [options.repository.path, name].filter((part) => part !== undefined).join("/");
  const git = (name: string) => ({
    repoURL: options.repository.url,
    targetRevision: options.repository.revision ?? "main",
    path: folder(name),
  });
  const application = (name: string, wave: number, namespace: string, source: object): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: options.namespace ?? "argocd",
      annotations: { [waveAnnotation]: `${wave}` },
      labels: { "app.kubernetes.io/part-of": plan.name },
    },
    spec: {
      project: options.project ?? "default",
      source,
      destination: { server: options.server ?? inCluster, namespace },
      syncPolicy: syncPolicy(),
    },
  });

  const files: DeliveryFile[] = [
    yamlFile("root.yaml", application(plan.name, 0, options.namespace ?? "argocd", git("applications"))),
    healthCheck(options.namespace ?? "argocd"),
    readme(plan, options),
  ];
  if (plan.namespaces.length > 0) {
    files.push(
      yamlFile(
        "applications/namespaces.yaml",
        application(`${plan.name}-namespaces`, 0, "default", git("manifests/namespaces")),
      ),
      yamlFile("manifests/namespaces/namespaces.yaml", ...plan.namespaces),
    );
  }
  for (const component of plan.components) {
    const { name, namespace, manifests } = component;
    const chartWave = stages.chart.get(component);
    if (chartWave !== undefined) {
      const source = chartSource(component);
      files.push(
        yamlFile(`applications/${name}.yaml`, application(`${plan.name}-${name}`, chartWave, namespace, source)),
      );
    }
    const manifestWave = stages.manifests.get(component);
    if (manifestWave !== undefined) {
      files.push(
        yamlFile(
          `applications/${name}-manifests.yaml`,
          application(`${plan.name}-${name}-manifests`, manifestWave, namespace, git(`manifests/${name}`)),
        ),
        yamlFile(`manifests/${name}/manifests.yaml`, ...manifests),
      );
    }
  }
  return files;
}

/** Automatic, with pruning; server-side because the definitions of some operators are too long for an annotation. */
function syncPolicy() {
  return {
    automated: { prune: true, selfHeal: true },
    syncOptions: ["ServerSideApply=true", "CreateNamespace=false"],
    // A webhook that is ready a little later than its pods must not end the sync.
    retry: { limit: 10, backoff: { duration: "15s", factor: 2, maxDuration: "5m" } },
  };
}

/** Argo CD takes an OCI registry without its scheme. */
function chartSource({ name, chart, values }: IPlatformComponent): object {
  return {
    repoURL: chart?.repository.replace(/^oci:\/\//, ""),
    chart: chart?.name,
    targetRevision: chart?.version,
    helm: { releaseName: name, valuesObject: values },
  };
}

/** Argo CD's own documentation of the health check that it removed from its defaults in 1.8. */
function healthCheck(namespace: string): DeliveryFile {
  return yamlFile("argocd-cm.yaml", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "argocd-cm",
      namespace,
      labels: { "app.kubernetes.io/name": "argocd-cm", "app.kubernetes.io/part-of": "argocd" },
    },
    data: {
      "resource.customizations.health.argoproj.io_Application": [
        "hs = {}",
        'hs.status = "Progressing"',
        'hs.message = ""',
        "if obj.status ~= nil then",
        "  if obj.status.health ~= nil then",
        "    hs.status = obj.status.health.status",
        "    if obj.status.health.message ~= nil then",
        "      hs.message = obj.status.health.message",
        "    end",
        "  end",
        "end",
        "return hs",
        "",
      ].join("\n"),
    },
  });
}

function readme(plan: FilesPlan, { repository, namespace = "argocd" }: ArgoCdOptions): DeliveryFile {
  const place = `${repository.url}, ${repository.revision ?? "main"}, folder '${repository.path ?? "."}'`;
  return textFile("README.md", [
    `# ${plan.name}: Argo CD`,
    "",
    `1. Commit this folder to ${place}.`,
    "2. Let waves wait for the health of Applications; without this all of them start at once:",
    `   \`kubectl apply --server-side --force-conflicts --field-manager=${plan.name} -f argocd-cm.yaml\``,
    "   (it owns this one key of the ConfigMap; all others stay as they are)",
    "3. `kubectl apply -f root.yaml`",
    "",
    `Private registries and repositories need a Secret of Argo CD's in the namespace \`${namespace}\``,
    '(label `argocd.argoproj.io/secret-type: repository`; for charts in an OCI registry `enableOCI: "true"`).',
    "",
    "The files are generated: change the program, not them.",
  ]);
}
