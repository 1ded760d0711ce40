import type { Documents, KubernetesObject } from "../../documents/types";
import { at } from "../platform/pods";

/** Slinky's objects of a kind. */
export function slurmObjects(documents: Documents, kind: string): readonly KubernetesObject[] {
  return documents.kubernetesObjects(kind).filter(({ apiVersion }) => apiVersion.startsWith("slinky.slurm.net/"));
}

/** Settings of slurm.conf that a controller adds, by their names in lower case; the last of a name counts. */
export function slurmSettings(controller: KubernetesObject): ReadonlyMap<string, string> | undefined {
  const { extraConf = "" } = at(controller.object, "spec");
  if (typeof extraConf !== "string") return undefined;
  const lines = extraConf.split("\n").flatMap((line): [string, string][] => {
    const [name = "", ...value] = line.split("=");
    return line.trim().startsWith("#") || value.length === 0
      ? []
      : [[name.trim().toLowerCase(), value.join("=").trim()]];
  });
  return new Map(lines);
}
