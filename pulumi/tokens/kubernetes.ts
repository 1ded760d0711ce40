import { parseAllDocuments } from "yaml";
import { isBlock, metaArguments, single, without, type Block, type Lowering } from "../lowering";
import { camelCase, isMap } from "../names";

/** A resource of Pulumi's Kubernetes provider, which is not made from the Terraform provider: each type by hand. */
export interface KubernetesRow {
  readonly token: string;
  readonly lower: (block: Block, lowering: Lowering, folder: string) => Record<string, unknown>;
}

export const kubernetesRows: Readonly<Record<string, KubernetesRow>> = {
  helm_release: { token: "kubernetes:helm.sh/v3:Release", lower: helmRelease },
  kubernetes_namespace_v1: {
    token: "kubernetes:core/v1:Namespace",
    lower: (block, lowering) => objectArguments(block, { metadata: "metadata" }, lowering),
  },
  kubernetes_persistent_volume_claim_v1: {
    token: "kubernetes:core/v1:PersistentVolumeClaim",
    lower: (block, lowering) => objectArguments(block, { metadata: "metadata", spec: "spec" }, lowering),
  },
  kubernetes_persistent_volume_v1: {
    token: "kubernetes:core/v1:PersistentVolume",
    lower: (block, lowering) => {
      const { persistent_volume_source: source, ...spec } = single(block["spec"], "spec", lowering);
      const flat = { ...spec, ...single(source, "spec.persistent_volume_source", lowering) };
      return objectArguments({ ...block, spec: flat }, { metadata: "metadata", spec: "spec" }, lowering);
    },
  },
  kubernetes_storage_class_v1: {
    token: "kubernetes:storage.k8s.io/v1:StorageClass",
    lower: (block, lowering) =>
      objectArguments(
        block,
        {
          allow_volume_expansion: "allowVolumeExpansion",
          metadata: "metadata",
          mount_options: "mountOptions",
          parameters: "parameters",
          reclaim_policy: "reclaimPolicy",
          storage_provisioner: "provisioner",
          volume_binding_mode: "volumeBindingMode",
        },
        lowering,
      ),
  },
};

/** The arguments that are known, by their names in Pulumi; any other is refused. */
function objectArguments(
  block: Block,
  names: Readonly<Record<string, string>>,
  lowering: Lowering,
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [key, node] of Object.entries(block)) {
    if (metaArguments.has(key) || node === null) continue;
    const name = names[key];
    if (name === undefined) lowering.refuse(`the argument ${key} is not mapped`);
    else args[name] = lowerField(node, key, key, lowering);
  }
  return args;
}

function lowerField(node: unknown, key: string, path: string, lowering: Lowering): unknown {
  if (Array.isArray(node)) {
    const items = node as readonly unknown[];
    const [first] = items;
    // Which of Terraform's list blocks are lists in Kubernetes follows no rule; those we emit hold one object.
    if (isBlock(first)) return lowerField(single(items, path, lowering), key, path, lowering);
    return items.map((item) => lowering.value(item));
  }
  if (!isBlock(node) || isMap(key)) return lowering.value(node);
  const entries = Object.entries(node).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    entries.map(([name, inner]) => [camelCase(name), lowerField(inner, name, `${path}.${name}`, lowering)]),
  );
}

/** Arguments of a release that only change their spelling. */
const releaseNames: Readonly<Record<string, string>> = {
  atomic: "atomic",
  cleanup_on_fail: "cleanupOnFail",
  create_namespace: "createNamespace",
  max_history: "maxHistory",
  name: "name",
  namespace: "namespace",
  skip_crds: "skipCrds",
  timeout: "timeout",
  version: "version",
  wait_for_jobs: "waitForJobs",
};
const releaseShaped = new Set(["chart", "repository", "values", "wait"]);

function helmRelease(block: Block, lowering: Lowering, folder: string): Record<string, unknown> {
  const plain = Object.fromEntries(Object.entries(block).filter(([key]) => !releaseShaped.has(key)));
  const { chart, repository, values, wait } = block;
  const args = objectArguments(plain, releaseNames, lowering);
  const texts = Array.isArray(values) ? (values as readonly unknown[]) : [];
  if (texts.length > 1) lowering.refuse("more than one text of values is not mapped");
  if (texts.length === 1) {
    args["values"] = lowering.map(lowering.value(texts[0]), parseValues);
    // Terraform hands nulls to Helm, where they take a default away.
    args["allowNullValues"] = true;
  }
  if (wait === false) args["skipAwait"] = true;
  return { ...args, ...chartOf(chart, repository, folder, lowering) };
}

function parseValues(text: unknown): unknown {
  const [document] = parseAllDocuments(String(text));
  return document === undefined ? {} : (document.toJS() as unknown);
}

/** The chart in its folder beside the stack, in an OCI registry, or in a repository. */
function chartOf(chart: unknown, repository: unknown, folder: string, lowering: Lowering): Record<string, unknown> {
  if (typeof chart !== "string") lowering.refuse("the chart must be plain text");
  const name = String(chart);
  if (repository === undefined) return { chart: name.startsWith("./") ? `${folder}/${name.slice(2)}` : name };
  if (typeof repository === "string" && repository.startsWith("oci://")) {
    return { chart: `${repository.replace(/\/$/, "")}/${name}` };
  }
  return { chart: name, repositoryOpts: { repo: lowering.value(repository) } };
}

/** Arguments of Pulumi's provider from a `kubernetes` provider block: a context of the user's, or a kubeconfig made here. */
export function kubernetesProviderArguments(node: unknown, lowering: Lowering): Record<string, unknown> {
  const block = single(node, "provider.kubernetes", lowering);
  const { config_context: context, config_path: path, ...cluster } = without(block, "alias");
  const args: Record<string, unknown> = {};
  if (context !== undefined) args["context"] = lowering.value(context);
  if (path !== undefined) args["kubeconfig"] = lowering.value(path);
  if (Object.keys(cluster).length > 0) args["kubeconfig"] = kubeconfigOf(cluster, lowering);
  return args;
}

function kubeconfigOf(block: Block, lowering: Lowering): unknown {
  const { host, cluster_ca_certificate: certificate, exec, ...others } = block;
  for (const key of Object.keys(others))
    lowering.refuse(`the argument ${key} of the provider kubernetes is not mapped`);
  const command = single(exec, "provider.kubernetes.exec", lowering);
  const parts = [host, certificate, command["api_version"], command["command"], command["args"] ?? []];
  return lowering.map(lowering.value(parts), (values) => {
    const [server, authority, apiVersion, program, args] = values as readonly unknown[];
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "cluster",
          cluster: {
            server,
            "certificate-authority-data": Buffer.from(String(authority), "utf8").toString("base64"),
          },
        },
      ],
      users: [{ name: "user", user: { exec: { apiVersion, command: program, args, interactiveMode: "Never" } } }],
      contexts: [{ name: "factory", context: { cluster: "cluster", user: "user" } }],
      "current-context": "factory",
    });
  });
}
