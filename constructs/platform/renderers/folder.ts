import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import type { MirrorOptions } from "../mirror";
import { isTyped } from "../typed-objects";
import { textFile, yamlFile, type DeliveryFile } from "./delivery-file";
import type { FilesPlan } from "./gitops-plan";
import { installScript, type InstallStep } from "./install-script";
import { mirrorFiles } from "./mirror-script";
import { rewriteScript } from "./rewrite-script";

/** What was asked for before the mirror was put in, and the mirror. */
export interface FolderOptions extends MirrorOptions {
  /** The components with the references of their makers: what is to be mirrored. */
  readonly originals: readonly IPlatformComponent[];
}

/**
 * The components as a folder for a site without a way out: values and manifests by component in the order of
 * installation, a script that installs them with helm and kubectl, and, in `mirror/`, the lists of all images and charts
 * with the scripts that copy them. Outside of `mirror/`, which stays where the internet is, nothing names a host that
 * the mirror replaced.
 */
export function folderFiles(plan: FilesPlan, options: FolderOptions): DeliveryFile[] {
  const files: DeliveryFile[] = [];
  const steps: InstallStep[] = [];
  if (plan.namespaces.length > 0) {
    files.push(yamlFile("namespaces.yaml", ...plan.namespaces));
    steps.push({ kind: "apply", file: "namespaces.yaml" });
  }
  const digits = `${plan.components.length}`.length;
  plan.components.forEach((component, index) => {
    const folder = `components/${`${index + 1}`.padStart(digits, "0")}-${component.name}`;
    const part = componentFiles(component, folder);
    files.push(...part.files);
    steps.push(...part.steps);
  });
  files.push(...manifestChartFiles(), installScript(steps));
  files.push(textFile("install-order.json", [JSON.stringify(steps, undefined, 2)]));
  files.push(...mirrorFiles(plan, options), rewriteScript(options), readme(plan, options));
  return files;
}

function componentFiles(component: IPlatformComponent, folder: string) {
  const { name, namespace, chart } = component;
  const files: DeliveryFile[] = [];
  const steps: InstallStep[] = [];
  if (chart !== undefined) {
    files.push(yamlFile(`${folder}/values.yaml`, component.values));
    const { repository, version } = chart;
    steps.push({
      kind: "chart",
      name,
      namespace,
      repository,
      chart: chart.name,
      version,
      values: `${folder}/values.yaml`,
    });
  }
  // As in Terraform's rendering: StorageClasses by themselves, because a release could not replace them.
  const typed = component.manifests.filter((object) => isTyped(object));
  if (typed.length > 0) {
    files.push(yamlFile(`${folder}/storage-classes.yaml`, ...typed));
    steps.push({ kind: "apply", file: `${folder}/storage-classes.yaml` });
  }
  const manifests: KubernetesObject[] = component.manifests.filter((object) => !isTyped(object));
  if (manifests.length > 0) {
    files.push(yamlFile(`${folder}/manifests.yaml`, { manifests }));
    steps.push({ kind: "manifests", name: `${name}-manifests`, namespace, values: `${folder}/manifests.yaml` });
  }
  return { files, steps };
}

/** The local chart that applies the objects in its values. */
function manifestChartFiles(): DeliveryFile[] {
  const folder = join(__dirname, "../manifest-chart");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({
      path: `manifest-chart/${name.split(sep).join("/")}`,
      content: readFileSync(join(folder, name), "utf8"),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readme(plan: FilesPlan, { imageRegistry, chartRepository }: FolderOptions): DeliveryFile {
  const registries = typeof imageRegistry === "string" ? [imageRegistry] : Object.values(imageRegistry ?? {});
  return textFile("README.md", [
    `# ${plan.name}: folder for a site without a way out`,
    "",
    "Needs: `skopeo` and `helm` where the internet is; `skopeo`, `helm` and `kubectl` at the site.",
    "",
    "1. Where the internet is: `sh mirror/mirror.sh pull BUNDLE` fetches every image and chart into a folder.",
    "2. Carry BUNDLE and this folder to the site.",
    "3. At the site: `sh mirror/mirror.sh push BUNDLE` fills the mirror, `sh install.sh` installs in order.",
    "   Where one machine reaches both, `sh mirror/mirror.sh copy` does the first three steps at once.",
    "",
    `Images are expected in: ${registries.join(", ") || "their makers' registries (no mirror was given)"}`,
    `Charts are expected in: ${chartRepository ?? "their makers' repositories (no mirror was given)"}`,
    "",
    "`sh rewrite.sh NEW_REGISTRY NEW_CHART_REPOSITORY` moves all references to another mirror.",
    "`install.sh` can be run again at any time; it stops at the first step that fails.",
    "",
    "The files are generated: change the program, not them.",
  ]);
}
