import { Command, Option } from "commander";
import { accelerators } from "../../catalog/accelerators";
import { instanceTypes, offering } from "../../catalog/aws/instance-types";
import { findRegion, regions } from "../../catalog/aws/regions";
import { charts } from "../../catalog/charts";
import { policyRules } from "../../policy/rules";
import { propsChecks, subjectOfCheck } from "../../validation/checks-of-props";
import { rules } from "../../validation/rules";
import { blueprintList } from "../blueprint-list";
import { finish, type CommandResult } from "../command-result";
import { defaultBoundary, listComponents, type ComponentFilter } from "./list-components";
import { print, unknownName, type Format } from "../listing";

/** `aifactory list WHAT`: what the library knows. */
export function listCommand(): Command {
  const list = new Command("list").description(
    "list rules, blueprints, components, charts, instances, accelerators or regions",
  );
  subcommand(list, "rules", "design rules, checks of props and sovereign rules")
    .addOption(new Option("--kind <kind>", "only this kind").choices(["design", "props", "sovereign"]))
    .option("--family <family>", "only this family: FAB, STO, …")
    .addOption(new Option("--severity <severity>", "only this severity").choices(["error", "warning", "info"]))
    .action((options: RuleFilter & Output) => finish(listRules(options)));
  subcommand(list, "blueprints", "blueprints of the package").action(({ format }: Output) =>
    finish(
      print(
        blueprintList.map((row) => ({ ...row })),
        format,
      ),
    ),
  );
  subcommand(list, "components", "platform components: chart, version, images, and whether they stay in a boundary")
    .option("--layer <layer>", "only this layer: data, mlops, serving, …")
    .option("--boundary <profile or file>", "boundary that is asked about", defaultBoundary)
    .action((options: ComponentFilter & Output) => finish(listComponents(options)));
  subcommand(list, "charts", "charts of the catalogue, those without a component as well")
    .option("--category <category>", "only this category")
    .action((options: ChartFilter & Output) => finish(listCharts(options)));
  subcommand(list, "instances", "EC2 instance types")
    .option("--accelerator <name>", "only with this accelerator: H200, or an id of the catalogue")
    .option("--region <region>", "only where they are offered")
    .option("--efa", "only with EFA")
    .action((options: InstanceFilter & Output) => finish(listInstances(options)));
  subcommand(list, "accelerators", "accelerators of the catalogue")
    .option("--vendor <vendor>", "only this vendor")
    .action((options: AcceleratorFilter & Output) => finish(listAccelerators(options)));
  subcommand(list, "regions", "AWS regions with country and partition")
    .option("--partition <partition>", "only this partition: aws, aws-eusc, aws-us-gov, …")
    .option("--country <code>", "only this country, ISO 3166-1 alpha-2")
    .option("--eu", "only in member states of the European Union")
    .action((options: RegionFilter & Output) => finish(listRegions(options)));
  return list;
}

interface Output {
  readonly format: Format;
}

function subcommand(list: Command, name: string, description: string): Command {
  const format = new Option("--format <format>", "form of the output").choices(["text", "json"]).default("text");
  return list.command(name).description(description).addOption(format);
}

interface RuleFilter {
  readonly kind?: string;
  readonly family?: string;
  readonly severity?: string;
}

export function listRules({ kind, family, severity, format }: RuleFilter & Output): CommandResult {
  const wanted = family?.toUpperCase();
  const all = allRules();
  const known = [...new Set(all.map(({ id }) => id.slice(0, 3)))];
  if (wanted !== undefined && !known.includes(wanted)) return unknownName("family", wanted, known);
  const rows = all.filter(
    (rule) =>
      (kind ?? rule.kind) === rule.kind &&
      (severity ?? rule.severity) === rule.severity &&
      (wanted === undefined || rule.id.startsWith(`${wanted}-`)),
  );
  return print(rows, format);
}

/** All that `aifactory explain` knows: a check of props that shares its id with a design rule is that rule's. */
function allRules() {
  return [
    ...rules.map(({ id, severity, reads, title }) => ({ id, kind: "design", severity, reads, title })),
    ...propsChecks.rows
      .filter(({ id }) => !rules.some((rule) => rule.id === id))
      .map(({ id, severity, messages }) => {
        return { id, kind: "props", severity, reads: "props", title: messages[0] ?? subjectOfCheck(id) };
      }),
    ...policyRules.map(({ id, severity, reads, title }) => ({ id, kind: "sovereign", severity, reads, title })),
  ];
}

interface ChartFilter {
  readonly category?: string;
}

export function listCharts({ category, format }: ChartFilter & Output): CommandResult {
  const categories = [...new Set(charts().map((chart) => chart.category))];
  if (category !== undefined && !categories.includes(category)) return unknownName("category", category, categories);
  const rows = charts()
    .filter((chart) => (category ?? chart.category) === chart.category)
    .map(({ id, category: group, version, appVersion, namespace, repository, asOf }) => ({
      id,
      category: group,
      version,
      appVersion,
      namespace,
      repository,
      asOf,
    }));
  return print(rows, format);
}

interface InstanceFilter {
  readonly accelerator?: string;
  readonly region?: string;
  readonly efa?: boolean;
}

export function listInstances({ accelerator, region, efa, format }: InstanceFilter & Output): CommandResult {
  if (region !== undefined && !findRegion(region)) {
    return unknownName(
      "region",
      region,
      regions().map(({ name }) => name),
    );
  }
  const names = instanceTypes().flatMap(({ accelerator: device }) =>
    device ? [device.name, device.acceleratorId ?? ""] : [],
  );
  const known = [...new Set(names)].filter((name) => name !== "");
  if (accelerator !== undefined && !known.some((name) => equal(name, accelerator))) {
    return unknownName("accelerator", accelerator, known);
  }
  const rows = instanceTypes()
    .filter((type) => {
      const device = type.accelerator;
      const matches =
        accelerator === undefined || equal(device?.name, accelerator) || equal(device?.acceleratorId, accelerator);
      return matches && (region === undefined || offering(type, region) === "offered") && (efa !== true || type.efa);
    })
    .map((type) => ({
      name: type.name,
      accelerators: type.accelerator?.count,
      accelerator: type.accelerator?.name,
      vCpus: type.vCpus,
      memoryGiB: type.memoryMiB / 1024,
      networkGbps: type.networkGbps,
      efaInterfaces: type.efa?.maxInterfaces,
      regions: Object.keys(type.offeredIn).length,
    }));
  return print(rows, format);
}

interface AcceleratorFilter {
  readonly vendor?: string;
}

export function listAccelerators({ vendor, format }: AcceleratorFilter & Output): CommandResult {
  const vendors = [...new Set(accelerators().map((row) => row.vendor))];
  if (vendor !== undefined && !vendors.some((name) => equal(name, vendor)))
    return unknownName("vendor", vendor, vendors);
  const rows = accelerators()
    .filter((row) => vendor === undefined || equal(row.vendor, vendor))
    .map((row) => ({
      id: row.id,
      vendor: row.vendor,
      memoryGB: row.memoryGB,
      memoryBandwidthGBps: row.memoryBandwidthGBps,
      bf16Tflops: row.denseTflops.bf16,
      fp8Tflops: row.denseTflops.fp8,
      fp4Tflops: row.denseTflops.fp4,
      powerW: row.powerW,
      status: row.status,
    }));
  return print(rows, format);
}

interface RegionFilter {
  readonly partition?: string;
  readonly country?: string;
  readonly eu?: boolean;
}

export function listRegions({ partition, country, eu, format }: RegionFilter & Output): CommandResult {
  const partitions = [...new Set(regions().map((row) => row.partition))];
  if (partition !== undefined && !partitions.includes(partition))
    return unknownName("partition", partition, partitions);
  const countries = [...new Set(regions().flatMap((row) => row.country ?? []))];
  if (country !== undefined && !countries.some((code) => equal(code, country))) {
    return unknownName("country", country, countries);
  }
  const rows = regions()
    .filter(
      (row) =>
        (partition ?? row.partition) === row.partition &&
        (country === undefined || equal(row.country, country)) &&
        (eu !== true || row.eu === true),
    )
    .map((row) => ({
      name: row.name,
      location: row.location,
      country: row.country,
      eu: row.eu,
      partition: row.partition,
      zones: row.zoneIds.length === 0 ? undefined : row.zoneIds.length,
    }));
  return print(rows, format);
}

function equal(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}
