import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App } from "cdktf";
import {
  checkCloudFactoryProps,
  checkHybridFactoryProps,
  checkOnPremFactoryProps,
  CloudFactory,
  HybridFactory,
  OnPremFactory,
  type CloudFactoryProps,
  type HybridFactoryProps,
  type OnPremFactoryProps,
} from "../../blueprints";
import { Capacity } from "../../constructs/compute";
import { LinkPath } from "../../constructs/hybrid";
import { boundaryFrom, boundaryProfile, loadBoundary, policyRules, SovereignBoundary } from "../../policy";
import { resourcesOf, synthStack } from "../../testing";
import type { Finding } from "../../validation";
import { smallSite } from "../constructs/onprem/site-props";

const inside = (change: Readonly<Record<string, unknown>> = {}) =>
  boundaryFrom({ extends: "eu-strict", name: "ours", accounts: ["111122223333"], ...change }, "ours");
const outdir = () => mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "boundary-"));
const found = (findings: readonly Finding[]) => findings.map(({ rule, path }) => `${rule} ${path}`);

const cloudProps: CloudFactoryProps = {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  pools: [{ name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 1, maxNodes: 1 }) }],
  elasticPools: [{ name: "burst", instanceTypes: ["g6e.12xlarge"], maxNodes: 2 }],
};
const cloud: CloudFactoryProps = { ...cloudProps, boundary: inside() };
const ownSite = inside({
  countries: ["NO"],
  registries: [{ host: "registry.example.org", jurisdiction: "NO", purpose: "mirror" }],
});
const siteProps: OnPremFactoryProps = {
  site: { ...smallSite, country: "NO" },
  cluster: { kubernetesVersion: "1.34", access: { kind: "kubeconfig", context: "oslo" } },
  pools: [{ name: "dgx", vCpus: 224, memoryGiB: 2048 }],
};
const site: OnPremFactoryProps = {
  ...siteProps,
  boundary: ownSite,
};
const names = ({ platform }: CloudFactory | OnPremFactory) =>
  platform.components.components.map(({ component }) => component.name);

describe("a cloud factory with a boundary", () => {
  const factory = new CloudFactory(new App({ outdir: outdir() }), "demo", cloud);
  const platform = synthStack(factory.platform);

  it("is closed, and takes images and charts from ECR of the boundary's one account", () => {
    expect(factory.infra.vpc.closed).toBe(true);
    const registry = "111122223333.dkr.ecr.eu-north-1.amazonaws.com";
    const charts = Object.values(resourcesOf(platform, "helm_release"))
      .map(({ repository }) => repository)
      .filter((repository) => repository !== undefined);
    expect(new Set(charts)).toEqual(new Set([`oci://${registry}/charts`]));
    const images = factory.platform.components.components.flatMap(({ component }) => component.images);
    expect(images.length).toBeGreaterThan(10);
    expect(images.filter((image) => !image.startsWith(`${registry}/`))).toEqual([]);
  });

  it("keeps even messages about its machines under a key of the customer", () => {
    const infra = synthStack(factory.infra);
    const [queue] = Object.values(resourcesOf(infra, "aws_sqs_queue"));
    expect(queue?.kms_master_key_id).toMatch(/^\$\{aws_kms_key\.messages-key_/);
    expect(JSON.stringify(resourcesOf(infra, "aws_kms_key"))).toContain("events.amazonaws.com");
  });

  it("has nothing that the boundary refuses", () => {
    const { findings } = SovereignBoundary.of(factory).judge(inside());
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("closes its namespaces and guards its API server, last of all", () => {
    expect(names(factory).slice(-2).sort()).toEqual(["admission-policies", "network-policies"]);
  });

  it("keeps what the props state", () => {
    const boundary = inside({ egress: [{ host: "mirror.example.eu", jurisdiction: "DE", purpose: "packages" }] });
    const chartRepository = "oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/ours";
    const open = new CloudFactory(new App({ outdir: outdir() }), "demo", {
      ...cloud,
      boundary,
      closedNetwork: false,
      chartRepository,
      components: (made) => made.filter(() => false),
    });
    expect(open.infra.vpc.closed).toBe(false);
    expect(JSON.stringify(synthStack(open.platform))).toContain(chartRepository);
  });

  it("says everything in the props that contradicts it, by the rules that the output would break", () => {
    const contradicting = {
      ...cloud,
      boundary: inside({ keyCustody: "hsm" }),
      zones: ["eu-north-1-hel-1a"],
      closedNetwork: false,
      publicAccessCidrs: ["192.0.2.0/24"],
      imageRegistry: "docker.io",
      chartRepository: "oci://111122223333.dkr.ecr.us-east-1.amazonaws.com/charts",
    };
    const findings = checkCloudFactoryProps(contradicting, "demo").filter(({ rule }) => rule.startsWith("SOV-"));
    expect(found(findings)).toEqual([
      "SOV-RES-10-zones demo.zones",
      "SOV-REL-01-zones-and-recovery demo.zones",
      "SOV-NET-02-default-deny-egress demo.closedNetwork",
      "SOV-OPS-01-private-api demo.publicAccessCidrs",
      "SOV-KEY-03-key-custody demo.customKeyStoreId",
      "SOV-SUP-01-image-registries demo.imageRegistry",
      "SOV-SUP-01-image-registries demo.chartRepository",
    ]);
    expect(findings.every(({ severity }) => severity === "error")).toBe(true);
    const ids = policyRules.map(({ id }) => id);
    expect(findings.filter(({ rule }) => !ids.includes(rule))).toEqual([]);
  });

  it("refuses a region outside, a profile that is none, and a boundary without any registry", () => {
    const of = (change: Partial<CloudFactoryProps>) =>
      found(checkCloudFactoryProps({ ...cloud, ...change }, "demo")).filter((each) => each.startsWith("SOV-"));
    expect(of({ boundary: "eu-single-de" })).toEqual(["SOV-RES-01-effective-location demo.region"]);
    expect(of({ boundary: "eu-strikt" })).toEqual(["SOV-060-boundary-name demo.boundary"]);
    expect(checkCloudFactoryProps({ ...cloud, boundary: "eu-strikt" }, "demo")[0]?.fix).toContain("'eu-strict'");
    expect(of({ boundary: "eu-strict" })).toEqual([
      "SOV-SUP-01-image-registries demo.imageRegistry",
      "SOV-SUP-01-image-registries demo.chartRepository",
    ]);
  });

  it("leaves a network open where the boundary lets load balancers face the internet", () => {
    const boundary = inside({ publicIngress: true });
    expect(new CloudFactory(new App({ outdir: outdir() }), "demo", { ...cloud, boundary }).infra.vpc.closed).toBe(
      false,
    );
  });
});

describe("what a factory with a boundary emits", () => {
  const closed: OnPremFactoryProps = { ...site, closedNamespaces: { controlPlaneCidrBlocks: ["10.20.0.0/24"] } };

  it("is judged by it at synth, and by those that `enforce` names: one name counts once, with its last options", () => {
    const app = new App({ outdir: outdir() });
    const factory = new OnPremFactory(app, "demo", closed);
    factory.enforce(ownSite, { strict: true });
    expect(() => app.synth()).toThrow(/strict: nothing may stay open/);
    factory.enforce(ownSite);
    app.synth();
    expect(loadBoundary(join(app.outdir, "boundary.json")).data).toEqual(ownSite.data);
    factory.enforce("eu-single-de");
    expect(() => app.synth()).toThrow(/it stands in NO, outside the boundary/);
    expect(() => factory.enforce("eu-single-dd")).toThrow(/eu-single-de/);
  });

  it("leaves no boundary of an earlier factory in the output", () => {
    const folder = outdir();
    writeFileSync(join(folder, "boundary.json"), JSON.stringify(inside().data));
    const app = new App({ outdir: folder });
    new OnPremFactory(app, "demo", siteProps);
    app.synth();
    expect(existsSync(join(folder, "boundary.json"))).toBe(false);
  });

  it("stops synth where something was put outside", () => {
    const app = new App({ outdir: outdir() });
    const { platform } = new OnPremFactory(app, "demo", closed);
    new AwsProvider(platform, "aws", { region: "us-east-1" });
    new SqsQueue(platform, "queue");
    expect(() => app.synth()).toThrow(/aws_sqs_queue\.queue/);
    expect(existsSync(join(app.outdir, "manifest.json"))).toBe(false);
  });
});

describe("an on-prem factory with a boundary", () => {
  it("takes images and charts from its registry, and guards its API server", () => {
    const factory = new OnPremFactory(new App({ outdir: outdir() }), "demo", {
      ...site,
      closedNamespaces: { controlPlaneCidrBlocks: ["10.20.0.0/24"] },
    });
    expect(names(factory)).toEqual(expect.arrayContaining(["admission-policies", "network-policies"]));
    const images = factory.platform.components.components.flatMap(({ component }) => component.images);
    expect(images.length).toBeGreaterThan(10);
    expect(images.filter((image) => !image.startsWith("registry.example.org/"))).toEqual([]);
    const admission = JSON.stringify(synthStack(factory.platform));
    expect(admission).toContain("c.image.startsWith('registry.example.org/')");
  });

  it("is refused where closed namespaces would be open to everybody, or admission would ask for nonsense", () => {
    const contradicting: OnPremFactoryProps = {
      ...site,
      closedNamespaces: {
        controlPlaneCidrBlocks: [],
        controlPlanePorts: [],
        nodeCidrBlocks: ["10.20.1.0"],
        namespaces: ["Research"],
        peers: [{ namespace: "research", toCidrBlocks: ["everywhere"], ports: [0] }],
      },
      admission: { regions: ["EU-NORTH-1"], registries: ["a.example.org/') || ('"], provisioners: ["'"] },
    };
    const rules = ["SOV-061-closed-namespaces", "SOV-062-admission-scope"];
    const findings = checkOnPremFactoryProps(contradicting, "demo").filter(({ rule }) => rules.includes(rule));
    expect(found(findings)).toEqual([
      "SOV-061-closed-namespaces demo.closedNamespaces.controlPlaneCidrBlocks",
      "SOV-061-closed-namespaces demo.closedNamespaces.nodeCidrBlocks",
      "SOV-061-closed-namespaces demo.closedNamespaces.controlPlanePorts",
      "SOV-061-closed-namespaces demo.closedNamespaces.namespaces",
      "SOV-061-closed-namespaces demo.closedNamespaces.peers[0].toCidrBlocks",
      "SOV-061-closed-namespaces demo.closedNamespaces.peers[0].ports",
      "SOV-062-admission-scope demo.admission.regions",
      "SOV-062-admission-scope demo.admission.registries",
      "SOV-062-admission-scope demo.admission.provisioners",
    ]);
    const closedNamespaces = { controlPlaneCidrBlocks: ["10.20.0.0/24", "fd00::/64"], controlPlanePorts: [6443] };
    expect(checkOnPremFactoryProps({ ...site, closedNamespaces }, "demo")).toEqual([]);
  });

  it("is refused where namespaces stay open", () => {
    const app = new App({ outdir: outdir() });
    new OnPremFactory(app, "demo", site);
    expect(() => app.synth()).toThrow(/SOV-NET-06/);
  });

  it("says what contradicts it: the country, the API, the registry", () => {
    const of = (change: Partial<OnPremFactoryProps>) =>
      found(checkOnPremFactoryProps({ ...site, ...change }, "demo").filter(({ rule }) => rule.startsWith("SOV-")));
    expect(of({})).toEqual([]);
    expect(of({ site: { ...smallSite, country: "US" } })).toEqual(["SOV-RES-01-effective-location demo.site.country"]);
    expect(of({ cluster: { ...site.cluster, publicApi: true }, imageRegistry: "quay.io" })).toEqual([
      "SOV-OPS-01-private-api demo.cluster.publicApi",
      "SOV-SUP-01-image-registries demo.imageRegistry",
    ]);
  });
});

describe("a hybrid factory with a boundary", () => {
  const cluster = { ...siteProps.cluster, podCidrs: ["10.244.0.0/16"], serviceCidr: "10.96.0.0/16" };
  const path = (name: string, routerAddress: string) => LinkPath.vpn({ name, routerAddress, routerAsn: 64520 });
  const hybrid: HybridFactoryProps = {
    site: { ...siteProps, cluster, closedNamespaces: { controlPlaneCidrBlocks: ["10.64.0.0/24"] } },
    siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
    cloud: cloudProps,
    link: { paths: [path("a", "203.0.113.1"), path("b", "203.0.113.2")] },
    boundary: ownSite,
  };

  it("gives both sides its defaults, and has nothing that it refuses", () => {
    const factory = new HybridFactory(new App({ outdir: outdir() }), "both", hybrid);
    expect(factory.cloud.infra.vpc.closed).toBe(true);
    expect(names(factory.site)).toContain("admission-policies");
    const { findings } = SovereignBoundary.of(factory).judge(ownSite, { model: () => factory.model() });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("holds both sides to it", () => {
    const abroad = { ...cloudProps, region: "eu-west-2", zones: ["eu-west-2a", "eu-west-2b"] };
    const props = { ...hybrid, cloud: abroad, boundary: boundaryProfile("eu-strict") };
    const findings = found(checkHybridFactoryProps(props, "both"));
    expect(findings).toContain("SOV-RES-01-effective-location both/both-cloud.region");
    expect(findings).toContain("SOV-RES-01-effective-location both/both-site.site.country");
  });
});
