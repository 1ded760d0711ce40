import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { checkHybridFactoryProps, HybridFactory, type HybridFactoryProps } from "../../blueprints";
import { FactoryIdentity, InferenceFailover, LinkPath, SiteAgent, SiteStore } from "../../constructs/hybrid";
import type { FactoryModel } from "../../model";
import { resourcesOf, synthStack } from "../../testing";

const figures = { heightU: 4, maxPowerKW: 4, weightKg: 60 };
const golden: HybridFactoryProps = {
  site: {
    site: {
      siteName: "home",
      country: "SE",
      racks: [{ name: "standard", units: 42, powerBudgetKW: 20 }],
      systems: [{ name: "l40s", system: "l40s-node", figures, count: 4 }],
      networks: [
        {
          name: "in-band",
          use: "in-band",
          technology: "ethernet",
          endpointGbps: 100,
          leafSwitch: "SN4600C",
          ports: { l40s: 2 },
        },
      ],
      switchFigures: { SN4600C: { maxPowerKW: 0.5, heightU: 2 } },
    },
    cluster: {
      kubernetesVersion: "1.34",
      access: { kind: "kubeconfig", context: "home" },
      podCidrs: ["10.244.0.0/16"],
      serviceCidr: "10.96.0.0/16",
    },
    pools: [{ name: "l40s", vCpus: 128, memoryGiB: 1024 }],
  },
  siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
  cloud: {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    pools: [],
    elasticPools: [{ name: "burst", instanceTypes: ["g6e.12xlarge"], maxNodes: 4 }],
  },
  link: {
    paths: [
      LinkPath.vpn({ name: "a", routerAddress: "203.0.113.1", routerAsn: 64520 }),
      LinkPath.vpn({ name: "b", routerAddress: "203.0.113.2", routerAsn: 64520 }),
    ],
  },
  dataClasses: [{ name: "public", mayLeave: true }],
  burst: {
    pool: "burst",
    teams: [{ name: "vision", namespaces: ["vision"] }],
    workloads: [{ name: "tuning", datasetGB: 500, computeHours: 8, dataClass: "public" }],
  },
};

const identity = {
  issuerUrl: "https://login.example.org/realms/factory",
  jwksUrl: "https://login.example.org/realms/factory/certs",
  clientId: "factory",
  adminGroups: ["ml-platform"],
};

/** The factory with copies of data of a class. */
function moving(dataClass: string, bucket = "datasets", times = 1): Partial<HybridFactoryProps> {
  const copy = {
    name: "crawl",
    direction: "to-cloud" as const,
    dataClass,
    siteStore: SiteStore.nfs({ server: "nfs.home.example.org", path: "/export" }),
    bucket,
    totalGB: 100,
    dailyChangeGB: 10,
    everyHours: 24,
  };
  return {
    dataClasses: [
      { name: "public", mayLeave: true },
      { name: "patient", mayLeave: false },
    ],
    cloud: { ...golden.cloud, buckets: [{ name: "datasets", purpose: "datasets" }] },
    dataMovement: {
      agents: [SiteAgent.activated({ name: "a", address: "10.64.0.20" })],
      copies: Array.from({ length: times }, () => copy),
    },
  };
}

function build(change: Partial<HybridFactoryProps> = {}) {
  const outdir = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "hybrid-"));
  const app = new App({ outdir });
  return { app, outdir, factory: new HybridFactory(app, "both", { ...golden, ...change }) };
}

const rules = (change: Partial<HybridFactoryProps>) =>
  checkHybridFactoryProps({ ...golden, ...change }, "both").map(({ rule, path }) => `${rule} ${path}`);

describe("a hybrid factory", () => {
  const { app, outdir, factory } = build();
  app.synth();
  const model = JSON.parse(readFileSync(join(outdir, "factory.json"), "utf8")) as FactoryModel;

  it("is written as one model of both sides, their clusters, networks and links", () => {
    expect(model.name).toBe("both");
    expect(model.sites.map(({ id, kind }) => [id, kind])).toEqual([
      ["eu-north-1", "aws"],
      ["home", "on-prem"],
    ]);
    expect(model.clusters.map(({ id }) => id).sort()).toEqual(["both-cloud", "both-site"]);
    expect(model.networks.map(({ id }) => id).sort()).toEqual(["home-network", "network"]);
    // The site's network is the owner's: nothing that is emitted is of it.
    expect(model.networks.find(({ id }) => id === "home-network")?.addresses).toEqual([]);
    const ofNodes = [...model.sites, ...model.networks, ...model.clusters, ...model.services].flatMap(
      (node) => node.addresses,
    );
    expect(model.otherAddresses).toContainEqual(
      expect.stringContaining(":kubernetes_namespace_v1.platform_namespace-"),
    );
    expect(ofNodes.filter((address) => model.otherAddresses?.includes(address))).toEqual([]);
    expect(model.links.filter(({ kind }) => kind === "vpn").map(({ from, to }) => [from, to])).toEqual([
      ["home", "network"],
      ["home", "network"],
    ]);
    expect(model.links.find(({ kind }) => kind === "burst")).toMatchObject({
      from: "both-site",
      to: "both-cloud",
      gbps: 5,
      burst: { datasetGB: 500, computeHours: 8, dataClass: "public" },
    });
    expect(model.teams).toMatchObject([{ id: "vision", acceleratorQuota: 16 }]);
  });

  it("has queues of one name on both clusters", () => {
    const queuesOf = (stack: typeof factory.site.platform | typeof factory.cloud.platform) =>
      JSON.stringify(resourcesOf(synthStack(stack), "helm_release")).match(/burst-vision/g)?.length ?? 0;
    expect(queuesOf(factory.site.platform)).toBeGreaterThan(1);
    expect(queuesOf(factory.cloud.platform)).toBeGreaterThan(1);
  });

  it("keeps what joins the two in a stack of its own, with routes in the cloud's tables", () => {
    const links = synthStack(factory.links);
    expect(Object.keys(resourcesOf(links, "aws_vpn_connection"))).toHaveLength(2);
    const routes = Object.values(resourcesOf(links, "aws_route"));
    expect(routes).toHaveLength(2);
    for (const route of routes) expect(String(route.route_table_id)).toContain("data.terraform_remote_state");
  });

  it("routes the site's pods where they have addresses of their own", () => {
    const { factory: routed } = build({ siteNetwork: { cidrBlocks: ["10.64.0.0/16"], podsRouted: true } });
    const blocks = Object.values(resourcesOf(synthStack(routed.links), "aws_route")).map(
      (each) => each.destination_cidr_block,
    );
    expect(new Set(blocks)).toEqual(new Set(["10.64.0.0/16", "10.244.0.0/16"]));
  });

  it("lets the site reach the cloud's private API", () => {
    const rules = Object.values(resourcesOf(synthStack(factory.cloud.infra), "aws_vpc_security_group_ingress_rule"));
    expect(rules).toContainEqual(expect.objectContaining({ cidr_ipv4: "10.64.0.0/16", from_port: 443, to_port: 443 }));
  });

  it("can have machines of the site as nodes of the cloud's cluster", () => {
    const { factory: joined } = build({ hybridNodes: { nodeCidrs: ["10.66.0.0/16"], podCidrs: ["10.245.0.0/16"] } });
    const [cluster] = Object.values(resourcesOf(synthStack(joined.cloud.infra), "aws_eks_cluster"));
    expect(cluster?.remote_network_config).toMatchObject({ remote_node_networks: { cidrs: ["10.66.0.0/16"] } });
    const links = synthStack(joined.links);
    expect(Object.values(resourcesOf(links, "aws_eks_access_entry"))).toMatchObject([{ type: "HYBRID_LINUX" }]);
    expect(JSON.stringify(resourcesOf(links, "aws_iam_role"))).toContain("ssm.amazonaws.com");
    expect(Object.keys(links.resource ?? {})).not.toContain("aws_ssm_activation");
  });

  it("moves data in the links stack, and says in the model what may leave", () => {
    const { factory: copying } = build(moving("public"));
    const links = synthStack(copying.links);
    expect(Object.values(resourcesOf(links, "aws_datasync_task"))).toMatchObject([{ name: "crawl" }]);
    expect(copying.model().dataClasses).toEqual([
      { name: "public", mayLeave: true },
      { name: "patient", mayLeave: false },
    ]);
    expect(JSON.stringify(synthStack(copying.site.platform))).toContain("in ['public']");
  });

  it("can have one identity: the provider at EKS, its file for the site, its groups' rights in both clusters", () => {
    const { app: signingOn, outdir: out, factory: known } = build({ identity: new FactoryIdentity(identity) });
    const links = synthStack(known.links);
    expect(Object.values(resourcesOf(links, "aws_eks_identity_provider_config"))).toMatchObject([
      { oidc: { issuer_url: identity.issuerUrl, client_id: "factory", groups_prefix: "oidc:" } },
    ]);
    for (const stack of [known.site.platform, known.cloud.platform]) {
      expect(JSON.stringify(resourcesOf(synthStack(stack), "helm_release"))).toContain("oidc:ml-platform");
    }
    signingOn.synth();
    const text = readFileSync(join(out, "site/home/authentication-configuration.yaml"), "utf8");
    expect(text).toContain("apiVersion: apiserver.config.k8s.io/v1\n");
    expect(text).toContain('prefix: "oidc:"');
  });

  it("may be without a burst", () => {
    const { factory: apart } = build({ burst: undefined });
    expect(JSON.stringify(synthStack(apart.site.platform))).not.toContain("MultiKueue");
  });
});

describe("a hybrid factory that cannot be", () => {
  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<HybridFactoryProps>, string]>([
    [
      "the site's network in the cloud's",
      { siteNetwork: { cidrBlocks: ["10.0.64.0/20"] } },
      "NET-001-cidr-overlap both.siteNetwork",
    ],
    [
      "the site's pods in the range of the cloud's nodes",
      { site: { ...golden.site, cluster: { ...golden.site.cluster, podCidrs: ["100.64.0.0/12"] } } },
      "NET-001-cidr-overlap both.siteNetwork",
    ],
    [
      "the site's services over the cloud's services",
      { site: { ...golden.site, cluster: { ...golden.site.cluster, serviceCidr: "172.16.0.0/12" } } },
      "NET-001-cidr-overlap both.siteNetwork",
    ],
    [
      "a cluster of unstated ranges",
      { site: { ...golden.site, cluster: { ...golden.site.cluster, podCidrs: undefined } } },
      "HYB-018-cluster-ranges both.site.cluster",
    ],
    [
      "a pool of one name on both sides",
      {
        cloud: {
          ...golden.cloud,
          elasticPools: [...golden.cloud.elasticPools!, { ...golden.cloud.elasticPools![0]!, name: "l40s" }],
        },
      },
      "NAM-002-duplicate-name both.cloud.elasticPools[1]",
    ],
    [
      "a pool at the site of the name that the cloud's own nodes have",
      { site: { ...golden.site, pools: [{ ...golden.site.pools[0]!, name: "system" }] } },
      "NAM-002-duplicate-name both.site.pools[0]",
    ],
    [
      "a burst to a pool that is not there",
      { burst: { ...golden.burst!, pool: "gpus" } },
      "HYB-026-burst-pool both.burst.pool",
    ],
    ["a job with data that may not leave", { dataClasses: [] }, "HYB-003-data-class both.burst.workloads[0].dataClass"],
    [
      "a copy of data that may not leave",
      moving("patient"),
      "HYB-003-data-class both.dataMovement.copies[0].dataClass",
    ],
    [
      "a copy to a region outside of the boundary",
      { ...moving("public"), boundary: "eu-single-de" },
      "HYB-003-data-class both.dataMovement.copies[0].dataClass",
    ],
    [
      "a job to a region outside of the boundary",
      { boundary: "eu-single-de" },
      "HYB-003-data-class both.burst.workloads[0].dataClass",
    ],
    [
      "a class that the boundary does not know",
      { ...moving("patient"), boundary: "eu-strict" },
      "HYB-031-boundary-classes both.dataClasses",
    ],
    [
      "a site outside of the boundary that results come home to",
      { boundary: "eu-single-de" },
      "HYB-032-site-in-boundary both.site.site.country",
    ],
    ["a copy to no bucket", moving("public", "other"), "HYB-033-copy-bucket both.dataMovement.copies[0].bucket"],
    ["one copy twice", moving("public", "datasets", 2), "NAM-002-duplicate-name both.dataMovement.copies[1].name"],
    [
      "prompts of a class that nobody named",
      {
        inferenceFailover: new InferenceFailover({
          domain: "models.example.org",
          models: [{ servedName: "chat", dataClass: "internal" }],
          siteAddresses: ["10.64.0.40"],
          cloudAddresses: ["10.0.0.40", "10.0.16.40"],
        }),
      },
      "HYB-003-data-class both.inferenceFailover.models[0].dataClass",
    ],
    [
      "an identity provider without TLS",
      { identity: new FactoryIdentity({ ...identity, issuerUrl: "http://login.example.org" }) },
      "HYB-035-identity both.identity.issuerUrl",
    ],
    [
      "an identity provider outside of the boundary",
      { identity: new FactoryIdentity(identity), boundary: "eu-strict" },
      "HYB-035-identity both.identity.issuerUrl",
    ],
    ["a boundary that nobody knows", { boundary: "eu-strickt" }, "SOV-060-boundary-name both.boundary"],
    ["no path", { link: { paths: [] } }, "HYB-011-link-paths both.link.paths"],
    [
      "an unknown region",
      { cloud: { ...golden.cloud, region: "eu-nort-1" } },
      "NET-010-known-region both/both-cloud.region",
    ],
  ])("has %s", (_, change, expected) => expect(rules(change)).toContain(expected));

  it("is refused with all its problems at once", () => {
    const bad = { siteNetwork: { cidrBlocks: ["10.0.0.0/16"] }, link: { paths: [] } };
    expect(() => build(bad)).toThrow(/NET-001[\s\S]*HYB-011/);
  });
});
