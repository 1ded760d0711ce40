import { loadDocuments, toValue } from "../../documents";
import { folderWith, stackOf } from "./support";

const container = {
  name: "c",
  image: "registry.example/x:1",
  env: [{ name: "A", value: "b" }],
  port: { container_port: 80 },
};

describe("Kubernetes objects", () => {
  it("of typed resources have the API's field names, whether blocks are objects or lists", () => {
    const asObject = {
      metadata: { name: "d", namespace: "n", labels: { "app.kubernetes.io/name": "x", not_camel: "y" } },
      spec: {
        replicas: 1,
        selector: { match_labels: { a_b: "c" } },
        template: {
          spec: { container, toleration: { key: "k" }, node_selector: { "a/b_c": "d" }, init_container: [] },
        },
      },
    };
    const asLists = {
      metadata: [asObject.metadata],
      spec: [
        {
          replicas: 1,
          selector: [asObject.spec.selector],
          template: [
            {
              spec: [
                {
                  ...asObject.spec.template.spec,
                  container: [{ ...container, port: [container.port] }],
                  toleration: [{ key: "k" }],
                },
              ],
            },
          ],
        },
      ],
    };
    const documents = stackOf({ resource: { kubernetes_deployment_v1: { a: asObject, b: asLists } } });
    const [first, second] = documents.kubernetesObjects("Deployment");
    expect(JSON.parse(JSON.stringify(first?.object))).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "d", namespace: "n", labels: { "app.kubernetes.io/name": "x", not_camel: "y" } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { a_b: "c" } },
        template: {
          spec: {
            containers: [
              {
                name: "c",
                image: "registry.example/x:1",
                env: [{ name: "A", value: "b" }],
                ports: [{ containerPort: 80 }],
              },
            ],
            tolerations: [{ key: "k" }],
            nodeSelector: { "a/b_c": "d" },
            initContainers: [],
          },
        },
      },
    });
    expect(second?.object).toEqual(first?.object);
    expect(first).toMatchObject({ address: "Deployment/n/d", name: "d", namespace: "n" });
    expect(first?.resource?.address).toBe("kubernetes_deployment_v1.a");
  });

  it("come from manifests, from our local chart, and not from a foreign chart's values", () => {
    const manifest = { apiVersion: "kueue.x-k8s.io/v1beta1", kind: "ClusterQueue", metadata: { name: "research" } };
    const release = (chart: object) => ({ ...chart, name: "r", values: [JSON.stringify({ manifests: [manifest] })] });
    const documents = stackOf({
      resource: {
        kubernetes_manifest: { m: { manifest: { ...manifest, metadata: { name: "m" } } } },
        kubectl_manifest: { y: { yaml_body: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n" } },
        helm_release: {
          local: release({ chart: "assets/manifest-chart/ABC" }),
          foreign: release({ chart: "kueue", repository: "https://charts.example" }),
          oci: release({ chart: "oci://registry.example/charts/kueue" }),
        },
      },
    });
    expect(documents.kubernetesObjects().map(({ address, resource }) => [address, resource?.address])).toEqual([
      ["ClusterQueue/research", "helm_release.local"],
      ["ConfigMap/y", "kubectl_manifest.y"],
      ["ClusterQueue/m", "kubernetes_manifest.m"],
    ]);
  });

  it("come from YAML files of a folder, of which charts' templates and other YAML are none", async () => {
    const folder = folderWith({
      "apps/a.yaml":
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}\n",
      "chart/Chart.yaml": "apiVersion: v2\nname: x\n",
      "chart/templates/t.yaml": "apiVersion: v1\nkind: {{ .x }}\n",
      "ci.yaml": "jobs: {}\n",
    });
    const documents = await loadDocuments(folder);
    expect(documents.kubernetesObjects().map(({ address, file }) => [address, file])).toEqual([
      ["Namespace/a", "apps/a.yaml"],
      ["Pod/a/p", "apps/a.yaml"],
    ]);
  });
});

describe("a Helm release", () => {
  it("has the values that helm would use: documents in order, then what is set", () => {
    const documents = stackOf({
      resource: {
        helm_release: {
          r: {
            name: "gpu-operator",
            namespace: "gpu",
            chart: "gpu-operator",
            repository: "https://helm.example",
            version: "v25.3.0",
            values: ["driver:\n  enabled: true\n  version: a\nlist: [1]\n", '{"driver":{"version":"b"},"list":[2]}'],
            set: [
              { name: "driver.version", value: "c" },
              { name: "replicas", value: "2" },
              { name: "as_text", value: "2", type: "string" },
              { name: "nodeSelector.kubernetes\\.io/arch", value: "amd64" },
            ],
          },
        },
      },
    });
    const [release] = documents.helmReleases();
    expect(release).toMatchObject({
      name: "gpu-operator",
      namespace: "gpu",
      chart: "gpu-operator",
      version: "v25.3.0",
      hasUnknown: false,
    });
    expect(release?.values).toEqual(
      toValue({
        driver: { enabled: true, version: "c" },
        list: [2],
        replicas: 2,
        as_text: "2",
        nodeSelector: { "kubernetes.io/arch": "amd64" },
      }),
    );
  });

  it.each([
    ["a document from a variable", { values: ["${var.values}"] }],
    ["a document that is no YAML", { values: ["a: [1"] }],
    ["a value from a resource", { values: ['{"role":"${aws_iam_role.r.arn}"}'] }],
    ["a set whose name is not known", { set: [{ name: "${var.name}", value: "x" }] }],
  ])("says that something is not known: %s", (_name, parts) => {
    const documents = stackOf({
      variable: { values: {}, name: {} },
      resource: { helm_release: { r: { chart: "x", ...parts } }, aws_iam_role: { r: {} } },
    });
    expect(documents.helmReleases()[0]?.hasUnknown).toBe(true);
  });
});
