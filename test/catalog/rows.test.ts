import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  acceptanceThresholds,
  accelerator,
  accelerators,
  ageInDays,
  allCollectiveSettings,
  amiTypes,
  capacityBlockRules,
  charts,
  compatibilityRules,
  containerImages,
  customResourceFields,
  customResourceGroups,
  coolingBands,
  eksAddons,
  fabricDesigns,
  facilityFacts,
  findAccelerator,
  findChart,
  findCustomResourceGroup,
  instanceTypes,
  kubernetesVersions,
  lustreDeployments,
  lustreOffer,
  lustreRules,
  onDemandPrice,
  partitions,
  publishedRacks,
  quotas,
  regions,
  roceFacts,
  storageBuildingBlocks,
  storageLimits,
  storageRules,
  storageTiers,
  switches,
  systems,
  ultraServers,
  undescribedInstanceTypes,
  type Dated,
} from "../../catalog";

const dataFolder = join(__dirname, "../../catalog/data");

const price = onDemandPrice("p5.48xlarge", "us-east-1");
const offer = lustreOffer("eu-north-1", "PERSISTENT_2");
const tables: Readonly<Record<string, readonly Dated[]>> = {
  acceptance: acceptanceThresholds(),
  accelerators: accelerators(),
  amiTypes: amiTypes(),
  capacityBlocks: [capacityBlockRules(), ...ultraServers()],
  charts: charts(),
  collectives: allCollectiveSettings(),
  compatibility: compatibilityRules(),
  customResourceFields: customResourceFields(),
  customResourceGroups: customResourceGroups(),
  eksAddons: eksAddons().flatMap((addon) => Object.values(addon.versions)),
  images: containerImages(),
  fabric: [...switches(), ...fabricDesigns(), roceFacts()],
  instanceTypes: [...instanceTypes(), ...undescribedInstanceTypes()],
  kubernetesVersions: kubernetesVersions(),
  lustre: [...lustreDeployments(), lustreRules(), ...(offer === undefined ? [] : [offer])],
  power: [...coolingBands(), ...publishedRacks(), facilityFacts()],
  prices: price === undefined ? [] : [price],
  quotas: quotas(),
  regions: [...partitions(), ...regions()],
  storage: [...storageTiers(), ...storageBuildingBlocks(), storageRules()],
  storageLimits: [storageLimits().openZfs, storageLimits().efs, storageLimits().s3Express],
  systems: systems(),
};

describe("every row of every table", () => {
  test.each(Object.entries(tables))("%s: has a source and an ISO date not after today's release", (_, rows) => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.source.length).toBeGreaterThan(10);
      expect(row.asOf).toMatch(/^202\d-(0[1-9]|1[0-2])(-\d{2})?$/);
      expect(ageInDays(row, "2026-12-31")).toBeGreaterThanOrEqual(0);
    }
  });

  test("no data file holds a null: what is unknown is absent", () => {
    for (const file of readdirSync(dataFolder)) {
      const text = readFileSync(join(dataFolder, file), "utf8");
      expect({ file, nulls: nullPaths(JSON.parse(text)) }).toEqual({ file, nulls: [] });
    }
  });

  test("no data file names a path of the machine it was made on", () => {
    for (const file of readdirSync(dataFolder)) {
      const text = readFileSync(join(dataFolder, file), "utf8");
      expect({ file, hit: /\/(work|root|tmp|home)\//.exec(text)?.[0] }).toEqual({ file, hit: undefined });
    }
  });
});

test("images are named with their registry and a tag that is not the newest of the day", () => {
  for (const { image } of containerImages()) {
    expect(image).toMatch(/^[a-z0-9.]+\.[a-z]+\/[a-z0-9/._-]+:[a-z0-9][a-zA-Z0-9._-]+$/);
    expect(image).not.toMatch(/:latest$/);
  }
});

describe("references between tables resolve", () => {
  test("instance types, systems and thresholds name accelerators that exist", () => {
    const ids = [
      ...instanceTypes().flatMap((type) => type.accelerator?.acceleratorId ?? []),
      ...systems().map((system) => system.accelerator),
      ...acceptanceThresholds().map((threshold) => threshold.acceleratorId),
    ];
    expect(ids.filter((id) => findAccelerator(id) === undefined)).toEqual([]);
  });

  test("accelerators and compatibility rules name charts that exist", () => {
    const ids = [
      ...accelerators().flatMap((row) => row.kubernetes.chartId ?? []),
      ...compatibilityRules().flatMap((rule) => rule.charts),
    ];
    expect(ids.filter((id) => findChart(id) === undefined)).toEqual([]);
  });

  test("fields of custom resources were read at the version of the catalogue's chart", () => {
    for (const { group, kind, chart, chartVersion, fields } of customResourceFields()) {
      expect({ kind, chartVersion }).toEqual({ kind, chartVersion: findChart(chart)?.version });
      expect(findCustomResourceGroup(group)?.charts).toContain(chart);
      const parents = Object.keys(fields).map((path) => path.replace(/(\.[^.]+|\[\]|\{\})$/, ""));
      expect(parents.filter((path) => fields[path] === undefined)).toEqual([]);
    }
  });

  test("an instance's memory per device is close to the accelerator's", () => {
    for (const type of instanceTypes()) {
      const id = type.accelerator?.acceleratorId;
      if (id === undefined || type.accelerator?.fraction !== undefined) continue;
      const ratio = ((type.accelerator?.memoryMiBEach ?? 0) * 1.048576e-3) / accelerator(id).memoryGB;
      expect({ name: type.name, plausible: ratio > 0.93 && ratio < 1.1 }).toEqual({ name: type.name, plausible: true });
    }
  });
});

describe("ages", () => {
  test("are whole days, and a month counts from its first day", () => {
    expect(ageInDays({ asOf: "2026-07-20" }, "2026-11-21")).toBe(124);
    expect(ageInDays({ asOf: "2026-05" }, "2026-05-31")).toBe(30);
  });

  test("refuse what is no date", () => {
    expect(() => ageInDays({ asOf: "last week" }, "2026-11-21")).toThrow("'last week' is no ISO date");
    expect(() => ageInDays({ asOf: "2026-05" }, "21.11.2026")).toThrow("'21.11.2026' is no ISO date");
  });
});

function nullPaths(value: unknown, path = "$"): string[] {
  if (value === null) return [path];
  if (typeof value !== "object") return [];
  return Object.entries(value as object).flatMap(([key, item]) => nullPaths(item, `${path}.${key}`));
}
