import { chart } from "../../../catalog";
import { CertManager, mirrorComponents, namespacesOf, orderComponents } from "../../../constructs/platform";
import type { IPlatformComponent } from "../../../constructs/contracts";
import { collectModel } from "../../../model";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { everyComponent, leafPaths } from "./every-component";
import { fakeChart, synthPlatform, valuesOf } from "./fakes";

const { byChart, components, operator, health } = everyComponent();
/** The GPU operator and what asks it about the health of GPUs, with all that they need. */
const withOperator = orderComponents(needed([health!, operator!]), "platform").ordered;

function needed(components: readonly IPlatformComponent[]): IPlatformComponent[] {
  return [...new Set(components.flatMap((each) => [...needed(each.dependsOn), each]))];
}

/** Charts whose known keys do not come with the schemas: the catalogue's row lists the keys that were looked up. */
const lookedUp = Object.keys(byChart).filter((id) => !judged(id));

function judged(id: string): boolean {
  return [
    "argo-workflows",
    "cert-manager",
    "dcgm-exporter",
    "envoy-ai-gateway",
    "envoy-gateway",
    "external-secrets",
    "gpu-operator",
    "jupyterhub",
    "keda",
    "kserve-crd",
    "kserve-resources",
    "kube-prometheus-stack",
    "kubeflow-trainer",
    "kuberay-operator",
    "kueue",
    "lws",
    "mlflow",
    "qdrant",
  ].includes(id);
}

describeWithSchemas("every component", ({ schemas, charts }) => {
  test.each(Object.keys(byChart).filter(judged))("sets no value that the chart of %s does not know", (id) => {
    // A chart's own file does not list all that its dependencies take: those keys were looked up, too.
    const known = new Set(chart(id).keyValuesVerified);
    const unknown = unknownValueKeys(chart(id).chart!, byChart[id]!.values, charts);
    expect(unknown.filter(({ path }) => !known.has(path))).toEqual([]);
  });

  test.each(
    [...components, health!]
      .filter(({ manifests }) => manifests.length > 0)
      .map((component) => [component.name, component]),
  )("%s has only manifests that the real definitions accept", (_, component) => {
    expect(component.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("every component", () => {
  test.each(lookedUp)("sets only values that were found in the chart of %s", (id) => {
    const known = new Set(chart(id).keyValuesVerified);
    expect(leafPaths(byChart[id]!.values).filter((path) => path !== "" && !known.has(path))).toEqual([]);
  });

  it("comes from the chart, version and repository of the catalogue", () => {
    for (const [id, component] of Object.entries(byChart)) {
      const { chart: name, version, repository } = chart(id);
      expect(component.chart).toEqual({ name, version, repository });
    }
  });

  it("has its dependencies in the list and an order", () => {
    const { ordered, findings } = orderComponents(components, "platform");
    expect(findings).toEqual([]);
    expect(ordered).toHaveLength(components.length);
  });

  it.each(components.filter(({ dependsOn }) => dependsOn.length > 0).map((component) => [component.name, component]))(
    "%s is missed by name when one of its dependencies is taken away",
    (name, component) => {
      for (const dependency of component.dependsOn) {
        const rest = components.filter((each) => each !== dependency);
        expect(orderComponents(rest, "platform").findings.map(({ message }) => message)).toContain(
          `platform component '${name}' depends on '${dependency.name}', which is not installed`,
        );
      }
    },
  );

  it("sends nothing to its maker", () => {
    expect(components.filter(({ telemetryDisabled }) => !telemetryDisabled)).toEqual([]);
  });

  it("names its images with registry and version", () => {
    for (const image of [...components, ...withOperator].flatMap(({ images }) => images)) {
      expect(image).toMatch(/^[a-z0-9.-]+\.[a-z]+\/[a-z0-9./_-]+:[\w.-]+$/);
      expect(image).not.toMatch(/:latest$|undefined/);
    }
  });

  it("knows its images, unless it starts none", () => {
    const without = components.filter(({ images }) => images.length === 0).map(({ name }) => name);
    expect(without.sort()).toEqual([
      "ai-gateway-crds-helm",
      "boundary-issuer",
      "factory-dashboards",
      "factory-rules",
      "inference-gateway-monitoring",
      "karpenter-crd",
      "kserve-crd",
      "storage-class-gp3",
      "streams",
      "team-vision",
      "work-priorities",
    ]);
  });

  it("stands in a namespace with a pod security level, or in kube-system", () => {
    const { labels } = namespacesOf(components, "platform");
    for (const { namespace } of components.filter((component) => component.namespace !== "kube-system")) {
      expect(labels.get(namespace)).toHaveProperty(["pod-security.kubernetes.io/enforce"]);
    }
  });
});

describe("a mirror", () => {
  const hosts = [...new Set(components.flatMap(({ images }) => images.map((image) => image.split("/")[0]!)))];
  const mirror = { imageRegistry: "mirror.example.org/ai", chartRepository: "oci://mirror.example.org/charts" };

  it("leaves no reference to an outside registry or chart repository", () => {
    const { emitted, releases } = synthPlatform(components, mirror);
    const text = JSON.stringify(emitted.resource);
    for (const host of hosts) expect(text).not.toContain(host);
    const repositories = new Set(releases.map(({ repository }) => repository).filter((each) => each !== undefined));
    expect([...repositories]).toEqual([mirror.chartRepository]);
  });

  it("holds for the GPU operator with all its parts as well", () => {
    const { emitted } = synthPlatform(withOperator, mirror);
    const text = JSON.stringify(emitted.resource);
    for (const host of ["nvcr.io", "ghcr.io", "registry.k8s.io", "docker.io"]) expect(text).not.toContain(host);
  });

  it("rewrites every image in the factory model", () => {
    const { app } = synthPlatform(components, mirror);
    const { services } = collectModel(app, { name: "f", intent: "training" });
    for (const image of services.flatMap(({ images }) => images)) expect(image).toMatch(/^mirror\.example\.org\/ai\//);
  });

  it("can be another registry for each host", () => {
    const imageRegistry = Object.fromEntries(
      hosts.map((host) => [host, `cache.example.org/${host.replace(/\W/g, "-")}`]),
    );
    const { release } = synthPlatform(components, { imageRegistry });
    expect(valuesOf(release("cert-manager"))).toMatchObject({ imageRegistry: "cache.example.org/quay-io" });
    expect(valuesOf(release("kueue"))).toMatchObject({
      controllerManager: { manager: { image: { repository: "cache.example.org/registry-k8s-io/kueue/kueue" } } },
    });
  });

  it("must know every host", () => {
    const { findings } = mirrorComponents(components, { imageRegistry: { "quay.io": "q.example.org" } }, "platform");
    expect(findings.map(({ fix }) => fix)).toContain("add 'nvcr.io' to 'imageRegistry'");
    expect(findings.map(({ fix }) => fix)).not.toContain("add 'quay.io' to 'imageRegistry'");
  });

  it("refuses a chart of another version, whose images nobody listed", () => {
    const other = new CertManager({ chartVersion: "v9.9.9" });
    expect(mirrorComponents([other], mirror, "platform").findings).toMatchObject([
      { rule: "PLT-058-image-not-mirrored", given: "cert-manager v9.9.9" },
    ]);
  });

  it("refuses an image that no value names, because the chart would pull it from its maker", () => {
    const hidden = fakeChart("hidden", { images: ["quay.io/x/y:1"], values: { other: "quay.io/x/z" } });
    expect(mirrorComponents([hidden], mirror, "platform").findings).toMatchObject([{ given: "quay.io/x/y:1" }]);
  });

  it("can replace the charts alone, or nothing", () => {
    const { components: changed } = mirrorComponents(
      components,
      { chartRepository: "oci://m.example.org" },
      "platform",
    );
    expect(changed.map(({ images }) => images)).toEqual(components.map(({ images }) => images));
    expect(mirrorComponents(components, {}, "platform").components).toBe(components);
  });
});
