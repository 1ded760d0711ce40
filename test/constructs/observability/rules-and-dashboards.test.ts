import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { onDemandPrice } from "../../../catalog";
import {
  CloudWatchExporter,
  EfaExporter,
  FactoryDashboards,
  FactoryRules,
  KubePrometheusStack,
  OpenCost,
  unitPricesOf,
} from "../../../constructs/observability";
import { dcgmMetricNames } from "../../../constructs/observability/dcgm-metrics";
import { efaMetricsFunction } from "../../../constructs/observability/efa-exporter";
import { FactoryError } from "../../../validation/factory-error";
import { objectOf } from "../platform/every-component";
import { fakeLustre, fakePool, gpuPool } from "../platform/fakes";
import { dashboardSchema } from "./dashboard-schema";

const monitoring = new KubePrometheusStack();
const rules = new FactoryRules({ monitoring, exporters: [], usdPerAcceleratorHour: 3 });
const dashboards = new FactoryDashboards({ monitoring, rules });
const costs = new OpenCost({
  monitoring,
  prices: { usdPerCpuHour: 0.05, usdPerMemoryGiBHour: 0.004, usdPerAcceleratorHour: 5, usdPerVolumeGiBMonth: 0.1 },
});
const filesystems = new CloudWatchExporter({ filesystems: [fakeLustre("scratch")], region: "eu-north-1", monitoring });
const groups = [...rules.groups, ...costs.groups, ...filesystems.groups];

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

function factoryDashboard(): Dashboard {
  const data = dashboards.manifests[0]!.data as Record<string, string>;
  return JSON.parse(data["ai-factory.json"]!) as Dashboard;
}

const expressions = [
  ...groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
  ...factoryDashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

describe("the factory's rules", () => {
  it("read only GPU metrics that the exporter is told to collect", () => {
    const used = expressions.flatMap((expr) => expr.match(/DCGM_FI_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(8);
    expect([...new Set(used)].filter((name) => !dcgmMetricNames.includes(name))).toEqual([]);
  });

  it("read only figures that a rule records", () => {
    const recorded = groups.flatMap((group) => group.rules.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
    const used = expressions.flatMap((expr) => expr.match(/factory:[\w:]+/g) ?? []);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !recorded.includes(name))).toEqual([]);
  });

  it("record no cost where no price is given", () => {
    const free = new FactoryRules({ monitoring, exporters: [] });
    expect(JSON.stringify(free.manifests)).not.toContain("usd_per_million");
    expect(JSON.stringify(rules.manifests)).toContain("usd_per_million");
  });

  it("take the latency objective that is given", () => {
    const strict = new FactoryRules({
      monitoring,
      exporters: [],
      latencyObjective: { timeToFirstTokenSec: 0.5, interTokenLatencySec: 0.02 },
    });
    expect(JSON.stringify(strict.manifests)).toMatch(/time_to_first_token_seconds_bucket\[5m\]\)\)\) > 0\.5/);
  });

  it("refuse figures that cannot be kept, all at once", () => {
    const make = () =>
      new FactoryRules({
        monitoring,
        exporters: [],
        usdPerAcceleratorHour: -1,
        latencyObjective: { timeToFirstTokenSec: 0, interTokenLatencySec: NaN },
      });
    expect(make).toThrow(FactoryError);
    expect(make).toThrow(/timeToFirstTokenSec[\s\S]*interTokenLatencySec[\s\S]*usdPerAcceleratorHour/);
  });

  it("name each alert once", () => {
    const names = groups.flatMap((group) => group.rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the factory's dashboard", () => {
  const validate = new Ajv({ allErrors: true }).compile(dashboardSchema);

  it("has tokens per second as its first number", () => {
    const first = [...factoryDashboard().panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
    expect(first.slice(0, 3).map(({ type, title }) => [type, title])).toEqual([
      ["stat", "Tokens per second"],
      ["stat", "Tokens per joule"],
      ["stat", "USD per million tokens"],
    ]);
  });

  it("has the form that Grafana reads", () => {
    validate(factoryDashboard());
    expect(validate.errors).toBeNull();
  });

  it("would be refused without a query, with a wrong panel or a wrong place", () => {
    const dashboard = factoryDashboard();
    const [panel] = dashboard.panels;
    for (const wrong of [
      { ...panel, targets: [] },
      { ...panel, type: "chart" },
      { ...panel, gridPos: { x: 0, y: 0, w: 30, h: 1 } },
    ]) {
      expect(validate({ ...dashboard, panels: [wrong] })).toBe(false);
    }
  });

  it("has panels that do not overlap, each with an id of its own", () => {
    const { panels } = factoryDashboard();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it("holds nothing that Terraform would take for an expression of its own", () => {
    expect(
      JSON.stringify([...dashboards.manifests, ...rules.manifests, ...costs.manifests, ...filesystems.manifests]),
    ).not.toMatch(/[$%]\{/);
  });

  it("stands where Grafana looks for it", () => {
    expect(dashboards.manifests[0]!.metadata).toMatchObject({
      namespace: monitoring.namespace,
      labels: { grafana_dashboard: "1" },
    });
  });
});

describe("OpenCost", () => {
  it("takes the given prices, by the month as it reads them, and asks no cloud for its own", () => {
    expect(costs.values).toMatchObject({
      opencost: {
        exporter: { extraEnv: { USE_CUSTOM_PROVIDER: "true" } },
        customPricing: { enabled: true, costModel: { CPU: "36.5", RAM: "2.92", GPU: "3650", storage: "0.1" } },
        prometheus: {
          internal: { serviceName: "kube-prometheus-stack-prometheus", namespaceName: monitoring.namespace },
        },
        cloudCost: { enabled: false },
        mcp: { enabled: false },
      },
      plugins: { enabled: false },
    });
    expect(costs.dependsOn).toEqual([monitoring]);
  });

  it("refuses what is no price", () => {
    const prices = { usdPerCpuHour: -1, usdPerMemoryGiBHour: 1e300, usdPerAcceleratorHour: 0 };
    expect(() => new OpenCost({ monitoring, prices })).toThrow(/usdPerCpuHour[\s\S]*usdPerMemoryGiBHour/);
  });

  it("may take the catalogue's dated prices, which add up to the instance's own", () => {
    const prices = unitPricesOf("p5.48xlarge", "us-east-1");
    expect(prices).toBeDefined();
    const { usdPerCpuHour, usdPerMemoryGiBHour, usdPerAcceleratorHour } = prices!;
    expect(usdPerMemoryGiBHour).toBeGreaterThan(0);
    expect(192 * usdPerCpuHour + 2048 * usdPerMemoryGiBHour + 8 * usdPerAcceleratorHour).toBeCloseTo(
      onDemandPrice("p5.48xlarge", "us-east-1")!.usdPerHour,
      6,
    );
  });

  it("has no prices where one of the three is not known, or nothing is accelerated", () => {
    expect(unitPricesOf("p5.48xlarge", "eu-north-1")).toBeUndefined();
    expect(unitPricesOf("m7i.16xlarge", "us-east-1")).toBeUndefined();
  });
});

describe("the exporter of EFA devices", () => {
  it("serves the kernel's numeric counters under the names of AWS' own exporter", () => {
    const sys = mkdtempSync(join(tmpdir(), "sys-"));
    try {
      const counters = join(sys, "class/infiniband/rdmap16s27/ports/1/hw_counters");
      mkdirSync(counters, { recursive: true });
      mkdirSync(join(sys, "class/infiniband/mlx5_0/ports/1"), { recursive: true });
      for (const [name, value] of [
        ["rx_bytes", "12345678901234567890"],
        ["retrans_pkts", "7"],
        ["lifespan", "n/a"],
      ] as const) {
        writeFileSync(join(counters, name), `${value}\n`);
      }
      const { stdout, stderr } = spawnSync("sh", ["-c", `${efaMetricsFunction}; efa_metrics ${sys}`], {
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      expect(stdout.trim().split("\n")).toEqual([
        'node_amazonefa_retrans_pkts{device="rdmap16s27",port="1"} 7',
        'node_amazonefa_rx_bytes{device="rdmap16s27",port="1"} 12345678901234567890',
      ]);
    } finally {
      rmSync(sys, { recursive: true });
    }
  });

  it("runs on nodes with EFA alone, without any privilege, and reads the host's /sys", () => {
    const exporter = new EfaExporter({ pools: [gpuPool("training"), fakePool("cpu")], monitoring });
    expect(objectOf(exporter, "DaemonSet").spec).toMatchObject({
      template: {
        spec: {
          securityContext: { runAsNonRoot: true },
          tolerations: [{ key: "nvidia.com/gpu" }],
          volumes: [{ hostPath: { path: "/sys" } }, {}],
          containers: [{ volumeMounts: [{ readOnly: true }, {}], securityContext: { readOnlyRootFilesystem: true } }],
        },
      },
    });
    expect(JSON.stringify(objectOf(exporter, "DaemonSet"))).toContain('"values":["training"]');
    expect(() => new EfaExporter({ pools: [fakePool("cpu")], monitoring })).toThrow(/EFA devices/);
  });
});
