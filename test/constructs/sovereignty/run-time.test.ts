import { App } from "cdktf";
import { CloudFactory } from "../../../blueprints";
import { Capacity } from "../../../constructs/compute";
import type { IPlatformComponent, KubernetesObject } from "../../../constructs/contracts";
import { mirrorComponents } from "../../../constructs/platform";
import {
  AdmissionPolicies,
  admissionRules,
  NetworkPolicies,
  type AdmissionScope,
} from "../../../constructs/sovereignty";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";

interface Cel {
  evaluate(expression: string, context: object): unknown;
}
// The package is published as ES modules only.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- jest transforms what is required
const cel = require("@marcbachmann/cel-js") as Cel;

const region = "eu-central-1";
const registry = `111122223333.dkr.ecr.${region}.amazonaws.com`;
const scope: AdmissionScope = { regions: [region], registries: ["registry.example.eu/mirror"] };

/** Messages of a rule that an object breaks. */
function broken(name: string, object: object, given: AdmissionScope = scope): readonly string[] {
  const rule = admissionRules(given).find((each) => each.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule.validations
    .filter(({ expression }) => cel.evaluate(expression, { object }) !== true)
    .map(({ message }) => message);
}

const digest = `sha256:${"a".repeat(64)}`;
const image = `${registry}/nvidia/pytorch@${digest}`;
const pod = (spec: object) => ({
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [{ name: "c", image }], ...spec },
});
const gpu = { resources: { limits: { "nvidia.com/gpu": 1 } } };
const switches = [
  "DO_NOT_TRACK",
  "HF_DATASETS_OFFLINE",
  "HF_HUB_DISABLE_TELEMETRY",
  "HF_HUB_OFFLINE",
  "VLLM_NO_USAGE_STATS",
];
const env = switches.map((name) => ({ name, value: "1" }));

describe("admission", () => {
  it.each(["containers", "initContainers", "ephemeralContainers"])("asks the registry of %s", (list) => {
    for (const good of [`${registry}/x:1`, "registry.example.eu/mirror/x:1"])
      expect(broken("image-registries", pod({ [list]: [{ image: good }] }))).toEqual([]);
    for (const bad of [
      "pytorch/pytorch",
      "nvcr.io/nvidia/pytorch:25.01",
      "registry.example.eu/other/x",
      "registry.example.eu/mirrored/x",
      "111122223333.dkr.ecr.us-east-1.amazonaws.com/x",
      "evil.example/111122223333.dkr.ecr.eu-central-1.amazonaws.com/x",
      "111122223333.dkr.ecr.eu-central-1xamazonaws.com/x",
    ])
      expect(broken("image-registries", pod({ [list]: [{ image: bad }] }))).toHaveLength(1);
  });

  it("knows the registry of the European Sovereign Cloud, and refuses all where none is named", () => {
    const eusc = { regions: ["eusc-de-east-1"] };
    const of = (name: string) => pod({ containers: [{ image: name }] });
    expect(broken("image-registries", of("111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/x"), eusc)).toEqual([]);
    expect(broken("image-registries", of("111122223333.dkr.ecr.eusc-de-east-1.amazonaws.com/x"), eusc)).toHaveLength(1);
    expect(broken("image-registries", of(image), {})).toHaveLength(1);
  });

  it("asks for digests", () => {
    expect(broken("image-digests", pod({}))).toEqual([]);
    for (const bad of [`${registry}/x:1`, `${registry}/x`, `${registry}/x:sha256`, `${registry}/x@sha256:abc`])
      expect(broken("image-digests", pod({ containers: [{ image: bad }] }))).toHaveLength(1);
  });

  it("asks containers with accelerators to stay silent", () => {
    expect(broken("telemetry-off", pod({ containers: [{ image, ...gpu, env }] }))).toEqual([]);
    expect(broken("telemetry-off", pod({}))).toEqual([]);
    expect(broken("telemetry-off", pod({ containers: [{ image, ...gpu }] }))).toHaveLength(1);
    expect(broken("telemetry-off", pod({ containers: [{ image, ...gpu, env: env.slice(1) }] }))).toHaveLength(1);
    const off = env.map((entry) => ({ ...entry, value: "false" }));
    expect(broken("telemetry-off", pod({ containers: [{ image, ...gpu, env: off }] }))).toHaveLength(1);
    const mig = { resources: { limits: { "nvidia.com/mig-1g.10gb": 1 } } };
    expect(broken("telemetry-off", pod({ initContainers: [{ image, ...mig }] }))).toHaveLength(1);
  });

  it("keeps pods off the node", () => {
    expect(broken("host-access", pod({ hostNetwork: false, volumes: [{ name: "v", emptyDir: {} }] }))).toEqual([]);
    for (const bad of [
      { hostNetwork: true },
      { hostPID: true },
      { hostIPC: true },
      { volumes: [{ hostPath: { path: "/" } }] },
    ])
      expect(broken("host-access", pod(bad))).toHaveLength(1);
    const privileged = [{ image, securityContext: { privileged: true } }];
    for (const list of ["containers", "initContainers", "ephemeralContainers"])
      expect(broken("host-access", pod({ [list]: privileged }))).toHaveLength(1);
  });

  it("closes the ways out", () => {
    const service = (spec: object, annotations?: object) => ({
      kind: "Service",
      metadata: { name: "s", annotations },
      spec,
    });
    const annotation = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" };
    const withoutAnnotations = { kind: "Service", metadata: { name: "s" }, spec: { type: "LoadBalancer" } };
    expect(broken("egress", service({ type: "ClusterIP" }, {}))).toEqual([]);
    expect(broken("egress", service({ type: "LoadBalancer" }, annotation))).toEqual([]);
    expect(broken("egress", withoutAnnotations)).toHaveLength(1);
    expect(broken("egress", service({ type: "LoadBalancer" }, {}))).toHaveLength(1);
    expect(broken("egress", service({ type: "ExternalName", externalName: "huggingface.co" }, {}))).toHaveLength(1);
    const network = (egress: readonly object[]) => ({
      kind: "NetworkPolicy",
      metadata: { name: "n" },
      spec: { egress },
    });
    expect(broken("egress", network([{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }, { podSelector: {} }] }]))).toEqual([]);
    for (const cidr of ["0.0.0.0/0", "::/0", "128.0.0.0/1", "8.0.0.0/7"])
      expect(broken("egress", network([{ to: [{ ipBlock: { cidr } }] }]))).toHaveLength(1);
    expect(broken("egress", network([{ ports: [{ port: 443 }] }]))).toHaveLength(1);
    expect(broken("egress", network([{ to: [] }]))).toHaveLength(1);
  });

  it("asks for encrypted volumes of known drivers", () => {
    const storage = (provisioner: string, parameters?: object) => ({
      kind: "StorageClass",
      provisioner,
      ...(parameters && { parameters }),
    });
    const key = { encrypted: "true", kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1" };
    expect(broken("storage-classes", storage("ebs.csi.aws.com", key))).toEqual([]);
    expect(broken("storage-classes", storage("fsx.csi.aws.com"))).toEqual([]);
    expect(broken("storage-classes", storage("ebs.csi.aws.com", { encrypted: "true" }))).toHaveLength(1);
    expect(broken("storage-classes", storage("ebs.csi.aws.com", { ...key, encrypted: "false" }))).toHaveLength(1);
    expect(broken("storage-classes", storage("ebs.csi.aws.com"))).toHaveLength(1);
    expect(broken("storage-classes", storage("csi.example.com"))).toHaveLength(1);
  });

  it("keeps placement inside", () => {
    const select = (label: string, value: string) =>
      pod({ nodeSelector: { [`topology.kubernetes.io/${label}`]: value } });
    expect(broken("placement", select("region", region))).toEqual([]);
    expect(broken("placement", select("zone", "eu-central-1a"))).toEqual([]);
    expect(broken("placement", select("region", "us-east-1"))).toHaveLength(1);
    expect(broken("placement", select("zone", "eu-central-1-waw-1a"))).toHaveLength(1);
    const pool = (requirement: object) => ({
      kind: "NodePool",
      spec: { template: { spec: { requirements: [requirement] } } },
    });
    const zone = "topology.kubernetes.io/zone";
    expect(broken("placement", pool({ key: zone, operator: "In", values: ["eu-central-1a"] }))).toEqual([]);
    expect(
      broken("placement", pool({ key: zone, operator: "In", values: ["eu-central-1a", "us-east-1a"] })),
    ).toHaveLength(1);
    expect(broken("placement", pool({ key: zone, operator: "NotIn", values: ["eu-central-1a"] }))).toHaveLength(1);
  });
});

describe("the factory's own components", () => {
  let made: readonly IPlatformComponent[] = [];
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  new CloudFactory(app, "sovereign", {
    region,
    zones: ["eu-central-1a", "eu-central-1b"],
    closedNetwork: true,
    pools: [{ name: "gpu", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 0, maxNodes: 2 }) }],
    elasticPools: [{ name: "elastic", instanceTypes: ["g6e.xlarge"], maxNodes: 4 }],
    buckets: [{ name: "weights", purpose: "weights" }],
    components: (components) => {
      made = components;
      return [];
    },
  });
  const hosts = ["docker.io", "ghcr.io", "gcr.io", "nvcr.io", "public.ecr.aws", "quay.io", "registry.k8s.io"];
  const imageRegistry = Object.fromEntries(hosts.map((host) => [host, `${registry}/${host.replace(/\./g, "-")}`]));
  const { components } = mirrorComponents(made, { imageRegistry }, "test");
  const network = new NetworkPolicies({
    components: made,
    controlPlaneCidrBlocks: ["10.0.0.0/16"],
    nodeCidrBlocks: ["100.64.0.0/16"],
  });
  const objects = [...components, network].flatMap(({ manifests }) => manifests);
  const of = (kind: string) => objects.filter((object) => object.kind === kind);

  it("come from the mirror, which admission lets in; from their makers it would not", () => {
    const images = components.flatMap((component) => component.images);
    expect(images.length).toBeGreaterThan(10);
    for (const each of images) expect(broken("image-registries", pod({ containers: [{ image: each }] }))).toEqual([]);
    // What EKS serves comes from ECR of the region already.
    const makers = made.flatMap((component) => component.images).filter((each) => !each.includes(".dkr.ecr."));
    for (const each of makers)
      expect(broken("image-registries", pod({ containers: [{ image: each }] }))).toHaveLength(1);
  });

  it("have storage classes, node pools and network policies that admission lets in", () => {
    expect(of("StorageClass").length).toBeGreaterThan(0);
    expect(of("NodePool").length).toBeGreaterThan(0);
    for (const object of of("StorageClass")) expect(broken("storage-classes", object)).toEqual([]);
    for (const object of of("NodePool")) expect(broken("placement", object)).toEqual([]);
    for (const object of [...of("NetworkPolicy"), ...of("Service")]) expect(broken("egress", object)).toEqual([]);
  });

  it("are closed in by policies: each namespace denies both ways, and the system's are left open", () => {
    const closed = of("NetworkPolicy").filter(({ metadata }) => metadata.name === "default-deny");
    const namespaces = [...new Set(made.map(({ namespace }) => namespace))].filter(
      (name) => !name.startsWith("kube-") && name !== "default",
    );
    expect(closed.map(({ metadata }) => metadata.namespace)).toEqual(expect.arrayContaining(namespaces));
    expect(of("NetworkPolicy").some(({ metadata }) => metadata.namespace === "kube-system")).toBe(false);
    for (const { spec } of closed) expect(spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("are spared where they need the host, and nobody else is", () => {
    const policies = new AdmissionPolicies({ ...scope, components: made });
    const binding = (name: string) =>
      policies.manifests.find(
        (object) => object.kind.endsWith("Binding") && object.metadata.name === `sovereign-${name}`,
      );
    const spared = JSON.stringify(binding("host-access")?.spec);
    const privileged = made.filter(({ namespaceLabels = {} }) => Object.values(namespaceLabels).includes("privileged"));
    const needy = ["kube-system", ...privileged.map(({ namespace }) => namespace)];
    for (const { namespace } of made) expect(spared.includes(`"${namespace}"`)).toBe(needy.includes(namespace));
    expect(spared).not.toContain('"default"');
    expect(JSON.stringify(binding("image-registries")?.spec)).not.toContain("namespaceSelector");
  });

  it("leave monitoring a way to every exporter, and peers the way that is named", () => {
    const [peer] = new NetworkPolicies({
      components: [],
      namespaces: ["team"],
      controlPlaneCidrBlocks: ["10.0.0.0/16"],
      peers: [{ namespace: "team", fromCidrBlocks: ["10.9.0.0/24"], ports: [8080] }],
    }).manifests.filter(({ metadata }) => metadata.name === "allow-peer-0");
    expect(peer?.spec).toMatchObject({
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: "10.9.0.0/24" } }] }],
    });
    expect(of("NetworkPolicy").map(({ metadata }) => metadata.name)).toContain("allow-to-exporters");
  });

  describeWithSchemas("as objects", ({ schemas }) => {
    it("are what Kubernetes takes", () => {
      const guards: KubernetesObject[] = [
        ...new AdmissionPolicies({ ...scope, components: made }).manifests,
        ...network.manifests,
      ];
      for (const object of guards) expect(validateObject(object, schemas)).toEqual([]);
    });
  });
});
