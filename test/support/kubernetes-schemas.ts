import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { customResourceFields } from "../../catalog";
import { HelmCharts, schemasFromFields, schemasFromFolder, type KubernetesSchemas } from "../../testing/kubernetes";

/** Folder of schemas beside the checkout, or where AI_FACTORY_KUBERNETES_SCHEMAS points. */
const folder = resolve(process.env.AI_FACTORY_KUBERNETES_SCHEMAS ?? join(__dirname, "../../../shared/kubernetes"));

/**
 * Tests that need the schemas of Kubernetes and the charts' values. Where the folder is absent they are skipped, saying
 * so; in CI that is an error.
 */
export function describeWithSchemas(
  name: string,
  tests: (judge: { readonly schemas: KubernetesSchemas; readonly charts: HelmCharts }) => void,
): void {
  if (existsSync(join(folder, "crds", "index.json"))) {
    // Definitions that the folder does not have: the catalogue's table knows the fields that the library emits.
    const schemas = schemasFromFields(customResourceFields()).with(schemasFromFolder(folder));
    describe(name, () => tests({ schemas, charts: new HelmCharts(join(folder, "charts")) }));
    return;
  }
  const missing = `the schemas of Kubernetes are not beside the checkout (../shared/kubernetes)`;
  if (process.env.CI !== undefined) throw new Error(`${missing}, and CI must not skip their tests`);
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
  describe.skip(`${name} (skipped: ${missing})`, () => test("skipped", () => undefined));
}
