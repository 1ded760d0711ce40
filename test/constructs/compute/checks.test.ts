import fc from "fast-check";
import { Fn } from "cdktf";
import {
  AcceleratorSharing,
  Capacity,
  checkEksGpuNodePoolProps,
  checkEksNodePoolProps,
  EksGpuNodePool,
  EksNodePool,
  type CpuPoolFacts,
  type GpuPoolFacts,
} from "../../../constructs/compute";
import { FactoryError } from "../../../validation/factory-error";
import { fixture } from "./fixture";

function cluster(region: string, zones: readonly string[] = ["a", "b", "c"]): GpuPoolFacts["cluster"] {
  const nodeSubnets = zones.map((zone) => ({ zone: `${region}${zone}` }));
  return { region, kubernetesVersion: "1.34", vpc: { vpcName: "vpc", nodeSubnets } };
}

const block = { reservationId: "cr-0123456789abcdef0", nodes: 16, zone: "eu-north-1a" };
const northern = cluster("eu-north-1");
const virginia = cluster("us-east-1");
const fabric = { zone: "eu-north-1a", vpc: { vpcName: "vpc" } };
const onDemand = Capacity.onDemand({ minNodes: 1, maxNodes: 2 });

const good: GpuPoolFacts = {
  cluster: northern,
  poolName: "training",
  instanceType: "p5.48xlarge",
  capacity: Capacity.capacityBlock(block),
  fabric,
};
const goodCpu: CpuPoolFacts = {
  cluster: northern,
  poolName: "data",
  instanceTypes: ["m7i.4xlarge"],
  capacity: onDemand,
};

function rulesOf(props: Partial<GpuPoolFacts>): string[] {
  return checkEksGpuNodePoolProps({ ...good, ...props }, "pools[0]").map((finding) => finding.rule);
}

function findingOf(props: Partial<GpuPoolFacts>) {
  const [finding] = checkEksGpuNodePoolProps({ ...good, ...props }, "pools[0]");
  return finding;
}

function thrownBy(build: () => unknown): Error | undefined {
  try {
    build();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test("good props have no findings, and so have the constructs' own", () => {
  expect(checkEksGpuNodePoolProps(good, "pools[0]")).toEqual([]);
  expect(checkEksNodePoolProps(goodCpu, "pools[1]")).toEqual([]);
});

describe("a GPU pool", () => {
  test.each<[string, Partial<GpuPoolFacts>, string[]]>([
    ["an unknown type", { instanceType: "p5.48xlage" }, ["ACC-050-known-instance-type"]],
    ["a type known only by token", { instanceType: Fn.join("", ["p5", ".48xlarge"]) }, ["ACC-050-known-instance-type"]],
    [
      "a type that AWS named but nobody can buy",
      { instanceType: "p6e-gb300.36xlarge" },
      ["ACC-050-known-instance-type"],
    ],
    ["a CPU type", { instanceType: "m7i.4xlarge", capacity: onDemand, fabric: undefined }, ["ACC-051-pool-kind"]],
    [
      "a type that the region lacks",
      { instanceType: "p6-b200.48xlarge", capacity: onDemand, zones: ["eu-north-1a"] },
      ["AVL-050-type-offered-in-region"],
    ],
    [
      "more zones than offer the type",
      { instanceType: "p5en.48xlarge", capacity: onDemand, fabric: undefined },
      ["AVL-051-zones-offering-type"],
    ],
    [
      "a zone without a subnet",
      { capacity: onDemand, fabric: undefined, zones: ["eu-north-1d"] },
      ["AVL-052-zone-has-subnet"],
    ],
    ["no zone", { capacity: onDemand, fabric: undefined, zones: [] }, ["AVL-052-zone-has-subnet"]],
    ["a fabric in another zone", { fabric: { ...fabric, zone: "eu-north-1b" } }, ["FAB-051-fabric-zone"]],
    ["a fabric in another VPC", { fabric: { zone: "eu-north-1a", vpc: { vpcName: "other" } } }, ["FAB-052-fabric-vpc"]],
    [
      "EFA on a type without it",
      { instanceType: "g6.4xlarge", cluster: virginia, capacity: onDemand, fabric: { ...fabric, zone: "us-east-1a" } },
      ["FAB-050-efa-supported"],
    ],
    [
      "spot of a type that is sold in blocks only",
      {
        instanceType: "trn2u.48xlarge",
        cluster: cluster("us-east-2"),
        capacity: Capacity.spot({ minNodes: 4, maxNodes: 4 }),
        fabric: undefined,
        zones: ["us-east-2a"],
      },
      ["CAP-051-usage-class"],
    ],
    [
      "a block where none is sold",
      {
        capacity: Capacity.capacityBlock({ ...block, zone: "ap-northeast-2a" }),
        cluster: cluster("ap-northeast-2"),
        fabric: undefined,
      },
      ["CAP-052-block-location"],
    ],
    ["65 nodes in one block", { capacity: Capacity.capacityBlock({ ...block, nodes: 65 }) }, ["CAP-053-block-size"]],
    [
      "a malformed reservation",
      { capacity: Capacity.capacityBlock({ ...block, reservationId: "cr-1" }) },
      ["CAP-054-reservation-id"],
    ],
    [
      "a date without a time",
      { capacity: Capacity.capacityBlock({ ...block, startsAt: "2026-12-01" }) },
      ["CAP-055-block-dates"],
    ],
    [
      "a block that ends before it starts",
      {
        capacity: Capacity.capacityBlock({
          ...block,
          startsAt: "2026-12-09T11:30:00Z",
          endsAt: "2026-12-01T11:30:00Z",
        }),
      },
      ["CAP-055-block-dates"],
    ],
    [
      "half an UltraServer",
      {
        instanceType: "p6e-gb200.36xlarge",
        cluster: cluster("us-east-1", ["-dfw-2a"]),
        capacity: Capacity.capacityBlock({ ...block, nodes: 10, zone: "us-east-1-dfw-2a" }),
        fabric: undefined,
      },
      ["CAP-056-whole-ultraserver"],
    ],
    [
      "a type listed on demand that nobody sells on demand (a warning)",
      { instanceType: "p5e.48xlarge", capacity: onDemand },
      ["CAP-057-on-demand-sold"],
    ],
    ["no nodes at all", { capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 0 }) }, ["CAP-050-node-counts"]],
    [
      "half a node",
      { capacity: Capacity.onDemand({ minNodes: 0.5, maxNodes: 2, desiredNodes: 1 }) },
      ["CAP-050-node-counts"],
    ],
    [
      "a negative minimum",
      { capacity: Capacity.spot({ minNodes: -1, maxNodes: 2, desiredNodes: 1 }) },
      ["CAP-050-node-counts"],
    ],
    [
      "more desired than allowed",
      { capacity: Capacity.onDemand({ minNodes: 1, maxNodes: 2, desiredNodes: 3 }) },
      ["CAP-050-node-counts"],
    ],
    [
      "NaN nodes",
      { capacity: Capacity.capacityBlock({ ...block, nodes: Number.NaN }) },
      Array(3).fill("CAP-050-node-counts"),
    ],
    ["a name with capitals", { poolName: "Training" }, ["OPS-050-pool-name"]],
    ["a name of 64 characters", { poolName: "a".repeat(64) }, ["OPS-050-pool-name"]],
    ["an empty name", { poolName: "" }, ["OPS-050-pool-name"]],
    ["a label with a space", { labels: { team: "red team" } }, ["OPS-051-node-labels"]],
    ["a taint without a key", { taints: [{ key: "", effect: "NoSchedule" }] }, ["OPS-052-node-taints"]],
    ["an unknown MIG profile", { sharing: AcceleratorSharing.mig("1g.18gb") }, ["ACC-055-mig-profile"]],
    [
      "MIG on a GPU without it",
      {
        instanceType: "g6e.12xlarge",
        capacity: onDemand,
        fabric: undefined,
        zones: ["eu-north-1a"],
        sharing: AcceleratorSharing.mig("1g.10gb"),
      },
      ["ACC-055-mig-profile"],
    ],
    [
      "time slicing of Trainium",
      {
        instanceType: "trn1.32xlarge",
        cluster: virginia,
        capacity: onDemand,
        fabric: undefined,
        zones: ["us-east-1a"],
        sharing: AcceleratorSharing.timeSlicing(2),
      },
      ["ACC-056-sharing-vendor"],
    ],
    ["sharing with nobody", { sharing: AcceleratorSharing.timeSlicing(1) }, ["ACC-057-sharing-replicas"]],
    ["49 MPS clients", { sharing: AcceleratorSharing.mps(49) }, ["ACC-057-sharing-replicas"]],
    ["an arm64 image on x86", { amiType: "AL2023_ARM_64_NVIDIA" }, ["ACC-053-image-fits-type"]],
    ["an image without the driver", { amiType: "AL2023_x86_64_STANDARD" }, ["ACC-053-image-fits-type"]],
    ["an unknown AMI type", { amiType: "AL2023_x86_64_NVIDA" }, ["ACC-052-node-image"]],
    ["a malformed image id", { imageId: "ami-xyz" }, ["ACC-054-image-id"]],
    [
      "image and AMI type together",
      { imageId: "ami-0123456789abcdef0", amiType: "AL2023_x86_64_NVIDIA" },
      ["ACC-054-image-id"],
    ],
    [
      "Bottlerocket for Neuron",
      {
        instanceType: "trn1.32xlarge",
        cluster: virginia,
        capacity: onDemand,
        fabric: undefined,
        zones: ["us-east-1a"],
        operatingSystem: "bottlerocket",
      },
      ["ACC-052-node-image"],
    ],
    [
      "IOPS beyond the size",
      { rootVolume: { sizeGiB: 10, iops: 16_000, throughputMiBps: 125 } },
      ["OPS-053-root-volume"],
    ],
    ["throughput beyond the IOPS", { rootVolume: { iops: 3000, throughputMiBps: 1000 } }, ["OPS-053-root-volume"]],
    ["a disk of half a GiB", { rootVolume: { sizeGiB: 0.5 } }, ["OPS-053-root-volume"]],
    ["no pods", { maxPodsPerNode: 0 }, ["OPS-054-max-pods"]],
    ["updates of 101 nodes at once", { maxUnavailableNodes: 101 }, ["OPS-055-max-unavailable"]],
  ])("is refused %s", (_what, props, rules) => {
    expect(rulesOf(props)).toEqual(rules);
  });

  test("is refused Amazon Linux 2, the more so on a version without its images", () => {
    expect(rulesOf({ amiType: "AL2_x86_64_GPU" })).toEqual(["ACC-052-node-image", "VER-050-image-for-version"]);
  });

  test("a misspelt type is told the right one", () => {
    expect(findingOf({ instanceType: "p5.48xlage" })).toMatchObject({
      path: "pools[0].instanceType",
      given: "p5.48xlage",
      fix: "write 'p5.48xlarge'",
      message: "unknown instance type 'p5.48xlage'; did you mean 'p5.48xlarge'?",
    });
  });

  test("a region without the type is told the regions that have it", () => {
    const finding = findingOf({ instanceType: "p6-b200.48xlarge", capacity: onDemand, zones: ["eu-north-1a"] });
    expect(finding?.allowed).toEqual(["us-east-1", "us-east-2", "us-west-2"]);
  });

  test("all problems come together, in one error that names the construct", () => {
    const f = fixture();
    const build = () =>
      new EksGpuNodePool(f.stack, "training", {
        cluster: f.cluster,
        poolName: "Training",
        instanceType: "p5.48xlage",
        capacity: Capacity.onDemand({ minNodes: 3, maxNodes: 1 }),
      });
    const error = thrownBy(build);
    expect(error).toBeInstanceOf(FactoryError);
    expect(error?.message).toMatch(/^3 problems[^]*infra\/training\.instanceType[^]*infra\/training\.poolName/);
  });

  test("values that only the plan knows are skipped", () => {
    const token = Fn.join("", ["a", "b"]);
    const capacity = Capacity.capacityBlock({
      reservationId: token,
      nodes: 16,
      zone: token,
      startsAt: token,
      endsAt: token,
    });
    expect(rulesOf({ poolName: token, capacity, labels: { team: token }, imageId: token })).toEqual([]);
  });

  test("no combination of counts, names and zones makes the checks throw", () => {
    const types = fc.constantFrom("p5.48xlarge", "g6e.12xlarge", "p6e-gb200.36xlarge", "m7i.large", "nonsense", "");
    const count = fc.oneof(fc.integer(), fc.double(), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        types,
        fc.string(),
        count,
        count,
        fc.array(fc.string()),
        (instanceType, poolName, minNodes, maxNodes, zones) => {
          const capacity = Capacity.onDemand({ minNodes, maxNodes });
          const findings = checkEksGpuNodePoolProps({ ...good, instanceType, poolName, capacity, zones }, "pools[0]");
          for (const finding of findings) {
            expect(finding.path).toMatch(/^pools\[0\]/);
            expect(finding.fix).not.toBe("");
          }
        },
      ),
    );
  });
});

describe("a CPU pool", () => {
  test.each<[string, Partial<CpuPoolFacts>, string[]]>([
    ["no type", { instanceTypes: [] }, ["ACC-058-instance-type-list"]],
    ["types of two architectures", { instanceTypes: ["m7i.4xlarge", "m7g.4xlarge"] }, ["ACC-058-instance-type-list"]],
    ["an accelerated type", { instanceTypes: ["g6e.12xlarge"], zones: ["eu-north-1a"] }, ["ACC-051-pool-kind"]],
    ["an unknown type", { instanceTypes: ["m7i.4xlarge", "m7i.5xlarge"] }, ["ACC-050-known-instance-type"]],
  ])("is refused %s", (_what, props, rules) => {
    const findings = checkEksNodePoolProps({ ...goodCpu, ...props }, "pools[1]");
    expect(findings.map((finding) => finding.rule)).toEqual(rules);
  });

  test("names the one type of a list that is wrong", () => {
    const [finding] = checkEksNodePoolProps({ ...goodCpu, instanceTypes: ["m7i.4xlarge", "m7i.5xlarge"] }, "pools[1]");
    expect(finding?.path).toBe("pools[1].instanceTypes[1]");
  });

  test("with problems is not built", () => {
    const f = fixture();
    const props = { cluster: f.cluster, poolName: "data", instanceTypes: [], capacity: onDemand };
    expect(() => new EksNodePool(f.stack, "data", props)).toThrow(/ACC-058-instance-type-list/);
  });
});
