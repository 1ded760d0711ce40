import {
  acceptanceThresholds,
  acceptanceThresholdsFor,
  accelerator,
  accelerators,
  chart,
  charts,
  compatibilityRule,
  compatibilityRules,
  compatibilityRulesFor,
  coolingBand,
  coolingBands,
  eksAllReduceThreshold,
  fabricDesign,
  facilityFacts,
  helmChart,
  migConfigLabel,
  migResource,
  networkSwitch,
  nodePowerKW,
  roceFacts,
  storageTier,
  storageTiers,
  system,
} from "../../catalog";

describe("accelerators", () => {
  test("are thirty, with dense figures", () => {
    expect(accelerators()).toHaveLength(30);
    expect(accelerator("h100-sxm-80gb")).toMatchObject({
      memoryGB: 80,
      memoryBandwidthGBps: 3350,
      powerW: 700,
      denseTflops: { bf16: 989, fp8: 1979 },
      scaleUp: { domainSize: 8, bidirectionalGBps: 900 },
      kubernetes: { resource: "nvidia.com/gpu", chartId: "gpu-operator" },
    });
    for (const row of accelerators()) {
      const { bf16: dense } = row.denseTflops;
      const { bf16: sparse } = row.sparseTflops;
      if (dense !== undefined && sparse !== undefined) expect(dense).toBeLessThan(sparse);
    }
  });

  test("leave out what was not found: an FP4 rate of H100, the resource of Tenstorrent cards", () => {
    expect(accelerator("h100-sxm-80gb").denseTflops.fp4).toBeUndefined();
    expect(accelerator("wormhole-n300").kubernetes.resource).toBeUndefined();
    expect(accelerator("trainium2").powerW).toBeUndefined();
  });

  test("have MIG profiles by the names that Kubernetes uses", () => {
    expect(accelerator("h200-sxm-141gb").mig?.profiles).toEqual({
      "1g.18gb": 7,
      "1g.18gb+me": 1,
      "1g.35gb": 4,
      "2g.35gb": 3,
      "3g.71gb": 2,
      "4g.71gb": 1,
      "7g.141gb": 1,
    });
    expect(accelerator("l40s").mig).toBeUndefined();
    expect(accelerator("mi300x").partitioning?.modes).toContain("CPX");
    expect(migResource("1g.18gb+me")).toBe("nvidia.com/mig-1g.18gb.me");
    expect(migConfigLabel("1g.18gb+me")).toBe("all-1g.18gb.me");
  });
});

describe("systems, fabric, power and storage", () => {
  test("say the power to plan for, derived where it is not published, undefined where neither is known", () => {
    expect(nodePowerKW(system("dgx-h100"))).toBe(10.2);
    expect(nodePowerKW(system("dgx-b300"))).toBe(14);
    expect(system("dgx-b300").maxPowerKW).toBeUndefined();
    expect(nodePowerKW(system("aws-p5.48xlarge"))).toBeUndefined();
    expect(system("gb200-nvl72")).toMatchObject({ acceleratorsPerRack: 72, acceleratorsPerNode: 4, rackPowerKW: 120 });
  });

  test("know switches and published fabrics", () => {
    expect(networkSwitch("QM9700")).toMatchObject({ ports: 64, portGbps: 400, technology: "infiniband" });
    expect(fabricDesign("dgx-superpod-h100").table.find((row) => row.scalableUnits === 3)).toMatchObject({
      leaf: 24,
      spine: 16,
    });
    expect(roceFacts()).toMatchObject({ switchPriority: 3, cnpPriority: 6, ecnThresholdBytes: 1501500 });
    expect(() => networkSwitch("QM9800")).toThrow("did you mean 'QM9700'?");
  });

  test("know cooling bands, weakest first, and the facility's figures", () => {
    expect(coolingBands().map((band) => band.method)).toEqual(["air", "rear-door", "direct-to-chip"]);
    expect(coolingBand("air").maxRackKW).toBe(40);
    expect(coolingBand("direct-to-chip").maxRackKW).toBeUndefined();
    expect(facilityFacts()).toMatchObject({ pueIndustryAverage: 1.54, pueNewFacility: 1.3, ashraeInletC: [18, 27] });
  });

  test("know storage tiers, least demanding first", () => {
    expect(storageTiers().map((tier) => tier.id)).toEqual(["good", "better", "best"]);
    expect(storageTier("best")).toMatchObject({ nodeReadGBps: 40, scalableUnitReadGBps: 125 });
  });
});

describe("charts", () => {
  test("carry what a Helm release needs, with the repository apart from the chart's name", () => {
    expect(helmChart("gpu-operator")).toMatchObject({
      repository: "https://helm.ngc.nvidia.com/nvidia",
      chart: "gpu-operator",
      version: "v26.7.0",
      namespace: "gpu-operator",
    });
    expect(helmChart("aws-load-balancer-controller").version).toBe("3.5.0");
    expect(helmChart("nvidia-device-plugin").repository).toBe("https://nvidia.github.io/k8s-device-plugin");
    // An OCI chart's full reference is repository/chart; KAI's repository happens to be named like its chart.
    expect(helmChart("karpenter").repository).toBe("oci://public.ecr.aws/karpenter");
    expect(helmChart("kai-scheduler").repository).toBe("oci://ghcr.io/kai-scheduler/kai-scheduler");
    for (const row of charts()) {
      if (row.repository === undefined) continue;
      expect(row.repository).toMatch(/^(https|oci):\/\//);
    }
  });

  test("are the 58 of the fact sheet and the AWS platform's own", () => {
    const ids = charts().map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(58 + 4);
    expect(ids).toEqual(
      expect.arrayContaining(["kueue", "karpenter", "metrics-server", "cluster-autoscaler", "jobset"]),
    );
  });

  test("of 1.2.1 slurm-operator and its CRDs have one version", () => {
    expect(chart("slurm-operator-crds").version).toBe(chart("slurm-operator").version);
    expect(chart("karpenter-crd").version).toBe(chart("karpenter").version);
    expect(chart("rook-ceph-cluster").version).toBe(chart("rook-ceph").version);
  });
});

describe("compatibility rules", () => {
  test("are 27, and say which Kubernetes versions they allow", () => {
    expect(compatibilityRules()).toHaveLength(27);
    expect(compatibilityRule("dra-k8s-1.34").minKubernetes).toBe("1.34");
    expect(compatibilityRule("netop-26.4-k8s")).toMatchObject({
      charts: ["network-operator"],
      minKubernetes: "1.31",
      maxKubernetes: "1.35",
    });
    expect(compatibilityRulesFor("kubeflow-trainer").map((rule) => rule.id)).toEqual(["trainer-bundles"]);
  });
});

describe("acceptance thresholds", () => {
  test("are found by accelerator, and only where an operator published one for EKS", () => {
    expect(acceptanceThresholds()).toHaveLength(16);
    expect(eksAllReduceThreshold("h100-sxm-80gb")).toMatchObject({ min: 300, tolerance: 0.1, unit: "GB/s" });
    expect(eksAllReduceThreshold("gb200-nvl72")).toMatchObject({ min: 40, provisional: true });
    expect(eksAllReduceThreshold("h200-sxm-141gb")).toBeUndefined();
    expect(acceptanceThresholdsFor("b300-sxm-288gb").map((row) => row.min)).toEqual([800]);
  });
});
