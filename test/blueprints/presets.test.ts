import { App } from "cdktf";
import {
  CloudFactory,
  cloudParts,
  fullStack,
  OnPremFactory,
  onPremParts,
  researchPlatform,
  type FullStackProps,
  type OnPremFactoryProps,
} from "../../blueprints";
import { charts } from "../../catalog";
import { Capacity } from "../../constructs/compute";
import { Delivery, orderComponents } from "../../constructs/platform";
import { documentsFromMemory } from "../../documents";
import { resourcesOf, synthStack, type EmittedBlock } from "../../testing";
import { unknownValueKeys, validateObject } from "../../testing/kubernetes";
import { boundaryFrom, policyRules, runPolicy } from "../../policy";
import { findingsOf } from "../../testing/subject";
import {
  renderedByArgoCd,
  renderedByFlux,
  renderedByFolder,
  renderedByTerraform,
} from "../constructs/platform/renderers/rendered";
import { leafPaths, objectOf } from "../constructs/platform/every-component";
import { describeWithSchemas } from "../support/kubernetes-schemas";
import { everything, research, site } from "./preset-props";

const deliveries = [
  Delivery.argoCd({ repository: { url: "https://git.example.org/platform.git", path: "oslo" } }),
  Delivery.flux({ path: "oslo" }),
  Delivery.folder(),
];

function build(change: Partial<OnPremFactoryProps> = {}): OnPremFactory {
  return new OnPremFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "full", { ...site, ...change });
}

const withStack = (change: Partial<FullStackProps>): Partial<OnPremFactoryProps> => ({
  components: (parts, made) => fullStack(onPremParts(parts, made), { ...everything, ...change }),
});

const { platform } = build({ deliveries });
const emitted = synthStack(platform);

describe("the full stack at a site", () => {
  const components = platform.components.components.map(({ component }) => component);
  const terraform = renderedByTerraform(emitted);
  const files = platform.files?.files();
  const named = (name: string) => components.find((component) => component.name === name)!;

  it.each([
    ["Argo CD", () => renderedByArgoCd(files?.get("argocd") ?? [])],
    ["Flux", () => renderedByFlux(files?.get("flux") ?? [])],
    ["a folder", () => renderedByFolder(files?.get("folder") ?? [])],
  ])("is the same in %s as in Terraform: kinds, namespaces, names, charts and their values", (_, rendered) => {
    const { charts, objects } = rendered();
    expect(Object.keys(charts).length).toBeGreaterThan(20);
    expect(Object.keys(objects).length).toBeGreaterThan(60);
    expect(Object.keys(objects)).toEqual(Object.keys(terraform.objects));
    expect({ charts, objects }).toEqual(terraform);
  });

  it.each(components.filter(({ dependsOn }) => dependsOn.length > 0).map((component) => [component.name, component]))(
    "%s is missed by name when any of its dependencies is taken away",
    (name, component) => {
      for (const dependency of component.dependsOn) {
        const rest = components.filter((each) => each !== dependency);
        const missed = orderComponents(rest, "full").findings.filter(({ rule }) => rule.startsWith("PLT-053"));
        expect(missed.map(({ message }) => message)).toContain(
          `platform component '${name}' depends on '${dependency.name}', which is not installed`,
        );
        expect(missed.map(({ fix }) => fix)).toContain(`add the component '${dependency.name}' to 'components'`);
      }
    },
  );

  it("reads weights by the keys that the store's owner made, and writes artefacts by others", () => {
    expect(JSON.stringify(named("assistant").manifests)).toContain('"name":"weights-reader"');
    expect(JSON.stringify(named("mlflow").values)).toContain("artefacts-writer");
  });

  it("lets models be reached by the gateway alone, and the other teams reach gateway and records", () => {
    const policy = (team: string) => JSON.stringify(objectOf(named(`team-${team}`), "NetworkPolicy").spec);
    expect(policy("models")).toContain('"ingress":[{"from":[{"namespaceSelector"');
    expect(policy("models")).toContain('"values":["models","envoy-gateway-system","monitoring"]');
    expect(policy("tuning")).toContain('"values":["tuning","mlflow","envoy-gateway-system"]');
  });

  it("lets a notebook reach the records and nothing outside", () => {
    expect(named("jupyterhub").values).toMatchObject({
      singleuser: {
        extraEnv: { MLFLOW_TRACKING_URI: "http://mlflow.mlflow.svc" },
        networkPolicy: { egressAllowRules: { nonPrivateIPs: false } },
      },
      cull: { enabled: true, timeout: 3600 },
    });
  });

  it("keeps a pool that is not handed out by queues from Kueue", () => {
    const unqueued = build({ pools: [{ ...site.pools[0]!, queued: false }], components: undefined });
    const kueue = unqueued.platform.components.component("kueue").component;
    expect(kueue.manifests.filter(({ kind }) => kind === "ResourceFlavor")).toMatchObject([
      { metadata: { name: "store" } },
    ]);
  });
});

describe("the full stack inside a strict boundary", () => {
  const registry = "registry.oslo.example.org";
  const boundary = boundaryFrom(
    {
      extends: "onprem-air-gapped",
      name: "oslo",
      countries: ["NO"],
      registries: [{ host: registry, jurisdiction: "NO", purpose: "mirror of all images and charts" }],
    },
    "oslo",
  );
  /** Where images, charts and models come from, and where telemetry and logs go. */
  const about = ["SUP-01", "SUP-05", "AIG-03", "AIG-08", "NET-03", "REL-04", "RES-07", "RES-08", "RES-12"];
  const rules = policyRules.filter(({ id }) => about.some((each) => id.startsWith(`SOV-${each}`)));
  const leaks = (stack: EmittedBlock) => {
    const judged = runPolicy(documentsFromMemory({ platform: stack }), { boundary, strict: true, rules });
    expect(judged.rules.filter(({ pass }) => pass > 0).map(({ rule }) => rule)).toContain("SOV-AIG-03-telemetry-off");
    expect(judged.rules.filter(({ crashed }) => crashed)).toEqual([]);
    return judged.findings.map(
      ({ rule, path, verdict }) => `${verdict} ${rule.slice(0, 10)} ${path.replace(/_[0-9A-F]{8}$/, "")}`,
    );
  };

  it("leaves no outside registry, hub or telemetry endpoint where everything comes from a mirror", () => {
    const mirrored = build({ imageRegistry: `${registry}/mirror`, chartRepository: `oci://${registry}/charts` });
    // Charts of definitions pull nothing: that they do not is seen where they run.
    expect(leaks(synthStack(mirrored.platform)).sort()).toEqual([
      "unknown SOV-SUP-01 helm_release.platform_ai-gateway-crds-helm_release",
      "unknown SOV-SUP-01 helm_release.platform_kserve-crd_release",
    ]);
  });

  it("names what is pulled from outside without one", () => {
    const found = leaks(emitted).filter((each) => each.startsWith("fail SOV-SUP-01"));
    const names = ["assistant", "loki", "jupyterhub", "cert-manager", "gpu-operator", "network-operator"];
    const missing = names.filter((name) => !found.some((each) => each.includes(name)));
    expect(missing).toEqual([]);
  });
});

describe("what a preset lacks is said", () => {
  it.each<[string, Partial<OnPremFactoryProps>, object]>([
    ["a bucket", withStack({ buckets: { logs: "log" } }), { given: ["datasets", "artefacts", "weights", "logs"] }],
    [
      "a pool",
      withStack({ models: [{ ...everything.models[0]!, pool: "h200" }] }),
      { message: "the preset needs the pool 'h200', which the factory does not have", given: ["dgx", "store"] },
    ],
    ["monitoring", { monitoring: false }, { fix: "give the factory monitoring, on" }],
    [
      "the team of a job",
      withStack({ training: [{ ...everything.training[0]!, team: "tunning" }] }),
      { given: "tunning", allowed: ["models", "tuning", "research"] },
    ],
    [
      "the team of the models",
      withStack({ gateway: { ...everything.gateway, servingTeam: "serving" } }),
      { path: "gateway.servingTeam" },
    ],
  ])("%s", (_, change, finding) => {
    const findings = findingsOf(() => build(change));
    expect(findings).toMatchObject([{ rule: "PLT-144-preset-parts", ...finding }]);
  });
});

const factory = new CloudFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "lab", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  pools: [{ name: "store", instanceType: "m7i.8xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }) }],
  elasticPools: [{ name: "notebooks", instanceTypes: ["g6.xlarge"], maxNodes: 4, queued: false }],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "artefacts", purpose: "artifacts" },
    { name: "logs", purpose: "logs" },
  ],
  filesystemNamespaces: ["research"],
  queues: [],
  kueue: { fairSharing: true },
  components: (made, infra) => researchPlatform(cloudParts(made, infra), research),
});

describe("a research platform in the cloud", () => {
  const infra = synthStack(factory.infra);
  const platform = synthStack(factory.platform);

  it("gives each team's pods their prefix of the bucket and nothing else of it", () => {
    const policies = Object.entries(resourcesOf(infra, "aws_iam_role_policy"));
    const [, { policy }] = policies.find(([name]) => name.includes("research-default"))!;
    expect(String(policy)).toMatch(/"s3:prefix":\["teams\/research\/\*"\]/);
    expect(String(policy)).toMatch(/arn}\/teams\/research\/\*"/);
    expect(String(policy)).not.toMatch(/arn}\/\*"\]?,"Action/);
  });

  it("uses one identity where an account is named twice", () => {
    const associations = Object.values(resourcesOf(infra, "aws_eks_pod_identity_association"));
    const accounts = associations.map(({ namespace, service_account }) => `${namespace}/${service_account}`);
    expect(accounts.filter((account) => account === "mlflow/mlflow")).toHaveLength(1);
    expect(new Set(accounts).size).toBe(accounts.length);
  });

  it("claims the home in the teams' namespaces, after they are there", () => {
    const claims = Object.values(resourcesOf(platform, "kubernetes_persistent_volume_claim_v1"));
    expect(claims.map(({ metadata }) => metadata)).toMatchObject([{ namespace: "research" }]);
    expect(JSON.stringify(claims[0]!.depends_on)).toContain("namespace-research");
  });

  it("has no notebook's pool in a queue", () => {
    const kueue = factory.platform.components.component("kueue").component;
    expect(JSON.stringify(kueue.manifests)).not.toContain("notebooks");
  });
});

describeWithSchemas("the presets", ({ schemas, charts: folder }) => {
  const onPrem = platform.components.components;
  const all = [...onPrem, ...factory.platform.components.components].map(({ component }) => component);

  it("have only objects that the real definitions accept", () => {
    const objects = all.flatMap(({ manifests }) => manifests);
    expect(objects.length).toBeGreaterThan(100);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });

  it("set only values that their charts know", () => {
    const unknown = all.flatMap(({ name, chart, values }) => {
      if (chart === undefined) return [];
      const lookedUp = new Set(charts().find((row) => row.chart === chart.name)?.keyValuesVerified);
      const paths = folder.names.includes(chart.name)
        ? unknownValueKeys(chart.name, values, folder).map(({ path }) => path)
        : leafPaths(values);
      return paths.filter((path) => path !== "" && !lookedUp.has(path)).map((path) => `${name}: ${path}`);
    });
    expect(unknown).toEqual([]);
  });
});
