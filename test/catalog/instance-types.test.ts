import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  instanceType,
  instanceTypes,
  notPricedReason,
  offeredZoneIds,
  offering,
  onDemandPrice,
  pricedRegions,
  regionsOffering,
  undescribedInstanceTypes,
} from "../../catalog";
import { sharedFile, withShared } from "../setup/shared";

describe("the table of instance types", () => {
  test("has all 98 accelerated types, described or with the reason why not, and CPU types", () => {
    const accelerated = instanceTypes().filter((type) => type.accelerator !== undefined);
    expect(accelerated.length + undescribedInstanceTypes().length).toBe(98);
    const families = new Set(
      instanceTypes()
        .filter((t) => t.accelerator === undefined)
        .map((t) => t.family),
    );
    expect([...families].sort()).toEqual(
      ["c6i", "c7g", "c7i", "hpc7a", "hpc7g", "i4i", "m6i", "m7g", "m7i", "m8g", "r6i", "r7i"].sort(),
    );
  });

  test("carries what a launch template needs of p5en.48xlarge", () => {
    const type = instanceType("p5en.48xlarge");
    expect(type).toMatchObject({ vCpus: 192, memoryMiB: 2097152, architecture: "x86_64", family: "p5en" });
    expect(type.accelerator).toMatchObject({ kind: "gpu", count: 8, acceleratorId: "h200-sxm-141gb" });
    expect(type.networkCards).toHaveLength(16);
    expect(type.networkCards[15]).toMatchObject({ index: 15, peakGbps: 200 });
    expect(type.efa).toMatchObject({ maxInterfaces: 16, rdmaRead: true, rdmaWrite: true });
    expect(type.usageClasses).toContain("capacity-block");
    expect(type.localNvme).toMatchObject({ count: 8 });
    expect(type.fieldSources.eksMaxPods).toContain("amazon-vpc-cni-k8s");
  });

  test("names are unique and cards are numbered without gaps", () => {
    const names = instanceTypes().map((type) => type.name);
    expect(new Set(names).size).toBe(names.length);
    for (const type of instanceTypes()) {
      expect(type.networkCards.map((card) => card.index)).toEqual(type.networkCards.map((_, index) => index));
      expect(type.networkCards.length).toBeGreaterThan(0);
    }
  });
});

describe("traps of the sources", () => {
  test.each(["p6-b300.48xlarge", "p6e-gb200.36xlarge"])("card 0 of %s has no EFA", (name) => {
    expect(instanceType(name).efa?.cardsWithEfa).not.toContain(0);
    expect(instanceType(name).networkCards).toHaveLength(17);
  });

  test("a Trainium2 device has 96 GiB, not the 512 GiB of the EC2 API", () => {
    for (const name of ["trn2.3xlarge", "trn2.48xlarge", "trn2u.48xlarge"]) {
      expect(instanceType(name).accelerator?.memoryMiBEach).toBe(96 * 1024);
    }
  });

  test("a fractional GPU counts one device with the memory of its slice", () => {
    expect(instanceType("g6f.large").accelerator).toMatchObject({ count: 1, fraction: 0.125, memoryMiBEach: 2861 });
    expect(instanceType("g6.xlarge").accelerator?.fraction).toBeUndefined();
  });

  test.each(["p5e.48xlarge", "trn2.48xlarge", "trn2.3xlarge"])("%s lists on-demand, but has no price", (name) => {
    expect(instanceType(name).usageClasses).toContain("on-demand");
    expect(pricedRegions(name)).toEqual([]);
    expect(notPricedReason(name)).toBeDefined();
  });

  test("p6-b200 cards report ENA bandwidth; the EFA bandwidth is documented apart", () => {
    const type = instanceType("p6-b200.48xlarge");
    expect(type.networkCards[0]?.peakGbps).toBe(200);
    expect(type.efa?.gbps).toBe(3200);
  });

  test.each(["p4d.24xlarge", "p4de.24xlarge", "trn1.32xlarge", "dl1.24xlarge", "vt1.24xlarge", "g4dn.metal"])(
    "%s boots legacy BIOS only",
    (name) => {
      expect(instanceType(name).bootModes).toEqual(["legacy-bios"]);
    },
  );

  test("vt1 takes no cluster placement, inf2 no EFA, DL1 is Gaudi and not a GPU", () => {
    expect(instanceType("vt1.24xlarge").placementStrategies).not.toContain("cluster");
    expect(instanceType("inf2.48xlarge").efa).toBeUndefined();
    expect(instanceType("dl1.24xlarge").accelerator?.kind).toBe("gaudi");
  });

  test("what no source gives is absent: g7's usage classes, gb200's boot modes", () => {
    expect(instanceType("g7.8xlarge").usageClasses).toBeUndefined();
    expect(instanceType("p6e-gb200.36xlarge").bootModes).toBeUndefined();
    expect(instanceType("p6e-gb200.36xlarge").efa?.maxInterfaces).toBeUndefined();
  });
});

describe("offerings", () => {
  test("say where a type is offered, where not, and where nothing is known", () => {
    expect(offering("p5en.48xlarge", "eu-north-1")).toBe("offered");
    expect(offering("p5en.48xlarge", "eu-central-1")).toBe("not-offered");
    expect(offering("p5en.48xlarge", "eusc-de-east-1")).toBe("unknown");
    expect(offering("p5en.48xlarge", "us-gov-west-1")).toBe("unknown");
  });

  test("a price is not an offering, and a type outside the data is unknown everywhere", () => {
    expect(onDemandPrice("p4d.24xlarge", "ap-southeast-1")).toBeDefined();
    expect(offering("p4d.24xlarge", "ap-southeast-1")).toBe("not-offered");
    expect(offering("g7.8xlarge", "us-east-1")).toBe("unknown");
  });

  test("an announcement is kept apart from the offering", () => {
    expect(offering("g6.12xlarge", "eusc-de-east-1")).toBe("unknown");
    expect(instanceType("g6.12xlarge").additionalRegionsAnnounced).toEqual(["eusc-de-east-1"]);
  });

  test("give the zones", () => {
    expect(offeredZoneIds("p5.48xlarge", "sa-east-1")).toEqual(["sae1-az3"]);
    expect(offeredZoneIds("p5.48xlarge", "eu-central-1")).toEqual([]);
    expect(regionsOffering("p6-b300.48xlarge")).toEqual(["us-west-2"]);
  });
});

describe("prices", () => {
  test("are dated and sourced", () => {
    expect(onDemandPrice("p5.48xlarge", "us-east-1")).toEqual({
      usdPerHour: 55.04,
      asOf: "2026-07-20",
      source: expect.stringContaining("karpenter"),
    });
    expect(onDemandPrice("p5en.48xlarge", "us-east-1")?.usdPerHour).toBe(63.296);
    expect(onDemandPrice("m7i.2xlarge", "us-east-1")?.usdPerHour).toBe(0.4032);
  });

  test("are undefined where no source has one: never 0, never a neighbour region's", () => {
    expect(onDemandPrice("p5e.48xlarge", "us-east-2")).toBeUndefined();
    expect(onDemandPrice("m7i.2xlarge", "eu-north-1")).toBeUndefined();
    expect(onDemandPrice("no-such-type", "us-east-1")).toBeUndefined();
    for (const type of instanceTypes()) {
      for (const region of pricedRegions(type.name)) {
        expect(onDemandPrice(type.name, region)?.usdPerHour).toBeGreaterThan(0);
      }
    }
  });
});

withShared("against the shared facts", () => {
  test("every price of the fact sheet is in the table", () => {
    const facts = JSON.parse(readFileSync(sharedFile("facts/aws/prices.json"), "utf8")) as {
      onDemand: Record<string, Record<string, { usdPerHour: number }>>;
    };
    const wrong = Object.entries(facts.onDemand).flatMap(([type, byRegion]) =>
      Object.entries(byRegion)
        .filter(([region, price]) => onDemandPrice(type, region)?.usdPerHour !== price.usdPerHour)
        .map(([region]) => `${type} ${region}`),
    );
    expect(wrong).toEqual([]);
  });
});

test("the data files are JSON that a reviewer can read: one row a line", () => {
  const text = readFileSync(join(__dirname, "../../catalog/data/aws-accelerated-instance-types.json"), "utf8");
  expect(text.split("\n").filter((line) => line.startsWith('  {"name"')).length).toBe(93);
});
