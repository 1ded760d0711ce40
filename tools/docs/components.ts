/** Writes `cli/component-list.json`: what `aifactory list components` knows, from one of each component. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ComponentRow } from "../../cli/component-row";
import type { IPlatformComponent } from "../../constructs/contracts";
import { namedHosts, PlatformComponent } from "../../constructs/platform";
import { everyComponent } from "../../test/constructs/platform/every-component";
import { everyOnPremComponent } from "../../test/constructs/platform/every-onprem-component";

const constructs = join(__dirname, "../../constructs");

/** Every class of components that the package exports, with the folder it is in. */
export function componentClasses(): ReadonlyMap<string, string> {
  const layers = readdirSync(constructs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const all = layers.flatMap(({ name: layer }) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- every layer that there is
    const exported = require(join(constructs, layer)) as Record<string, unknown>;
    return Object.entries(exported)
      .filter(([, value]) => typeof value === "function" && value.prototype instanceof PlatformComponent)
      .map(([name]): [string, string] => [name, layer]);
  });
  return new Map(all);
}

/** One row for each class, in the order of layers and names. */
export function componentRows(): readonly ComponentRow[] {
  const { components, operator } = everyComponent();
  const samples: readonly (IPlatformComponent | undefined)[] = [...components, operator, ...everyOnPremComponent()];
  return [...componentClasses()]
    .map(([className, layer]): ComponentRow => {
      const sample = samples.find((component) => component?.constructor.name === className);
      if (sample === undefined) throw new Error(`no sample of ${className}: add one to every-component.ts`);
      return {
        component: className,
        layer,
        name: sample.name,
        namespace: sample.namespace,
        ...(sample.chart === undefined ? {} : { chart: sample.chart }),
        images: sample.images.filter((image) => !isPlaceholder(image)),
        imagesKnown: sample.imagesKnown ?? sample.images.length > 0,
        telemetryOff: sample.telemetryDisabled,
        otherHosts: namedHosts(sample).filter((host) => !isPlaceholder(host)),
      };
    })
    .sort((a, b) => (`${a.layer} ${a.component}` < `${b.layer} ${b.component}` ? -1 : 1));
}

/** What the samples' props say, and the user's would: no property of the component. */
function isPlaceholder(text: string): boolean {
  return /(^|\.)example\.(org|com)(\/|$)|^docker\.io\/acme\//.test(text);
}

if (require.main === module) {
  const work = mkdtempSync(join(tmpdir(), "ai-factory-components-"));
  process.env.AI_FACTORY_TEST_DIR = work;
  try {
    const rows = componentRows().map((row) => `  ${JSON.stringify(row)}`);
    writeFileSync(join(__dirname, "../../cli/component-list.json"), `[\n${rows.join(",\n")}\n]\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
