import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { documentsFromMemory } from "../../../documents/load";
import { inHcl, nothing, whole, type LabelSet } from "./label-set";

interface Labelled {
  readonly good?: readonly string[];
  readonly bad?: readonly string[];
}

interface Examples {
  readonly terraform?: Labelled;
  readonly kubernetes?: Labelled;
}

/** The good and bad examples of Trivy's checks, each labelled as a whole. */
export function trivyLabels(root: string): readonly LabelSet[] {
  const [cloud, cluster] = [join(root, "checks/cloud/aws"), join(root, "checks/kubernetes")];
  const folders = existsSync(cloud) ? readdirSync(cloud).map((service) => join(cloud, service)) : [];
  return [...folders, ...(existsSync(cluster) ? [cluster] : [])].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
      .flatMap((name) => examplesOf(folder, name.replace(/\.rego$/, ""))),
  );
}

/** Documents of one manifest. */
const inYaml = (text: string) => () =>
  Promise.resolve(
    documentsFromMemory({
      stack: { resource: { kubernetes_manifest: { it: { manifest: parseYaml(text) as object } } } },
    }),
  );

function examplesOf(folder: string, name: string): readonly LabelSet[] {
  const id = /^# +id: (?:AVD-)?((?:AWS|KSV)-\d{4})$/m.exec(readFileSync(join(folder, `${name}.rego`), "utf8"))?.[1];
  const file = join(folder, `${name}.yaml`);
  if (id === undefined || !existsSync(file)) return [];
  const { terraform, kubernetes } = parseYaml(readFileSync(file, "utf8")) as Examples;
  const labelled = (texts: readonly string[] = [], isBad: boolean, read = inHcl) =>
    texts.map((text, index) => ({
      id,
      name: `${name} ${isBad ? "bad" : "good"} ${index + 1}`,
      documents: read(text),
      fail: isBad ? whole : nothing,
      pass: isBad ? nothing : whole,
    }));
  return [
    ...labelled(terraform?.bad, true),
    ...labelled(terraform?.good, false),
    ...labelled(kubernetes?.bad, true, inYaml),
    ...labelled(kubernetes?.good, false, inYaml),
  ];
}
