import * as fc from "fast-check";
import {
  amiTypeFor,
  amiTypeForInstance,
  amiTypes,
  capacityBlockDispute,
  capacityBlockLocations,
  capacityBlockOffering,
  defaultKubernetesVersion,
  defaultZones,
  directoryBucketName,
  eksAddon,
  eksAddonVersion,
  findRegion,
  instanceType,
  instanceTypes,
  isCapacityBlockDuration,
  kubernetesVersion,
  legalLustreCapacityGiB,
  legalOpenZfsThroughputMBps,
  lustreCapacitySteps,
  lustreDeployment,
  lustreOffer,
  lustreRules,
  lustreThroughputMBps,
  maxPods,
  partition,
  partitionOf,
  quotaFor,
  region,
  regions,
  s3ExpressZoneIds,
  ultraServersOf,
} from "../../catalog";

describe("regions", () => {
  test("know the partition and its names", () => {
    expect(partitionOf("eusc-de-east-1")).toMatchObject({ id: "aws-eusc", dnsSuffix: "amazonaws.eu" });
    expect(partitionOf("cn-north-1").dnsSuffix).toBe("amazonaws.com.cn");
    expect(partitionOf("us-gov-west-1").id).toBe("aws-us-gov");
    expect(partition("aws").globalRegion).toBe("us-east-1");
    expect(partition("aws-eusc").globalRegion).toBe("eusc-de-east-1");
  });

  test("London, Zurich and eu-isoe-west-1 are not in the European Union, whatever their names begin with", () => {
    expect(region("eu-west-2")).toMatchObject({ country: "GB", eu: false, eea: false });
    expect(region("eu-central-2")).toMatchObject({ country: "CH", eu: false, eea: false });
    expect(region("eu-isoe-west-1").eu).toBeUndefined();
    const inside = regions().filter((row) => row.eu === true);
    expect(inside.map((row) => row.name).sort()).toEqual(
      ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3", "eusc-de-east-1"].sort(),
    );
  });

  test("every region outside the isolated partitions has a country", () => {
    const open = regions().filter((row) => partition(row.partition).publicEndpoints);
    expect(open.filter((row) => row.country === undefined)).toEqual([]);
    expect(open.length).toBe(39);
  });

  test("offer zones that exist, and none where none is known", () => {
    expect(defaultZones("eu-north-1")).toEqual(["eu-north-1a", "eu-north-1b", "eu-north-1c"]);
    expect(defaultZones("ap-northeast-1")).toEqual(["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]);
    expect(defaultZones("us-west-1", 3)).toEqual(["us-west-1a", "us-west-1b"]);
    expect(defaultZones("eusc-de-east-1")).toEqual([]);
    expect(() => defaultZones("eu-nowhere-1")).toThrow("unknown region");
    expect(findRegion("us-east-1-dfw-2a")).toBeUndefined();
  });

  test("every zone in which a type is offered belongs to its region", () => {
    for (const type of instanceTypes()) {
      for (const [name, zones] of Object.entries(type.offeredIn)) {
        expect(region(name).zoneIds).toEqual(expect.arrayContaining([...zones]));
      }
    }
  });

  test("say which must be opted into", () => {
    expect(region("eu-south-2").optIn).toBe(true);
    expect(region("eu-north-1").optIn).toBe(false);
    expect(region("us-gov-west-1").optIn).toBeUndefined();
  });
});

describe("EKS", () => {
  test("the default version is in standard support on the release's date", () => {
    const version = kubernetesVersion(defaultKubernetesVersion());
    expect(version.version).toBe("1.35");
    expect(version.endOfStandardSupport).toBe("2027-03-27");
    expect(kubernetesVersion("1.34").endOfStandardSupport).toBe("2026-12-02");
    expect(kubernetesVersion("1.36").endOfStandardSupport).toBeUndefined();
    expect(() => kubernetesVersion("1.53")).toThrow("did you mean '1.3");
  });

  test.each([
    [{ acceleratorKind: "gpu", architecture: "x86_64" }, "AL2023_x86_64_NVIDIA"],
    [{ acceleratorKind: "gpu", architecture: "arm64" }, "AL2023_ARM_64_NVIDIA"],
    [{ acceleratorKind: "gpu", architecture: "x86_64", os: "bottlerocket" }, "BOTTLEROCKET_x86_64_NVIDIA"],
    [{ acceleratorKind: "neuron", architecture: "x86_64" }, "AL2023_x86_64_NEURON"],
    [{ acceleratorKind: "neuron", architecture: "x86_64", os: "bottlerocket" }, undefined],
    [{ acceleratorKind: "fpga", architecture: "x86_64" }, "AL2023_x86_64_STANDARD"],
    [{ architecture: "arm64", os: "bottlerocket" }, "BOTTLEROCKET_ARM_64"],
    [{ architecture: "x86_64", os: "bottlerocket", fips: true }, "BOTTLEROCKET_x86_64_FIPS"],
    [{ architecture: "x86_64", os: "al2023", fips: true }, undefined],
  ] as const)("the AMI type for %j is %s", (query, expected) => {
    expect(amiTypeFor(query)).toBe(expected);
  });

  test("the AMI type follows the instance: NVIDIA, AMD, Gaudi, Neuron", () => {
    expect(amiTypeForInstance(instanceType("p6e-gb200.36xlarge"))).toBe("AL2023_ARM_64_NVIDIA");
    expect(amiTypeForInstance(instanceType("g4ad.xlarge"))).toBe("AL2023_x86_64_STANDARD");
    expect(amiTypeForInstance(instanceType("dl1.24xlarge"))).toBe("AL2023_x86_64_STANDARD");
    expect(amiTypeForInstance(instanceType("trn2.48xlarge"))).toBe("AL2023_x86_64_NEURON");
  });

  test("there are 19 AMI types for provider 5.100 and four later ones; AL2 ends before 1.33", () => {
    expect(amiTypes().filter((row) => row.supportedByProvider5)).toHaveLength(19);
    expect(amiTypes()).toHaveLength(23);
    expect(
      amiTypes()
        .filter((row) => row.os === "al2")
        .map((row) => row.lastKubernetesVersion),
    ).toEqual(["1.32", "1.32", "1.32"]);
  });

  test("an add-on has a concrete version where one was found, else none", () => {
    const version = defaultKubernetesVersion();
    for (const name of ["vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent", "aws-ebs-csi-driver"]) {
      expect(eksAddonVersion(name, version)?.version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    }
    expect(eksAddonVersion("kube-proxy", version)?.version.startsWith(`v${version}.`)).toBe(true);
    expect(eksAddonVersion("aws-fsx-csi-driver", version)).toBeUndefined();
    expect(() => eksAddon("vpc-cnl")).toThrow("did you mean 'vpc-cni'?");
  });

  test("max pods are the listed ones, the formula for the rest, and less by one interface with EFA on card 0", () => {
    expect(maxPods(instanceType("p5.48xlarge"))).toBe(100);
    expect(maxPods(instanceType("p5.48xlarge"), { efaOnCard0: true })).toBe(51);
    expect(maxPods(instanceType("m7i.large"))).toBe(29);
    expect(maxPods(instanceType("p6e-gb200.36xlarge"))).toBeUndefined();
  });
});

describe("FSx for Lustre", () => {
  test("PERSISTENT_2 is whole where EFA is, limited in some regions, absent in others, unknown in the rest", () => {
    expect(lustreOffer("eu-north-1", "PERSISTENT_2")).toMatchObject({ offered: true, efa: true });
    expect(lustreOffer("il-central-1", "PERSISTENT_2")).toMatchObject({
      offered: true,
      efa: false,
      ssdThroughputTiers: [125, 250],
    });
    expect(lustreOffer("il-central-1", "SCRATCH_2")?.offered).toBe(true);
    expect(lustreOffer("ca-west-1", "SCRATCH_2")?.offered).toBe(false);
    expect(lustreOffer("ca-west-1", "PERSISTENT_1")).toBeUndefined(); // The sources disagree.
    expect(lustreOffer("eusc-de-east-1", "PERSISTENT_2")).toBeUndefined();
    expect(lustreOffer("cn-north-1", "PERSISTENT_2")).toBeUndefined();
  });

  test.each(["ap-southeast-3", "sa-east-1", "eu-south-2", "me-central-1", "us-gov-west-1", "ap-northeast-3"])(
    "%s has large GPUs but no PERSISTENT_2, and falls back to PERSISTENT_1",
    (name) => {
      expect(lustreOffer(name, "PERSISTENT_2")?.offered).toBe(false);
      expect(lustreOffer(name, "PERSISTENT_1")).toMatchObject({ offered: true, ssdThroughputTiers: [50, 100, 200] });
      expect(lustreOffer(name, "SCRATCH_2")?.offered).toBe(true);
    },
  );

  test.each([
    [1, { deploymentType: "PERSISTENT_2", throughputPerTiB: 125 }, 1200],
    [1201, { deploymentType: "PERSISTENT_2", throughputPerTiB: 125 }, 2400],
    [2401, { deploymentType: "SCRATCH_2" }, 4800],
    [2401, { deploymentType: "SCRATCH_1" }, 3600],
    [1, { deploymentType: "PERSISTENT_2", throughputPerTiB: 1000, efa: true }, 4800],
    [4801, { deploymentType: "PERSISTENT_2", throughputPerTiB: 1000, efa: true }, 9600],
    [1, { deploymentType: "PERSISTENT_2", throughputPerTiB: 500, efa: true }, 9600],
    [1, { deploymentType: "PERSISTENT_2", throughputPerTiB: 250, efa: true }, 19200],
    [50000, { deploymentType: "PERSISTENT_2", throughputPerTiB: 125, efa: true }, 76800],
    [1, { deploymentType: "PERSISTENT_1", storageType: "HDD", throughputPerTiB: 12 }, 6000],
    [1801, { deploymentType: "PERSISTENT_1", storageType: "HDD", throughputPerTiB: 40 }, 3600],
  ] as const)("%d GiB of %j become %d GiB", (wanted, query, legal) => {
    expect(legalLustreCapacityGiB(wanted, query)).toBe(legal);
  });

  test("a legal capacity holds what was wanted, is legal itself, and no smaller one is", () => {
    const query = fc.constantFrom(
      { deploymentType: "SCRATCH_1" as const },
      { deploymentType: "SCRATCH_2" as const },
      { deploymentType: "PERSISTENT_1" as const, throughputPerTiB: 100 },
      ...[125, 250, 500, 1000].map((tier) => ({
        deploymentType: "PERSISTENT_2" as const,
        throughputPerTiB: tier,
        efa: true,
      })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), query, (wanted, given) => {
        const legal = legalLustreCapacityGiB(wanted, given);
        const { small, stepGiB } = lustreCapacitySteps(given);
        const before = [...small, legal - stepGiB].filter((capacity) => capacity < legal);
        return (
          legal >= wanted &&
          legalLustreCapacityGiB(legal, given) === legal &&
          before.every((capacity) => capacity < wanted)
        );
      }),
    );
  });

  test("combinations that do not exist are refused with what does", () => {
    expect(() =>
      legalLustreCapacityGiB(1200, { deploymentType: "PERSISTENT_1", efa: true, throughputPerTiB: 100 }),
    ).toThrow("PERSISTENT_1 has no EFA");
    expect(() => legalLustreCapacityGiB(1200, { deploymentType: "PERSISTENT_2", throughputPerTiB: 200 })).toThrow(
      "it has 125, 250, 500, 1000",
    );
    expect(() => legalLustreCapacityGiB(1200, { deploymentType: "PERSISTENT_2", storageType: "HDD" })).toThrow(
      "no HDD",
    );
    expect(() => legalLustreCapacityGiB(1200, { deploymentType: "PERSISTENT_2", efa: true })).toThrow("needs its tier");
    expect(() => legalLustreCapacityGiB(0, { deploymentType: "SCRATCH_2" })).toThrow("must be positive");
    expect(() => legalLustreCapacityGiB(Number.NaN, { deploymentType: "SCRATCH_2" })).toThrow("must be positive");
    expect(() => lustreDeployment("PERSISTENT_3")).toThrow("did you mean 'PERSISTENT_1'?");
  });

  test("throughput is capacity in TiB times the tier", () => {
    expect(lustreThroughputMBps(4800, 1000)).toBe(4687.5);
  });

  test("links to S3, metadata and GPUDirect have their rules", () => {
    expect(lustreDeployment("SCRATCH_1").dataRepositoryAssociations).toBe(false);
    expect(lustreDeployment("PERSISTENT_2").lustreVersions).not.toContain("2.10");
    expect(lustreRules().maxDataRepositoryAssociations).toBe(8);
    expect(lustreRules().metadataIopsSsd.slice(0, 5)).toEqual([1500, 3000, 6000, 12000, 24000]);
    expect(lustreRules().metadataIopsSsd.at(-1)).toBe(192000);
    expect(lustreRules().efaClientExclusions).toContain("trn2");
    expect(lustreRules().gpuDirectFamilies).toEqual(["p5", "p5e", "p5en", "p6-b200"]);
    expect(lustreRules().ports).toEqual([
      { from: 988, to: 988 },
      { from: 1018, to: 1023 },
    ]);
  });
});

describe("OpenZFS and S3 Express", () => {
  test("round throughput up to what can be chosen", () => {
    expect(legalOpenZfsThroughputMBps(100, "SINGLE_AZ_1")).toBe(128);
    expect(legalOpenZfsThroughputMBps(100, "MULTI_AZ_1")).toBe(160);
    expect(legalOpenZfsThroughputMBps(5000, "SINGLE_AZ_1")).toBeUndefined();
  });

  test("know the zones of S3 Express", () => {
    expect(s3ExpressZoneIds("eu-north-1")).toEqual(["eun1-az1", "eun1-az2", "eun1-az3"]);
    expect(s3ExpressZoneIds("eu-central-1")).toEqual([]);
    expect(directoryBucketName("weights", "eun1-az1")).toBe("weights--eun1-az1--x-s");
  });
});

describe("quotas", () => {
  test.each([
    ["p5en.48xlarge", "on-demand", "L-417A185B"],
    ["p5.48xlarge", "spot", "L-7212CCBC"],
    ["gr6.4xlarge", "on-demand", "L-DB2E81BA"],
    ["vt1.3xlarge", "on-demand", "L-DB2E81BA"],
    ["trn1.32xlarge", "on-demand", "L-2C3B7624"],
    ["trn1.32xlarge", "spot", "L-6B0D517C"],
    ["inf2.xlarge", "on-demand", "L-1945791B"],
    ["dl1.24xlarge", "on-demand", "L-6E869C2A"],
    ["f2.6xlarge", "on-demand", "L-74FC7D96"],
    ["hpc7g.4xlarge", "on-demand", "L-F7808C92"],
    ["m7i.large", "on-demand", "L-1216C47A"],
    ["i4i.large", "spot", "L-34B43A08"],
  ] as const)("%s %s counts vCPUs against %s", (name, market, code) => {
    const found = quotaFor(instanceType(name), market);
    expect(found?.code).toBe(code);
    expect(found?.unit).toBe("vCPU");
  });

  test("capacity blocks count against none, and every type has an on-demand quota", () => {
    expect(quotaFor(instanceType("p5en.48xlarge"), "capacity-block")).toBeUndefined();
    expect(instanceTypes().filter((type) => quotaFor(type, "on-demand") === undefined)).toEqual([]);
  });
});

describe("capacity blocks", () => {
  test("last 1 to 14 days, then whole weeks up to 182", () => {
    expect([1, 14, 21, 28, 182].every(isCapacityBlockDuration)).toBe(true);
    expect([0, 15, 20, 183, 189, 1.5].some(isCapacityBlockDuration)).toBe(false);
  });

  test("are sold where the list says; for p5en AWS's pages disagree", () => {
    expect(capacityBlockOffering("p5.48xlarge", "eu-north-1")).toBe("offered");
    expect(capacityBlockOffering("p5.48xlarge", "eu-central-1")).toBe("not-offered");
    expect(capacityBlockOffering("p5en.48xlarge", "eu-north-1")).toBe("unknown");
    expect(capacityBlockDispute("p5en.48xlarge")).toContain("describe-capacity-block-offerings");
    expect(capacityBlockLocations("p6e-gb200.36xlarge")).toEqual(["us-east-1-dfw-2a"]);
  });

  test("know UltraServers as whole NVLink domains", () => {
    expect(ultraServersOf("p6e-gb200.36xlarge").map((row) => [row.instances, row.accelerators])).toEqual([
      [9, 36],
      [18, 72],
    ]);
    expect(ultraServersOf("p5.48xlarge")).toEqual([]);
  });
});
