import { App } from "cdktf";
import { checkOnPremFactoryProps, OnPremFactory, type OnPremFactoryProps, type OnPremParts } from "../../blueprints";
import { SubnetManager } from "../../constructs/fabric";
import {
  SchedulerLabels,
  SlurmAccounting,
  SlurmCluster,
  SlurmDatabase,
  SlurmOperator,
  SlurmOperatorCrds,
} from "../../constructs/scheduling";
import { LustreMount } from "../../constructs/storage";
import { documentsFromMemory } from "../../documents";
import { resourcesOf, synthStack } from "../../testing";
import { validateObject } from "../../testing/kubernetes";
import { rules } from "../../validation/rules";
import { runRules } from "../../validation/engine";
import { describeWithSchemas } from "../support/kubernetes-schemas";
import { smallSite } from "../constructs/onprem/site-props";
import { valuesOf } from "../constructs/platform/fakes";

const nodes = (smallSite.systems.find(({ name }) => name === "dgx")?.count ?? 0) - sparesOf();

function sparesOf(): number {
  return smallSite.systems.find(({ name }) => name === "dgx")?.spares ?? 0;
}

const slurmNodes = nodes - 1;
const golden: OnPremFactoryProps = {
  site: smallSite,
  cluster: { kubernetesVersion: "1.34", access: { kind: "kubeconfig", context: "site" } },
  fabrics: [
    {
      kind: "infiniband",
      name: "compute",
      network: "compute",
      interfaceNames: ["ib0", "ib1", "ib2", "ib3", "ib4", "ib5", "ib6", "ib7"],
      subnetManager: SubnetManager.ufm(),
    },
  ],
  pools: [{ name: "dgx", fabric: "compute", vCpus: 224, memoryGiB: 2048 }],
  cpuPools: [{ name: "store", role: "system", vCpus: 32, memoryGiB: 256 }],
  division: [{ pool: "dgx", slurmNodes, kubernetesNodes: 1 }],
  filesystemNamespaces: ["slurm", "default"],
  storage: ({ scope, site }) => ({
    filesystems: [
      new LustreMount(scope, "scratch", {
        siteId: site.siteId,
        capacityGiB: 1_000_000,
        readMBps: 100_000,
        managementServers: ["10.0.0.1@tcp"],
        fsname: "scratch",
      }),
    ],
  }),
  components: (parts) => slurm(parts),
};

function slurm({ scope, site, division, discovery, certManager, storage }: OnPremParts, gresCount?: number) {
  const crds = new SlurmOperatorCrds();
  const operator = new SlurmOperator({ crds, certManager });
  const cluster = new SlurmCluster(scope, "slurm", {
    operator,
    siteId: site.siteId,
    nodes: [{ pool: division!.slurmPool("dgx"), gresCount }],
    mounts: [{ filesystem: storage!.filesystems![0]!, mountPath: "/scratch" }],
    accounting: SlurmAccounting.inCluster(new SlurmDatabase()),
  });
  return [new SchedulerLabels({ division: division!, discovery }), crds, operator, ...cluster.components];
}

function build(props: Partial<OnPremFactoryProps> = {}): OnPremFactory {
  return new OnPremFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "dual", { ...golden, ...props });
}

type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
};

function manifestsOf(factory: OnPremFactory): Manifest[] {
  const releases = Object.values(resourcesOf(synthStack(factory.platform), "helm_release"));
  return releases.flatMap((release) => (valuesOf(release).manifests as Manifest[] | undefined) ?? []);
}

const problemsOf = (props: Partial<OnPremFactoryProps>) =>
  checkOnPremFactoryProps({ ...golden, ...props }, "dual").filter(({ severity }) => severity === "error");

describe("a factory with Slurm beside Kubernetes", () => {
  const factory = build();
  const manifests = manifestsOf(factory);

  it("gives each scheduler its own nodes", () => {
    const rule = (name: string) => JSON.stringify(manifests.find(({ metadata }) => metadata.name === name));
    expect(rule("scheduler-slurm")).toContain('"taints":[{"key":"ai-factory/scheduler"');
    const flavor = manifests.find(({ kind, metadata }) => kind === "ResourceFlavor" && metadata.name === "dgx");
    expect(flavor).toMatchObject({ spec: { nodeLabels: { "ai-factory/scheduler": "kubernetes" } } });
    const nodeSet = manifests.find(({ kind }) => kind === "NodeSet");
    expect(nodeSet).toMatchObject({
      spec: { template: { spec: { nodeSelector: { "ai-factory/scheduler": "slurm" } } } },
    });
  });

  it("attaches slurmd to every adapter of its node", () => {
    const nodeSet = manifests.find(({ kind }) => kind === "NodeSet");
    const networks = Array.from({ length: 8 }, () => "default/compute").join(",");
    expect(nodeSet).toMatchObject({
      spec: { template: { metadata: { annotations: { "k8s.v1.cni.cncf.io/networks": networks } } } },
    });
  });

  it("lets what serves the accelerators run on Slurm's nodes, too", () => {
    const releases = Object.values(resourcesOf(synthStack(factory.platform), "helm_release"));
    const operator = releases.find(({ name }) => name === "gpu-operator");
    expect(JSON.stringify(valuesOf(operator!).daemonsets)).toContain('"ai-factory/scheduler"');
    expect(JSON.stringify(valuesOf(releases.find(({ name }) => name === "node-feature-discovery")!))).toContain(
      '"enableTaints":true',
    );
  });

  it("shows both sides the same filesystem", () => {
    const claims = Object.values(resourcesOf(synthStack(factory.platform), "kubernetes_persistent_volume_claim_v1"));
    expect(claims.map((claim) => (claim.metadata as { namespace: string }).namespace).sort()).toEqual([
      "default",
      "slurm",
    ]);
    expect(JSON.stringify(manifests.find(({ kind }) => kind === "NodeSet"))).toContain('"claimName":"scratch"');
  });

  it("breaks no design rule", () => {
    const { findings } = runRules(rules, {
      model: factory.model(),
      documents: documentsFromMemory({ "dual-platform": synthStack(factory.platform) as never }),
    });
    expect(findings.filter(({ verdict, severity }) => verdict === "fail" && severity !== "info")).toEqual([]);
  });
});

describe("a bad dual stack", () => {
  it("is refused where shares overlap, leave nodes over, or name nobody's pool, all at once", () => {
    const division = [
      { pool: "dgx", slurmNodes, kubernetesNodes: 2 },
      { pool: "dgx", slurmNodes, kubernetesNodes: 1 },
      { pool: "mi300x", slurmNodes: 1, kubernetesNodes: 1 },
    ];
    expect(problemsOf({ division }).map(({ rule, path }) => [rule, path])).toEqual([
      ["PLT-200-node-division", "dual.division[0]"],
      ["PLT-200-node-division", "dual.division[1].pool"],
      ["PLT-200-node-division", "dual.division[2].pool"],
    ]);
    expect(problemsOf({ division: [{ pool: "dgx", slurmNodes: 1, kubernetesNodes: 1 }] })).toMatchObject([
      { allowed: `whole numbers from 0 that add up to ${nodes}` },
    ]);
    expect(() => build({ division })).toThrow("PLT-200-node-division");
    expect(problemsOf({})).toEqual([]);
  });

  it("is refused where Slurm gives out accelerators that the nodes have not", () => {
    expect(() => build({ components: (parts) => slurm(parts, 16) })).toThrow("PLT-204-slurm-gres");
  });

  it("is refused where the filesystem's figures are none", () => {
    const storage: OnPremFactoryProps["storage"] = ({ scope, site }) => ({
      filesystems: [
        new LustreMount(scope, "scratch", {
          siteId: site.siteId,
          capacityGiB: -1,
          managementServers: ["10.0.0.1"],
          fsname: "scratch",
        }),
      ],
    });
    expect(() => build({ storage })).toThrow(/STO-200-filesystem-figures[\s\S]*STO-205-lustre-nid/);
  });
});

describeWithSchemas("the objects of a dual stack", ({ schemas }) => {
  it("are such as the real definitions take", () => {
    const objects = manifestsOf(build());
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
