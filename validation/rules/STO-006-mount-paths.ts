import type { KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import { items } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Directories that a program in a container needs as its image made them. */
const reserved = [
  "/",
  "/bin",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/proc",
  "/sbin",
  "/sys",
  "/usr",
  "/usr/bin",
  "/usr/lib",
];

/** One container with its mounts, wherever in an object it is described. */
interface Container {
  readonly name: string;
  readonly mounts: readonly { readonly path: Value | undefined; readonly volume: Value | undefined }[];
}

export const mountPaths: Rule = {
  id: "STO-006-mount-paths",
  family: "STO",
  title: "volumes are mounted in directories that do not hide each other or the system's",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Two mounts at one path are refused by the API server. A mount above another hides it or is hidden, depending on the " +
    "order that nobody writes down: checkpoints then land on the node's own disk. A mount over /usr or /etc takes the " +
    "image's programs and settings away.",
  mend: "mount each volume in a directory of its own, for example /data and /checkpoints",
  sources: [
    "Kubernetes API reference, Container.volumeMounts: mountPath must be unique within a container",
    "AWS ParallelCluster, DuplicateMountDirValidator, OverlappingMountDirValidator, SharedStorageMountDirValidator",
  ],
  unknownMeans: "A path is not known yet; the plan decides.",
  example: {
    fails: "volumes at /data and /data/checkpoints in one container",
    passes: "volumes at /data and /checkpoints",
  },
  *check({ documents }) {
    for (const object of documents?.kubernetesObjects() ?? []) {
      for (const container of containersIn(object.object)) yield judge(container, object);
    }
  },
};

/** Every container below a value: in pods, jobs, and the templates inside of custom resources. */
function containersIn(value: Value | undefined): readonly Container[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(containersIn);
  if (!isObject(value)) return [];
  const own = [...items(value["containers"]), ...items(value["initContainers"])];
  return [...own.filter(hasMounts).map(readContainer), ...Object.values(value).flatMap(containersIn)];
}

function hasMounts(container: ValueObject): boolean {
  return Array.isArray(container["volumeMounts"]) && container["volumeMounts"].length > 0;
}

function readContainer(container: ValueObject): Container {
  const mounts = (container["volumeMounts"] as readonly Value[]).filter(isObject);
  const name = typeof container["name"] === "string" ? container["name"] : "without a name";
  return { name, mounts: mounts.map((mount) => ({ path: mount["mountPath"], volume: mount["name"] })) };
}

function judge({ name, mounts }: Container, object: KubernetesObject): Outcome {
  const about = { path: object.resource?.constructPath ?? object.address, address: object.address };
  if (mounts.some(({ path }) => isUnknown(path))) {
    return unknown(about, { message: `a mount path of container '${name}' is not known yet` });
  }
  for (const [index, { path, volume }] of mounts.entries()) {
    const given = String(path);
    if (!given.startsWith("/")) {
      const message = `container '${name}' mounts '${String(volume)}' at a path that is not absolute`;
      return fail(about, { message, given, allowed: "a path that begins with /" });
    }
    if (reserved.includes(clean(given))) {
      const message = `container '${name}' mounts '${String(volume)}' over a directory of the system`;
      return fail(about, { message, given, allowed: `none of ${reserved.join(", ")}` });
    }
    for (const other of mounts.slice(0, index)) {
      const [a, b] = [clean(given), clean(String(other.path))];
      if (a === b) {
        const message = `container '${name}' mounts two volumes at one path`;
        return fail(about, { message, given, allowed: "each path once" });
      }
      const nested = other.volume !== volume && (a.startsWith(`${b}/`) || b.startsWith(`${a}/`));
      // Small system volumes below a mount are common: /dev/shm, configuration files.
      if (nested && !isFile(a.length > b.length ? a : b)) {
        const message = `container '${name}' mounts one volume inside another`;
        const allowed = "directories beside each other";
        return fail(about, { message, given: [b, a], allowed, severity: "warning" });
      }
    }
  }
  return pass(about);
}

function clean(path: string): string {
  return path === "/" ? path : path.replace(/\/+$/, "");
}

function isFile(path: string): boolean {
  return /\.[a-z0-9]+$/i.test(path);
}
