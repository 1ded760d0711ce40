import { count } from "../../text/units";
import { html, type Content } from "../markup";
import type { ReportSubject, Section } from "../section";
import { fold, table, unknown } from "../table";

/** What runs on the clusters, with versions. */
export function platformSection({ model }: ReportSubject): Section | undefined {
  const addons = model.clusters.flatMap(({ id, addons }) => addons.map((addon) => ({ cluster: id, ...addon })));
  if (model.services.length + addons.length === 0) return undefined;
  const components = model.services.map((service) => [
    service.id,
    service.namespace,
    service.chart === undefined ? "manifests" : service.chart.name,
    service.chart?.version ?? "–",
    count(service.images.length),
    service.customResources.length === 0 ? "–" : count(service.customResources.length),
    service.dependsOn.join(", ") || "–",
  ]);
  const columns = [
    { title: "Component" },
    { title: "Namespace" },
    { title: "Chart" },
    { title: "Version" },
    { title: "Images", number: true },
    { title: "Objects", number: true },
    { title: "After" },
  ];
  const images = [...new Set(model.services.flatMap((service) => service.images))].sort();
  const body = html`${components.length === 0 ? undefined : table("Platform components", columns, components)}${addonTable(addons)}${
    images.length === 0
      ? undefined
      : fold(
          `${count(images.length)} images to mirror`,
          html`<ul class="columns">
            ${images.map((image) => html`<li><code>${image}</code></li>`)}
          </ul>`,
        )
  }`;
  return { id: "platform", title: "Platform", body };
}

function addonTable(
  addons: readonly { readonly cluster: string; readonly name: string; readonly version?: string }[],
): Content {
  if (addons.length === 0) return undefined;
  return table(
    "Add-ons of the cluster",
    ["Add-on", "Cluster", "Version"].map((title) => ({ title })),
    addons.map(({ cluster, name, version }) => [name, cluster, version ?? unknown("chosen by the provider")]),
  );
}
