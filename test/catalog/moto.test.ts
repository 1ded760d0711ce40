import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { findInstanceType, instanceType, instanceTypes, type InstanceType } from "../../catalog";

/** The part of EC2's DescribeInstanceTypes answer that the catalogue carries. */
interface ApiType {
  readonly VCpuInfo: { readonly DefaultVCpus: number };
  readonly MemoryInfo: { readonly SizeInMiB: number };
  readonly ProcessorInfo: { readonly SupportedArchitectures: readonly string[] };
  readonly BareMetal: boolean;
  readonly CurrentGeneration: boolean;
  readonly SupportedUsageClasses: readonly string[];
  readonly SupportedBootModes: readonly string[];
  readonly PlacementGroupInfo: { readonly SupportedStrategies: readonly string[] };
  readonly EbsInfo: {
    readonly EbsOptimizedInfo?: { readonly MaximumBandwidthInMbps: number; readonly BaselineBandwidthInMbps: number };
  };
  readonly NetworkInfo: {
    readonly MaximumNetworkInterfaces: number;
    readonly Ipv4AddressesPerInterface: number;
    readonly EfaSupported: boolean;
    readonly EfaInfo?: { readonly MaximumEfaInterfaces: number };
    readonly NetworkCards: readonly {
      readonly NetworkCardIndex: number;
      readonly MaximumNetworkInterfaces: number;
      readonly BaselineBandwidthInGbps?: number;
      readonly PeakBandwidthInGbps?: number;
    }[];
  };
  readonly InstanceStorageInfo?: {
    readonly TotalSizeInGB: number;
    readonly Disks: readonly { readonly Count: number; readonly SizeInGB: number }[];
  };
  readonly GpuInfo?: { readonly Gpus: readonly ApiDevice[] };
  readonly NeuronInfo?: { readonly NeuronDevices: readonly ApiDevice[] };
  readonly FpgaInfo?: { readonly Fpgas: readonly ApiDevice[] };
  readonly MediaAcceleratorInfo?: { readonly Accelerators: readonly ApiDevice[] };
  readonly InferenceAcceleratorInfo?: { readonly Accelerators: readonly ApiDevice[] };
}
interface ApiDevice {
  readonly Name: string;
  readonly Count: number;
  readonly MemoryInfo?: { readonly SizeInMiB: number };
}

/** Where the catalogue says something else than the API on purpose. */
const deliberate: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "accelerator.memoryMiBEach": {
    "trn2.48xlarge": "the API says 512 GiB a device, the Neuron documentation 96 GiB of HBM",
    "trn2.3xlarge": "the API says 512 GiB a device, the Neuron documentation 96 GiB of HBM",
  },
  "accelerator.count": Object.fromEntries(
    ["g6f.large", "g6f.xlarge", "g6f.2xlarge", "g6f.4xlarge", "gr6f.4xlarge"].map((name) => [
      name,
      "the API counts 0 of a fractional GPU; a scheduler sees one device",
    ]),
  ),
};

/** The release from which the table was made: another one carries other data, which proves nothing about ours. */
const wantedMoto = "5.2.1";

function motoResources(): string | undefined {
  const script = [
    "import importlib.util as u, importlib.metadata as m",
    "s = u.find_spec('moto')",
    "print(m.version('moto') + ' ' + s.origin if s else '')",
  ].join("; ");
  try {
    const [version, origin = ""] = execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim().split(" ");
    const folder = join(dirname(origin), "ec2", "resources");
    return version === wantedMoto && existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

const resources = motoResources();
if (resources === undefined) {
  const missing = `moto ${wantedMoto} is not installed: the instance table was NOT compared with DescribeInstanceTypes`;
  if (process.env.CI && process.env.AI_FACTORY_REQUIRE_MOTO) throw new Error(missing);
  console.warn(`skipped: ${missing}`);
}
const withMoto = resources === undefined ? describe.skip : describe;

const load = (file: string): unknown => JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));

function fromApi(api: ApiType): Record<string, unknown> {
  const network = api.NetworkInfo;
  const device =
    api.GpuInfo?.Gpus[0] ??
    api.NeuronInfo?.NeuronDevices[0] ??
    api.FpgaInfo?.Fpgas[0] ??
    api.MediaAcceleratorInfo?.Accelerators[0] ??
    api.InferenceAcceleratorInfo?.Accelerators[0];
  return {
    vCpus: api.VCpuInfo.DefaultVCpus,
    memoryMiB: api.MemoryInfo.SizeInMiB,
    architecture: api.ProcessorInfo.SupportedArchitectures.filter((name) => name !== "i386")[0],
    bareMetal: api.BareMetal,
    currentGeneration: api.CurrentGeneration,
    usageClasses: [...api.SupportedUsageClasses].sort(),
    bootModes: [...api.SupportedBootModes].sort(),
    placementStrategies: [...api.PlacementGroupInfo.SupportedStrategies].sort(),
    ebsMaxMbps: api.EbsInfo.EbsOptimizedInfo?.MaximumBandwidthInMbps,
    ebsBaselineMbps: api.EbsInfo.EbsOptimizedInfo?.BaselineBandwidthInMbps,
    maxNetworkInterfaces: network.MaximumNetworkInterfaces,
    ipv4PerInterface: network.Ipv4AddressesPerInterface,
    networkCards: network.NetworkCards.map((card) => ({
      index: card.NetworkCardIndex,
      maxInterfaces: card.MaximumNetworkInterfaces,
      ...(card.BaselineBandwidthInGbps === undefined ? {} : { baselineGbps: card.BaselineBandwidthInGbps }),
      ...(card.PeakBandwidthInGbps === undefined ? {} : { peakGbps: card.PeakBandwidthInGbps }),
    })),
    "efa.maxInterfaces": network.EfaInfo?.MaximumEfaInterfaces,
    "localNvme.totalGB": api.InstanceStorageInfo?.TotalSizeInGB,
    "localNvme.count": api.InstanceStorageInfo?.Disks[0]?.Count,
    "localNvme.sizeGBEach": api.InstanceStorageInfo?.Disks[0]?.SizeInGB,
    "accelerator.count": device?.Count,
    "accelerator.memoryMiBEach": device?.MemoryInfo?.SizeInMiB,
  };
}

function fromCatalog(type: InstanceType): Record<string, unknown> {
  const { vCpus, memoryMiB, architecture, bareMetal, currentGeneration, ebsMaxMbps, ebsBaselineMbps } = type;
  return {
    ...{ vCpus, memoryMiB, architecture, bareMetal, currentGeneration, ebsMaxMbps, ebsBaselineMbps },
    usageClasses: [...(type.usageClasses ?? [])].sort(),
    bootModes: [...(type.bootModes ?? [])].sort(),
    placementStrategies: [...(type.placementStrategies ?? [])].sort(),
    maxNetworkInterfaces: type.maxNetworkInterfaces,
    ipv4PerInterface: type.ipv4PerInterface,
    networkCards: type.networkCards,
    "efa.maxInterfaces": type.efa?.maxInterfaces,
    "localNvme.totalGB": type.localNvme?.totalGB,
    "localNvme.count": type.localNvme?.count,
    "localNvme.sizeGBEach": type.localNvme?.sizeGBEach,
    "accelerator.count": type.accelerator?.count,
    "accelerator.memoryMiBEach": type.accelerator?.memoryMiBEach,
  };
}

withMoto("the instance table against moto's DescribeInstanceTypes", () => {
  const folder = resources ?? "";
  const api = resources === undefined ? {} : (load(join(folder, "instance_types.json.gz")) as Record<string, ApiType>);
  const both = instanceTypes().filter((type) => api[type.name] !== undefined);

  test("covers all rows but those that moto does not carry", () => {
    const absent = instanceTypes().filter((type) => api[type.name] === undefined);
    expect(absent.map((type) => type.name)).toEqual([
      "p6e-gb200.36xlarge",
      "g7.12xlarge",
      "g7.24xlarge",
      "g7.2xlarge",
      "g7.48xlarge",
      "g7.4xlarge",
      "g7.8xlarge",
      "trn2u.48xlarge",
    ]);
  });

  test("agrees field by field, with the deliberate differences only", () => {
    const differences: string[] = [];
    const unused = new Set(
      Object.entries(deliberate).flatMap(([field, names]) => Object.keys(names).map((n) => `${n} ${field}`)),
    );
    for (const type of both) {
      const theirs = fromApi(api[type.name] as ApiType);
      const ours = fromCatalog(type);
      for (const field of Object.keys(theirs)) {
        if (JSON.stringify(ours[field]) === JSON.stringify(theirs[field])) continue;
        if (deliberate[field]?.[type.name] !== undefined) unused.delete(`${type.name} ${field}`);
        else
          differences.push(
            `${type.name} ${field}: ${JSON.stringify(ours[field])}, moto ${JSON.stringify(theirs[field])}`,
          );
      }
    }
    expect(differences).toEqual([]);
    expect([...unused]).toEqual([]); // A listed difference that is none any more must go.
    expect(both.length).toBeGreaterThan(180);
  });

  test("agrees on the availability zones of every region", () => {
    const offerings = join(folder, "instance_type_offerings", "availability-zone-id");
    const theirs = new Map<string, string[]>();
    for (const file of readdirSync(offerings)) {
      const region = file.replace(".json.gz", "");
      for (const row of load(join(offerings, file)) as { InstanceType: string; Location: string }[]) {
        if (findInstanceType(row.InstanceType) === undefined) continue;
        const key = `${row.InstanceType} ${region}`;
        theirs.set(key, [...(theirs.get(key) ?? []), row.Location].sort());
      }
    }
    const ours = new Map(
      instanceTypes().flatMap((type) =>
        Object.entries(type.offeredIn).map(([region, zones]) => [`${type.name} ${region}`, [...zones]] as const),
      ),
    );
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(instanceType("p5en.48xlarge").offeredIn["eu-north-1"]).toBeDefined();
  });
});
