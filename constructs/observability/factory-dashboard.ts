import { costFigures, factoryFigures, filesystemFigures } from "./rules";

/** One number or one graph of a dashboard. */
interface Panel {
  readonly title: string;
  readonly description: string;
  readonly kind: "stat" | "timeseries";
  readonly unit: string;
  readonly expr: string;
  /** Name of each line. @default - the series' labels */
  readonly legend?: string;
}

/** A dashboard of Grafana as data. */
export interface GrafanaDashboard {
  /** Id by which links and updates find the dashboard; unique in Grafana. */
  readonly uid: string;
  /** Title as people see it. */
  readonly title: string;
  /** Panels as Grafana's JSON model has them. */
  readonly panels: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/** Form of dashboards that Grafana reads since version 11. */
const schemaVersion = 39;
const columns = 24;

const figures: readonly Panel[] = [
  {
    title: "Tokens per second",
    description: "Tokens that all models give out together",
    kind: "stat",
    unit: "short",
    expr: factoryFigures.tokensPerSec,
  },
  {
    title: "Tokens per joule",
    description: "Tokens for each joule that the GPUs of serving namespaces take",
    kind: "stat",
    unit: "short",
    expr: factoryFigures.tokensPerJoule,
  },
  {
    title: "USD per million tokens",
    description: "Price of the accelerators that serve, divided by their tokens; empty where no price is given",
    kind: "stat",
    unit: "currencyUSD",
    expr: factoryFigures.usdPerMillionTokens,
  },
  {
    title: "Accelerators at work",
    description: "Share of all GPUs whose engine was active",
    kind: "stat",
    unit: "percentunit",
    expr: "avg(DCGM_FI_PROF_GR_ENGINE_ACTIVE)",
  },
];

const graphs: readonly Panel[] = [
  {
    title: "Tokens per second by model",
    description: "Tokens given out",
    kind: "timeseries",
    unit: "short",
    expr: factoryFigures.tokensPerSecByModel,
    legend: "{{namespace}}/{{model_name}}",
  },
  {
    title: "Time to first token, 95 % of requests",
    description: "From arrival to the first token",
    kind: "timeseries",
    unit: "s",
    expr:
      "histogram_quantile(0.95, sum by (namespace, model_name, le) " +
      "(rate(vllm:time_to_first_token_seconds_bucket[5m])))",
    legend: "{{namespace}}/{{model_name}}",
  },
  {
    title: "Tensor pipe by namespace",
    description: "Share of cycles in which matrix units compute: what a job really uses",
    kind: "timeseries",
    unit: "percentunit",
    expr: "avg by (namespace) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE)",
    legend: "{{namespace}}",
  },
  {
    title: "Power of the GPUs",
    description: "Sum by node",
    kind: "timeseries",
    unit: "watt",
    expr: "sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)",
    legend: "{{Hostname}}",
  },
  {
    title: "Fabric, bytes received",
    description: "InfiniBand, RoCE and EFA adapters, by node",
    kind: "timeseries",
    unit: "Bps",
    expr:
      "sum by (instance) (rate(node_infiniband_port_data_received_bytes_total[5m])) " +
      "or sum by (instance) (rate(node_amazonefa_rx_bytes[5m]))",
    legend: "{{instance}}",
  },
  {
    title: "Volumes, used share",
    description: "The ten fullest",
    kind: "timeseries",
    unit: "percentunit",
    expr: "topk(10, 1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)",
    legend: "{{namespace}}/{{persistentvolumeclaim}}",
  },
  {
    title: "Requests waiting",
    description: "By model",
    kind: "timeseries",
    unit: "short",
    expr: "sum by (namespace, model_name) (vllm:num_requests_waiting)",
    legend: "{{namespace}}/{{model_name}}",
  },
  {
    title: "USD per hour by team",
    description: "Accelerators, processors and memory that the team's pods hold; empty without OpenCost",
    kind: "timeseries",
    unit: "currencyUSD",
    expr: costFigures.usdPerHourByTeam,
    legend: "{{label_ai_factory_team}}",
  },
  {
    title: "Alerts that fire",
    description: "By name",
    kind: "timeseries",
    unit: "short",
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    legend: "{{alertname}}",
  },
  {
    title: "Filesystems, share of the planned throughput",
    description: "What clients move, by what was provisioned; empty where no exporter says it",
    kind: "timeseries",
    unit: "percentunit",
    expr: filesystemFigures.throughputShare,
    legend: "{{filesystem}} {{direction}}",
  },
  {
    title: "Filesystems, bytes per second",
    description: "What clients move",
    kind: "timeseries",
    unit: "Bps",
    expr: filesystemFigures.bytesPerSecond,
    legend: "{{filesystem}} {{direction}}",
  },
  {
    title: "Filesystems, used share",
    description: "Whole filesystems; volumes of pods are above",
    kind: "timeseries",
    unit: "percentunit",
    expr: filesystemFigures.usedShare,
    legend: "{{filesystem}}",
  },
  {
    title: "Filesystems, metadata operations per second",
    description: "Opening, listing, making and deleting files",
    kind: "timeseries",
    unit: "ops",
    expr: filesystemFigures.metadataOperationsPerSecond,
    legend: "{{filesystem}}",
  },
];

/** The factory at a glance: its first number is tokens per second. */
export function factoryDashboard(): GrafanaDashboard {
  return {
    uid: "ai-factory",
    title: "AI factory",
    tags: ["ai-factory"],
    schemaVersion,
    editable: false,
    refresh: "30s",
    timezone: "utc",
    time: { from: "now-6h", to: "now" },
    templating: {
      list: [{ name: "datasource", type: "datasource", query: "prometheus", label: "Data source" }],
    },
    panels: [...rowOf(figures, 4, 0, 1), ...rowOf(graphs, 2, 5, figures.length + 1)],
  };
}

/** Panels side by side, `perRow` in a row. */
function rowOf(panels: readonly Panel[], perRow: number, top: number, firstId: number) {
  const width = columns / perRow;
  const height = perRow > 2 ? 5 : 8;
  return panels.map(({ title, description, kind, unit, expr, legend }, index) => ({
    id: firstId + index,
    type: kind,
    title,
    description,
    gridPos: { x: (index % perRow) * width, y: top + Math.floor(index / perRow) * height, w: width, h: height },
    datasource: prometheus,
    fieldConfig: { defaults: { unit }, overrides: [] },
    targets: [{ refId: "A", datasource: prometheus, expr, ...(legend === undefined ? {} : { legendFormat: legend }) }],
  }));
}

// Without braces, which Terraform would take for its own.
const prometheus = { type: "prometheus", uid: "$datasource" };
