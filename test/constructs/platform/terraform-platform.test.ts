import { existsSync } from "node:fs";
import { join } from "node:path";
import { TerraformVariable, Token } from "cdktf";
import fc from "fast-check";
import { EbsStorageClass, TerraformPlatform, orderComponents } from "../../../constructs/platform";
import { collectModel } from "../../../model";
import { synthStack, theResource, resourcesOf } from "../../../testing";
import type { FactoryError } from "../../../validation/factory-error";
import { fakeChart, fakeComponent, FakeCluster, synthPlatform, valuesOf } from "./fakes";

function findingsOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    return (error as FactoryError).findings;
  }
  throw new Error("nothing was thrown");
}

describe("TerraformPlatform", () => {
  it("installs a chart as a release that waits, and rolls back when it fails", () => {
    const { emitted } = synthPlatform([fakeChart("kueue", { values: { replicas: 2 } })]);
    expect(theResource(emitted, "helm_release")).toMatchObject({
      name: "kueue",
      namespace: "kueue",
      chart: "kueue",
      version: "1.2.3",
      repository: "https://charts.example.com",
      wait: true,
      wait_for_jobs: true,
      atomic: true,
      timeout: 900,
      values: ['{"replicas":2}'],
    });
  });

  it("creates each namespace once, with a pod security level", () => {
    const { emitted } = synthPlatform([
      fakeChart("prometheus", { namespace: "monitoring", namespaceLabels: { team: "platform" } }),
      fakeChart("exporter", {
        namespace: "monitoring",
        namespaceLabels: { "pod-security.kubernetes.io/enforce": "privileged" },
      }),
    ]);
    expect(theResource(emitted, "kubernetes_namespace_v1")).toMatchObject({
      metadata: {
        name: "monitoring",
        labels: { team: "platform", "pod-security.kubernetes.io/enforce": "privileged" },
      },
    });
  });

  it("gives a namespace the baseline level where no component wants another", () => {
    const { emitted } = synthPlatform([fakeChart("kueue")]);
    expect(theResource(emitted, "kubernetes_namespace_v1")).toMatchObject({
      metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
    });
  });

  it("does not create the namespaces that every cluster has", () => {
    const { emitted } = synthPlatform([fakeChart("csi", { namespace: "kube-system" })]);
    expect(resourcesOf(emitted, "kubernetes_namespace_v1")).toEqual({});
  });

  it("applies custom resources with a release of the local chart, after the component's own", () => {
    const queue = { apiVersion: "kueue.x-k8s.io/v1beta2", kind: "LocalQueue", metadata: { name: "q" }, spec: {} };
    const { release, platform, stack } = synthPlatform([fakeChart("kueue", { manifests: [queue] })]);
    const manifests = release("kueue-manifests");
    expect(valuesOf(manifests)).toEqual({ manifests: [queue] });
    expect(manifests.chart).toMatch(/^\.\/assets\//);
    expect(manifests.depends_on).toEqual([`helm_release.${platform.component("kueue").release!.friendlyUniqueId}`]);
    expect(stack.node.findAll().filter(({ node }) => node.id === "manifest-chart")).toHaveLength(1);
  });

  it("makes a StorageClass a resource of its own, which Terraform can replace", () => {
    const storage = new EbsStorageClass({ keyArn: "arn:key" });
    const { emitted, release, platform } = synthPlatform([storage, fakeChart("database", { dependsOn: [storage] })]);
    expect(theResource(emitted, "kubernetes_storage_class_v1")).toMatchObject({
      metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      storage_provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: "arn:key" },
      reclaim_policy: "Delete",
      volume_binding_mode: "WaitForFirstConsumer",
      allow_volume_expansion: true,
    });
    expect(Object.keys(resourcesOf(emitted, "helm_release"))).toHaveLength(1);
    expect(release("database").depends_on).toContain(
      `kubernetes_storage_class_v1.${platform.component("storage-class-gp3").typed[0]!.friendlyUniqueId}`,
    );
  });

  it("lets a component wait for the last release of its dependencies and for its namespace", () => {
    const certManager = fakeChart("cert-manager", {
      manifests: [{ apiVersion: "cert-manager.io/v1", kind: "ClusterIssuer", metadata: { name: "own" } }],
    });
    const { release, platform } = synthPlatform([fakeChart("kueue", { dependsOn: [certManager] }), certManager]);
    expect(release("kueue").depends_on).toEqual([
      `kubernetes_namespace_v1.${platform.namespaces.get("kueue")!.friendlyUniqueId}`,
      `helm_release.${platform.component("cert-manager").manifests!.friendlyUniqueId}`,
    ]);
  });

  it("waits for what stands behind a component that installs nothing itself", () => {
    const operator = fakeChart("operator");
    const group = fakeComponent("group", { dependsOn: [operator] });
    const { release, platform } = synthPlatform([operator, group, fakeChart("user", { dependsOn: [group] })]);
    expect(release("user").depends_on).toContain(
      `helm_release.${platform.component("operator").release!.friendlyUniqueId}`,
    );
  });

  it("takes a credential from a program at run time and writes none down", () => {
    const { stack } = synthPlatform([]);
    const cluster = new FakeCluster(stack, "eks", {
      kind: "exec",
      endpoint: "https://api.example.com",
      certificateAuthorityData: "Q0E=",
      command: "aws",
      args: ["eks", "get-token"],
      apiVersion: "client.authentication.k8s.io/v1beta1",
    });
    const { emitted } = synthPlatform([], { cluster });
    const exec = { api_version: "client.authentication.k8s.io/v1beta1", command: "aws", args: ["eks", "get-token"] };
    const server = { host: "https://api.example.com", cluster_ca_certificate: '${base64decode("Q0E=")}' };
    expect(emitted.provider).toMatchObject({
      kubernetes: [{ ...server, exec: [exec] }],
      helm: [{ kubernetes: { ...server, exec } }],
    });
    expect(JSON.stringify(emitted)).not.toMatch(/"(token|password|client_key)"/);
  });

  it("keeps references to other resources in values, and a shell's variables as they are", () => {
    const { stack, platform } = synthPlatform([]);
    const bucket = new TerraformVariable(stack, "bucket", {});
    new TerraformPlatform(stack, "second", {
      cluster: platform.cluster,
      components: [fakeChart("job", { values: { bucket: bucket.stringValue, script: "echo ${HOME} %{x}" } })],
    });
    expect(theResource(synthStack(stack), "helm_release").values).toEqual([
      '{"bucket":"${var.bucket}","script":"echo $${HOME} %%{x}"}',
    ]);
  });

  it("refuses a number that is known only at apply, because it cannot be written into the values", () => {
    const values = { deep: { replicas: Token.asNumber({ resolve: () => "x", creationStack: [] }) } };
    expect(findingsOf(() => synthPlatform([fakeChart("job", { values })]))).toMatchObject([
      { rule: "PLT-051-values-token", given: ["values.deep.replicas"] },
    ]);
  });

  it("is the same to the byte whatever runs before it", () => {
    const components = () => [fakeChart("a"), fakeChart("b", { manifests: [fakeObject("x")] })];
    expect(JSON.stringify(synthPlatform(components()).emitted)).toBe(
      JSON.stringify(synthPlatform(components()).emitted),
    );
  });

  it("ships the local chart beside the code", () => {
    const folder = join(__dirname, "../../../constructs/platform/manifest-chart");
    expect(existsSync(join(folder, "Chart.yaml"))).toBe(true);
    expect(existsSync(join(folder, "templates/manifests.yaml"))).toBe(true);
  });

  it("tells the factory model what it installed", () => {
    const operator = fakeChart("operator", { images: ["r.example.com/o:1"] });
    const { app } = synthPlatform([
      fakeChart("queue", { dependsOn: [operator], manifests: [fakeObject("x")] }),
      operator,
    ]);
    const { services } = collectModel(app, { name: "f", intent: "training" });
    expect(services).toMatchObject([
      { id: "operator", clusterId: "cluster", namespace: "operator", images: ["r.example.com/o:1"] },
      {
        id: "queue",
        dependsOn: ["operator"],
        chart: { name: "queue", version: "1.2.3", repository: "https://charts.example.com" },
        customResources: [{ apiVersion: "v1", kind: "ConfigMap", name: "x" }],
      },
    ]);
    expect(services[1]!.addresses).toHaveLength(2);
  });

  it("names what there is when an unknown component is asked for", () => {
    const { platform } = synthPlatform([fakeChart("a")]);
    expect(() => platform.component("b")).toThrow("no platform component 'b' in platform/platform; there is: a");
  });
});

describe("what is wrong with a list of components", () => {
  it("is reported all at once", () => {
    const outside = fakeChart("outside");
    const components = [fakeChart("a", { dependsOn: [outside] }), fakeChart("a"), fakeChart("Bad_Name")];
    expect(findingsOf(() => synthPlatform(components)).map(({ rule }) => rule)).toEqual([
      "PLT-055-duplicate-component",
      "PLT-053-missing-dependency",
      "PLT-052-component-name",
    ]);
  });

  it.each(["Upper", "-dash", "x".repeat(44), "", "helm", "namespace-x", "constructor"])(
    "includes the name '%s'",
    (name) => {
      expect(findingsOf(() => synthPlatform([fakeChart(name, { namespace: "n" })]))).toMatchObject([
        { rule: "PLT-052-component-name", given: name },
      ]);
    },
  );

  it("names a missing dependency", () => {
    const [finding] = findingsOf(() => synthPlatform([fakeChart("kueue", { dependsOn: [fakeChart("cert-manager")] })]));
    expect(finding!.message).toBe("platform component 'kueue' depends on 'cert-manager', which is not installed");
    expect(finding!.fix).toBe("add the component 'cert-manager' to 'components'");
  });

  it("tells a namesake from the dependency itself", () => {
    const components = [fakeChart("kueue", { dependsOn: [fakeChart("cert-manager")] }), fakeChart("cert-manager")];
    const [finding] = findingsOf(() => synthPlatform(components));
    expect(finding!.fix).toContain("let 'kueue' refer to that object");
  });

  it("shows a circle from end to end", () => {
    const a: { dependsOn: unknown[] } = fakeChart("a") as never;
    const b = fakeChart("b", { dependsOn: [a as never] });
    a.dependsOn = [b];
    const [finding] = findingsOf(() => synthPlatform([a as never, b, fakeChart("c", { dependsOn: [b] })]));
    expect(finding).toMatchObject({ rule: "PLT-056-dependency-cycle", given: "a -> b -> a" });
  });

  it("finds a component that depends on itself", () => {
    const a: { dependsOn: unknown[] } = fakeChart("a") as never;
    a.dependsOn = [a];
    expect(findingsOf(() => synthPlatform([a as never]))).toMatchObject([{ given: "a -> a" }]);
  });

  it("includes two components that bring one thing", () => {
    const [finding] = findingsOf(() =>
      synthPlatform([new EbsStorageClass(), new EbsStorageClass({ storageClassName: "other" })]),
    );
    expect(finding).toMatchObject({
      rule: "PLT-054-two-owners",
      given: ["storage-class-gp3", "storage-class-other"],
    });
    expect(finding!.message).toContain("'default-storage-class'");
    synthPlatform([new EbsStorageClass(), new EbsStorageClass({ storageClassName: "other", isDefault: false })]);
  });

  it("includes two components that want different labels on their common namespace", () => {
    const [finding] = findingsOf(() =>
      synthPlatform([
        fakeChart("a", { namespace: "shared", namespaceLabels: { level: "x" } }),
        fakeChart("b", { namespace: "shared", namespaceLabels: { level: "y" } }),
      ]),
    );
    expect(finding).toMatchObject({ rule: "PLT-057-namespace-labels", given: "level: x and y" });
  });
});

describe("orderComponents", () => {
  it("puts every component after all it depends on, for any graph without a circle", () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 21 });
    fc.assert(
      fc.property(graph, fc.array(fc.nat(), { minLength: 21, maxLength: 21 }), (edges, keys) => {
        const components: ReturnType<typeof fakeComponent>[] = [];
        // An edge may only point to an earlier component, so there is no circle.
        edges.forEach((targets, index) => {
          const dependsOn = targets.filter((target) => target < index).map((target) => components[target]!);
          components.push(fakeComponent(`c${index}`, { dependsOn }));
        });
        const shuffled = components.map((component, i) => ({ component, key: keys[i]! }));
        shuffled.sort((one, other) => one.key - other.key);
        const { ordered, findings } = orderComponents(
          shuffled.map(({ component }) => component),
          "platform",
        );
        expect(findings).toEqual([]);
        expect(new Set(ordered)).toEqual(new Set(components));
        for (const component of ordered) {
          for (const dependency of component.dependsOn) {
            expect(ordered.indexOf(dependency)).toBeLessThan(ordered.indexOf(component));
          }
        }
      }),
    );
  });

  it("keeps the given order where dependencies leave it free", () => {
    const names = ["z", "a", "m"];
    const { ordered } = orderComponents(
      names.map((name) => fakeComponent(name)),
      "platform",
    );
    expect(ordered.map(({ name }) => name)).toEqual(names);
  });
});

function fakeObject(name: string) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name } };
}
