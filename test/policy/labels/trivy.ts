import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { inHcl, nothing, whole, type LabelSet } from "./label-set";

interface Examples {
  readonly terraform?: { readonly good?: readonly string[]; readonly bad?: readonly string[] };
}

/** The good and bad examples of Trivy's checks, each labelled as a whole. */
export function trivyLabels(root: string): readonly LabelSet[] {
  const checks = join(root, "checks/cloud/aws");
  if (!existsSync(checks)) return [];
  return readdirSync(checks).flatMap((service) =>
    readdirSync(join(checks, service))
      .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
      .flatMap((name) => examplesOf(join(checks, service), name.replace(/\.rego$/, ""))),
  );
}

function examplesOf(folder: string, name: string): readonly LabelSet[] {
  const id = /^# +id: (?:AVD-)?(AWS-\d{4})/m.exec(readFileSync(join(folder, `${name}.rego`), "utf8"))?.[1];
  const file = join(folder, `${name}.yaml`);
  if (id === undefined || !existsSync(file)) return [];
  const { terraform } = parseYaml(readFileSync(file, "utf8")) as Examples;
  const labelled = (texts: readonly string[] = [], isBad: boolean) =>
    texts.map((text, index) => ({
      id,
      name: `${name} ${isBad ? "bad" : "good"} ${index + 1}`,
      documents: inHcl(text),
      fail: isBad ? whole : nothing,
      pass: isBad ? nothing : whole,
    }));
  return [...labelled(terraform?.bad, true), ...labelled(terraform?.good, false)];
}
