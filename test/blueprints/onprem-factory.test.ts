import { App } from "cdktf";
import { checkOnPremFactoryProps, OnPremFactory, type OnPremFactoryProps } from "../../blueprints";
import { AcceleratorSharing } from "../../constructs/compute";
import type { IPlatformComponent } from "../../constructs/contracts";
import { SubnetManager } from "../../constructs/fabric";
import { FilesystemExporter } from "../../constructs/observability";
import { LustreMount } from "../../constructs/storage";
import { resourcesOf, synthStack } from "../../testing";
import { FactoryError } from "../../validation/factory-error";
import { smallSite } from "../constructs/onprem/site-props";
import { fakeChart } from "../constructs/platform/fakes";

const interfaceNames = ["ib0", "ib1", "ib2", "ib3", "ib4", "ib5", "ib6", "ib7"];
const golden: OnPremFactoryProps = {
  site: smallSite,
  cluster: { kubernetesVersion: "1.34", access: { kind: "kubeconfig", context: "oslo" } },
  fabrics: [
    {
      kind: "infiniband",
      name: "compute",
      network: "compute",
      interfaceNames,
      subnetManager: SubnetManager.ufm(),
    },
  ],
  pools: [{ name: "dgx", fabric: "compute", vCpus: 224, memoryGiB: 2048 }],
  cpuPools: [{ name: "store", taints: [{ key: "store", effect: "NoSchedule" }] }],
};

function build(props: Partial<OnPremFactoryProps> = {}): OnPremFactory {
  return new OnPremFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "demo", { ...golden, ...props });
}

function namesOf(factory: OnPremFactory): string[] {
  return factory.platform.components.components.map(({ component }) => component.name);
}

function rulesOf(props: Partial<OnPremFactoryProps>): string[] {
  return checkOnPremFactoryProps({ ...golden, ...props }, "demo")
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule)
    .sort();
}

describe("an on-prem factory", () => {
  const factory = build();
  const emitted = synthStack(factory.platform);

  test("is one stack that creates nothing but what runs on the cluster", () => {
    expect(Object.keys(emitted.resource ?? {}).sort()).toEqual(["helm_release", "kubernetes_namespace_v1"]);
  });

  test("reaches the cluster by the named context, and keeps no credential", () => {
    expect(JSON.stringify(emitted.provider)).toContain('"config_context":"oslo"');
    expect(JSON.stringify(emitted.provider)).not.toMatch(/"token"|"password"|"client_key"/);
  });

  test("installs one Node Feature Discovery, and the operators of its hardware after it", () => {
    const names = namesOf(factory);
    expect(names.filter((name) => name.includes("feature"))).toEqual(["node-feature-discovery"]);
    for (const later of ["pool-labels", "network-operator", "gpu-operator"]) {
      expect(names.indexOf(later)).toBeGreaterThan(names.indexOf("node-feature-discovery"));
    }
    const values = Object.values(resourcesOf(emitted, "helm_release")).map(({ values }) => JSON.stringify(values));
    expect(values.filter((each) => /nfd\\":\{\\"enabled\\":true/.test(each))).toEqual([]);
  });

  test("gives Kueue the levels of the fabric and the racks", () => {
    const kueue = JSON.stringify(Object.values(resourcesOf(emitted, "helm_release")).map(({ values }) => values));
    expect(kueue).toContain("ai-factory/fabric-unit");
    expect(kueue).toMatch(/nominalQuota\\":\\"56/);
  });

  test("has a model of site, pools and fabric that refer to each other", () => {
    const model = factory.model();
    expect(model.sites.map(({ id }) => id)).toEqual(["oslo"]);
    expect(model.pools.map(({ siteId, fabricId }) => [siteId, fabricId])).toEqual([
      ["oslo", "compute"],
      ["oslo", undefined],
    ]);
    expect(model.fabrics).toMatchObject([{ id: "compute", siteId: "oslo", plan: { oversubscription: 1 } }]);
  });
});

describe("what a factory is made of", () => {
  test("follows from its machines: DRA for NVL72, AMD's operator for MI300X, Intel's for Gaudi", () => {
    const nvl = { name: "nvl", nodes: 36, vCpus: 144, memoryGiB: 960 };
    const other = (name: string, system: string) => ({
      name,
      system,
      figures: { heightU: 8, maxPowerKW: 8, cooling: "air" as const },
      count: 2,
      rackType: "gpu",
    });
    const site = {
      ...smallSite,
      systems: [...smallSite.systems, other("amd", "mi300x-node"), other("gaudi", "gaudi3-node")],
    };
    const names = namesOf(build({ site, pools: [nvl, { name: "amd" }, { name: "gaudi" }] }));
    expect(names).toEqual(expect.arrayContaining(["gpu-operator", "dra-driver-nvidia-gpu", "amd-gpu-operator"]));
    expect(names).toContain("habana-ai-operator");
    expect(names).not.toContain("network-operator");
  });

  test("grows by the storage and the components that its owner makes from its parts", () => {
    const driver = fakeChart("lustre-csi-driver");
    const seen: string[] = [];
    const factory = build({
      storage: ({ site, cluster, pools, certManager, monitoring }) => {
        seen.push(
          site.siteId,
          cluster.clusterName,
          [...pools.keys()].join(" "),
          certManager.name,
          monitoring?.name ?? "",
        );
        return { components: [driver] };
      },
      components: ({ certManager }): IPlatformComponent[] => [fakeChart("portal", { dependsOn: [certManager] })],
    });
    expect(seen).toEqual(["oslo", "demo", "dgx store", "cert-manager", "kube-prometheus-stack"]);
    expect(namesOf(factory)).toEqual(expect.arrayContaining(["lustre-csi-driver", "portal"]));
  });

  test("takes nodes with broken GPUs out where that is asked for", () => {
    const names = namesOf(build({ nodeHealth: true }));
    expect(names.indexOf("nvsentinel")).toBeGreaterThan(
      Math.max(names.indexOf("kueue"), names.indexOf("gpu-operator")),
    );
    expect(names.indexOf("kueue")).toBeGreaterThan(0);
    expect(namesOf(build())).not.toContain("nvsentinel");
  });

  test("watches filesystems that say how they do, and none without monitoring", () => {
    const exporter = FilesystemExporter.lustre({ targets: ["oss1.example.org:32221"] });
    const storage: OnPremFactoryProps["storage"] = ({ scope, site: { siteId } }) => {
      const common = { siteId, managementServers: ["10.1.0.1@o2ib"], capacityGiB: 1000 };
      const filesystems = [
        new LustreMount(scope, "watched", { ...common, fsname: "watched", exporter }),
        new LustreMount(scope, "silent", { ...common, fsname: "silent" }),
      ];
      return { filesystems };
    };
    const { components } = build({ storage }).platform.components;
    const made = components.find(({ component }) => component.name === "filesystem-exporters")?.component;
    expect(made?.manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "ScrapeConfig filesystem-watched",
      "PrometheusRule factory-filesystems",
    ]);
    expect(namesOf(build({ storage, monitoring: false }))).not.toContain("filesystem-exporters");
    expect(namesOf(build())).not.toContain("filesystem-exporters");
  });

  test("is without monitoring and without fabric where that is chosen", () => {
    const names = namesOf(build({ monitoring: false, fabrics: [], pools: [{ name: "dgx" }] }));
    expect(names).not.toContain("kube-prometheus-stack");
    expect(names.filter((name) => name.startsWith("acceptance"))).toEqual([]);
  });
});

describe("wrong props", () => {
  test("of a node's figures are named before a quota is reckoned from them", () => {
    const pools = [{ ...golden.pools[0]!, vCpus: 1e12, memoryGiB: -1 }];
    const found = checkOnPremFactoryProps({ ...golden, pools }, "demo");
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual(
      expect.arrayContaining(["CAP-060-pool-nodes demo.pools[0].vCpus", "CAP-060-pool-nodes demo.pools[0].memoryGiB"]),
    );
  });

  it("of accelerators are named where no machine has as many", () => {
    const devices = { resourceName: "nvidia.com/gpu", perNode: 0.5 };
    const pools = [{ ...golden.pools[0]!, acceleratorsPerNode: 1e6, devices }];
    const found = checkOnPremFactoryProps({ ...golden, pools }, "demo").filter(({ rule }) =>
      rule.startsWith("ACC-072"),
    );
    expect(found.map(({ path }) => path)).toEqual([
      "demo.pools[0].acceleratorsPerNode",
      "demo.pools[0].devices.perNode",
    ]);
  });

  test("are told all at once, with a path each", () => {
    const wrong: Partial<OnPremFactoryProps> = {
      site: { ...smallSite, country: "Norway", gridLimitKW: 10 },
      cluster: { kubernetesVersion: "34", access: { kind: "kubeconfig", context: " " } },
      fabrics: [{ ...golden.fabrics![0]!, interfaceNames: ["ib0"] }],
      pools: [
        { name: "dgx", fabric: "ether", sharing: AcceleratorSharing.mig("9g.1gb") },
        { name: "dgx", nodes: 400 },
        { name: "ghost" },
      ],
    };
    expect(rulesOf(wrong)).toEqual([
      "ACC-055-mig-profile",
      "ACC-071-no-resource",
      "CAP-060-pool-nodes",
      "CAP-060-pool-nodes",
      "FAB-022-rail-interfaces",
      "FAB-028-pool-fabric",
      "NAM-002-duplicate-name",
      "OPS-060-kubernetes-version",
      "OPS-061-cluster-access",
      "PWR-004-site-power",
      "SIT-003-country",
    ]);
    expect(() => build(wrong)).toThrow(/11 problems/);
    for (const { path } of checkOnPremFactoryProps({ ...golden, ...wrong }, "demo")) expect(path).toMatch(/^demo\./);
  });

  test("name a fabric on which the pool's nodes have no port", () => {
    expect(rulesOf({ pools: [{ name: "nvl", fabric: "compute", nodes: 36 }] })).toEqual(["FAB-028-pool-fabric"]);
  });

  test("leave no factory without a pool, and no part with another's name", () => {
    expect(rulesOf({ pools: [] })).toEqual(["CAP-020-no-pools"]);
    expect(rulesOf({ cpuPools: [{ name: "site", nodes: 1 }] })).toContain("NAM-002-duplicate-name");
  });

  test("are thrown as one FactoryError before anything is built", () => {
    expect(() => build({ pools: [] })).toThrow(FactoryError);
  });

  test("stop an air-gapped factory whose images are not known", () => {
    const unknown = fakeChart("portal", { images: [], imagesKnown: false });
    expect(() => build({ imageRegistry: "registry.example.org", components: () => [unknown] })).toThrow(/portal/);
  });
});
