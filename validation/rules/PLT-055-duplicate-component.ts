import { aboutObject } from "../platform/pods";
import { fail, pass, resourceAbout, type Rule } from "../rule";

export const duplicateComponent: Rule = {
  id: "PLT-055-duplicate-component",
  family: "PLT",
  title: "each release and each object of the cluster stands once",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Two releases of one name in one namespace are one release to Helm: each apply of one replaces the other. Two " +
    "resources for one object overwrite each other, and destroying either deletes it for both.",
  mend: "rename one of them, or remove it",
  sources: [
    "Helm documentation: a release's name is unique in its namespace",
    "Kubernetes API conventions: names are unique by kind and namespace",
  ],
  unknownMeans: "Never unknown: a name that is a token is not judged.",
  example: { fails: "two helm_release called kueue in kueue-system", passes: "one helm_release called kueue" },
  *check({ documents }) {
    if (!documents) return;
    const seen = new Map<string, string>();
    const first = (key: string, address: string): string | undefined => {
      const earlier = seen.get(key);
      seen.set(key, earlier ?? address);
      return earlier;
    };
    for (const { name, namespace = "default", resource } of documents.helmReleases()) {
      if (name === undefined) continue;
      const earlier = first(`${resource.stack} release ${namespace}/${name}`, resource.address);
      if (earlier === undefined) yield pass(resourceAbout(resource));
      else {
        const message = `two releases are called '${name}' in namespace '${namespace}'`;
        yield fail(resourceAbout(resource), {
          message,
          given: [earlier, resource.address],
          allowed: "one release of a name",
        });
      }
    }
    for (const object of documents.kubernetesObjects()) {
      const { apiVersion, kind, namespace, name, resource } = object;
      if (name === undefined) continue;
      const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
      const earlier = first(
        `${resource?.stack ?? object.file} ${group}/${kind} ${namespace ?? ""}/${name}`,
        resource?.address ?? object.file,
      );
      if (earlier === undefined) yield pass(aboutObject(object));
      else {
        const message = `the ${kind} '${name}' is made twice`;
        yield fail(aboutObject(object), {
          message,
          given: [earlier, resource?.address ?? object.file],
          allowed: "one of it",
        });
      }
    }
  },
};
