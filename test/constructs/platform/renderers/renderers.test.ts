import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, TerraformStack, Token } from "cdktf";
import { parse } from "yaml";
import {
  checkDelivery,
  Delivery,
  GitOpsPlatform,
  mirrorList,
  outsideReferences,
  planFiles,
  type DeliveryFile,
} from "../../../../constructs/platform";
import { collectModel } from "../../../../model";
import { validateObject } from "../../../../testing/kubernetes";
import { describeWithSchemas } from "../../../support/kubernetes-schemas";
import { everyComponent } from "../every-component";
import { FakeCluster, fakeChart, fakeComponent, synthPlatform } from "../fakes";
import { documentsIn, renderedByArgoCd, renderedByFlux, renderedByFolder, renderedByTerraform } from "./rendered";

const { components } = everyComponent();
const mirror = {
  imageRegistry: "registry.example.org/mirror",
  chartRepository: "oci://registry.example.org/charts",
};
const git = { url: "https://git.example.org/platform.git", path: "clusters/site" };
const argoCd = Delivery.argoCd({ repository: git });
const flux = Delivery.flux({ path: "clusters/site" });
const folder = Delivery.folder();
const props = { name: "site", components };

const file = (files: readonly DeliveryFile[], path: string) => files.find((each) => each.path === path)?.content ?? "";

describe.each([
  ["makers' own places", {}],
  ["a mirror", mirror],
])("with charts and images from %s", (_, places) => {
  const all = { ...props, ...places };
  const terraform = renderedByTerraform(synthPlatform(components, places).emitted);

  it("every rendering carries what Terraform's does: the same charts, values and objects", () => {
    expect(Object.keys(terraform.charts).length).toBeGreaterThan(10);
    expect(Object.keys(terraform.objects).length).toBeGreaterThan(15);
    expect(renderedByArgoCd(argoCd.files(all))).toEqual(terraform);
    expect(renderedByFlux(flux.files(all))).toEqual(terraform);
    expect(renderedByFolder(folder.files(all))).toEqual(terraform);
  });
});

it("an object without a namespace gets its component's where helm would give it one", () => {
  const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "b" } };
  const one = [fakeChart("one", { manifests: [config] })];
  const terraform = renderedByTerraform(synthPlatform(one).emitted);
  expect(renderedByFlux(flux.files({ name: "site", components: one }))).toEqual(terraform);
  expect(Object.keys(terraform.objects)).toContain("v1 ConfigMap one/settings");
});

it.each(["no", "yes", "on", "off", "y", "12:30:45", "0755", "1e3", "null", "~", "2026-11-21"])(
  "the text %s is a text to readers of YAML 1.1 as well",
  (text) => {
    const one = [fakeChart("one", { values: { text } })];
    const { content } = folder
      .files({ name: "site", components: one })
      .find(({ path }) => path.endsWith("one/values.yaml"))!;
    expect(parse(content, { version: "1.1" })).toEqual({ text });
    expect(parse(content, { version: "1.2" })).toEqual({ text });
    expect(content).toMatch(/^text: ["']/);
  },
);

describeWithSchemas("every rendering", ({ schemas }) => {
  it.each([argoCd, flux, folder])("has only objects that the real definitions accept: %#", (delivery) => {
    const files = delivery.files({ ...props, ...mirror });
    const objects = documentsIn(files).flatMap((document) => {
      const { manifests } = document as unknown as { manifests?: [] };
      return manifests ?? document;
    });
    // Values of charts are no objects, and are judged by the tests of the components.
    const judged = objects.filter(
      (object) => object?.apiVersion !== undefined && object.kind !== undefined && object.apiVersion !== "v2", // a chart's own file
    );
    expect(judged.length).toBeGreaterThan(10);
    expect(judged.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("Argo CD", () => {
  const files = argoCd.files(props);
  const applications = documentsIn(files, "applications/");
  const wave = (name: string) =>
    Number(
      applications.find(({ metadata }) => metadata.name === `site-${name}`)?.metadata.annotations?.[
        "argocd.argoproj.io/sync-wave"
      ],
    );

  it("puts everything into a wave after all that it depends on", () => {
    expect(wave("namespaces")).toBe(0);
    for (const component of components) {
      const first = component.chart === undefined ? `${component.name}-manifests` : component.name;
      for (const dependency of component.dependsOn) {
        const last = dependency.manifests.length > 0 ? `${dependency.name}-manifests` : dependency.name;
        expect([component.name, wave(first)]).toEqual([component.name, expect.any(Number)]);
        expect(wave(first)).toBeGreaterThan(wave(last));
      }
    }
    expect(wave("kueue-manifests")).toBe(wave("kueue") + 1);
  });

  it("applies on the server's side, because some definitions are too long for an annotation", () => {
    for (const { spec } of applications) {
      expect(spec).toMatchObject({ syncPolicy: { syncOptions: expect.arrayContaining(["ServerSideApply=true"]) } });
    }
  });

  it("brings the health check without which waves of Applications do not wait", () => {
    const [config] = documentsIn(files, "argocd-cm.yaml");
    expect(config).toMatchObject({
      kind: "ConfigMap",
      metadata: { name: "argocd-cm", namespace: "argocd" },
      data: { "resource.customizations.health.argoproj.io_Application": expect.stringContaining("obj.status.health") },
    });
  });

  it("reads manifests from the folder that the files are committed to", () => {
    const [root] = documentsIn(files, "root.yaml");
    expect(root?.spec).toMatchObject({ source: { repoURL: git.url, path: "clusters/site/applications" } });
    const paths = applications
      .map(({ spec }) => (spec as { source: { path?: string } }).source.path)
      .filter((path) => path !== undefined);
    for (const path of paths) {
      expect(files.some((each) => each.path.startsWith(`${path.slice("clusters/site/".length)}/`))).toBe(true);
    }
  });

  it("names a chart in a registry without the scheme", () => {
    const mirrored = documentsIn(argoCd.files({ ...props, ...mirror }), "applications/kueue.yaml");
    expect(mirrored[0]?.spec).toMatchObject({ source: { repoURL: "registry.example.org/charts", chart: "kueue" } });
  });
});

describe("Flux", () => {
  const files = flux.files(props);
  const kustomizations = documentsIn(files, "kustomizations.yaml");

  it("layers wait, one after the other, and each has its folder", () => {
    const names = kustomizations.map(({ metadata }) => metadata.name);
    expect(names.slice(0, 3)).toEqual(["site-base", "site-controllers", "site-configs"]);
    kustomizations.forEach(({ metadata, spec }, index) => {
      const layer = metadata.name.slice("site-".length);
      expect(spec).toMatchObject({ wait: true, prune: true, path: `./clusters/site/${layer}` });
      expect((spec as { dependsOn?: unknown }).dependsOn).toEqual(
        index === 0 ? undefined : [{ name: names[index - 1] }],
      );
      expect(files.some(({ path }) => path.startsWith(`${layer}/`))).toBe(true);
    });
  });

  it("has controllers in layers of controllers and custom resources in layers of configs", () => {
    for (const { path } of files) {
      for (const { kind } of documentsIn(files, path)) {
        if (kind === "HelmRelease") expect(path).toMatch(/^controllers/);
        if (kind === "ClusterQueue") expect(path).toMatch(/^configs/);
      }
    }
  });

  it("opens a second pair of layers where a chart needs another's custom resources", () => {
    const pool = { apiVersion: "example.org/v1", kind: "Pool", metadata: { name: "pool" } };
    const base = fakeChart("base", { manifests: [pool] });
    const user = fakeChart("user", { dependsOn: [base] });
    const paths = flux.files({ name: "site", components: [user, base] }).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["controllers/base.yaml", "configs/base.yaml", "controllers-2/user.yaml"]),
    );
  });

  it("waits through a component that brings nothing itself", () => {
    const storage = fakeChart("storage");
    const group = fakeComponent("group", { dependsOn: [storage] });
    const user = fakeChart("user", { dependsOn: [group] });
    const [release] = documentsIn(flux.files({ name: "site", components: [user, group, storage] }), "controllers/user");
    expect(release?.spec).toMatchObject({ dependsOn: [{ name: "site-storage" }] });
  });

  it("orders the releases of one layer among each other", () => {
    const [kueue] = documentsIn(files, "controllers/kueue.yaml");
    expect(kueue?.spec).toMatchObject({ releaseName: "kueue", dependsOn: [{ name: "site-kube-prometheus-stack" }] });
  });
});

describe("the folder for a site without a way out", () => {
  const files = folder.files({ ...props, ...mirror });
  const makers = new Set(
    components.flatMap(({ images, chart }) => [
      ...images.map((image) => image.split("/")[0] ?? ""),
      ...(chart === undefined ? [] : [chart.repository.replace(/^[a-z]+:\/\//, "").split("/")[0] ?? ""]),
    ]),
  );
  makers.delete("registry.example.org");

  it("names no host outside, save in the lists of what is to be mirrored", () => {
    expect(makers.size).toBeGreaterThan(5);
    for (const { path, content } of files.filter((each) => !each.path.startsWith("mirror/"))) {
      for (const host of makers) expect([path, host, content.includes(host)]).toEqual([path, host, false]);
      const urls = [...content.matchAll(/\b(?:https?|oci|docker):\/\/([\w.-]+)/g)].map(([, host]) => host);
      expect([
        path,
        urls.filter(
          (host) => !/(\.example\.org|\.svc|\.svc\.cluster\.local)$/.test(host ?? "") && /\./.test(host ?? ""),
        ),
      ]).toEqual([path, []]);
    }
  });

  it("names every image and chart, where it is and where its copy belongs, each once", () => {
    const { images, charts } = mirrorList(components, mirror);
    expect(images.map(({ from }) => from)).toEqual([...new Set(components.flatMap((each) => each.images))].sort());
    for (const { from, to } of images) {
      expect(to).toBe(`registry.example.org/mirror${from.slice(from.indexOf("/"))}`);
      expect(file(files, "mirror/images.txt")).toContain(`${from} ${to}\n`);
    }
    expect(charts).toHaveLength(components.filter(({ chart }) => chart !== undefined).length);
    for (const { from } of charts) {
      expect(file(files, "mirror/charts.txt")).toContain(
        `${from.name} ${from.version} ${from.repository} oci://registry.example.org/charts\n`,
      );
    }
  });

  it("installs in an order in which everything comes after what it depends on", () => {
    const steps = JSON.parse(file(files, "install-order.json")) as { kind: string; name?: string }[];
    const names = steps.map(({ name }) => name);
    for (const component of components.filter(({ chart }) => chart !== undefined)) {
      for (const dependency of component.dependsOn.filter(({ chart }) => chart !== undefined)) {
        expect(names.indexOf(component.name)).toBeGreaterThan(names.indexOf(dependency.name));
      }
    }
    expect(names.indexOf("kueue-manifests")).toBe(names.indexOf("kueue") + 1);
  });
});

/** The folder on a disk, with programs that write down how they are called in the place of skopeo, helm and kubectl. */
function unpacked() {
  const root = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "folder-"));
  for (const { path, content, executable } of folder.files({ ...props, ...mirror })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    if (executable === true) chmodSync(join(root, path), 0o755);
  }
  const programs = join(root, "programs");
  mkdirSync(programs);
  const log = join(root, "calls.log");
  for (const program of ["skopeo", "helm", "kubectl"]) {
    // Like the real ones, pull leaves something behind.
    const effect = 'for last in "$@"; do :; done; case "$last" in dir:*.part) mkdir -p "${last#dir:}";; esac';
    writeFileSync(join(programs, program), `#!/bin/sh\necho "${program} $*" >>${log}\n${effect}\n`, { mode: 0o755 });
  }
  const run = (...command: string[]) =>
    spawnSync("sh", command, { cwd: root, encoding: "utf8", env: { PATH: `${programs}:${process.env.PATH ?? ""}` } });
  const calls = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
  return { root, run, calls };
}

describe("the folder's scripts", () => {
  it("install every chart and manifest in order", () => {
    const { run, calls, root } = unpacked();
    expect(run("install.sh")).toMatchObject({ status: 0, stderr: "" });
    const steps = JSON.parse(readFileSync(join(root, "install-order.json"), "utf8")) as { kind: string }[];
    expect(calls()).toHaveLength(steps.length);
    expect(calls()[0]).toBe("kubectl apply --server-side -f namespaces.yaml");
    expect(calls().find((call) => call.includes("--install") && call.includes("charts/kueue "))).toMatch(
      /^helm upgrade --install .* kueue oci:\/\/registry.example.org\/charts\/kueue --version \S+ --namespace kueue-system/,
    );
  });

  it("pull every image into a folder and push it from there", () => {
    const { run, calls } = unpacked();
    expect(run("mirror/mirror.sh", "pull", "bundle")).toMatchObject({ status: 0, stderr: "" });
    const { images, charts } = mirrorList(components, mirror);
    expect(calls()).toHaveLength(images.length + charts.length);
    expect(run("mirror/mirror.sh", "push", "bundle")).toMatchObject({ status: 0, stderr: "" });
    for (const { to } of images) expect(calls().some((call) => call.endsWith(`docker://${to}`))).toBe(true);
    expect(calls().filter((call) => call.startsWith("helm push"))).toHaveLength(charts.length);
  });

  it("stop at the first image that cannot be copied", () => {
    const { run, root } = unpacked();
    writeFileSync(join(root, "programs", "skopeo"), "#!/bin/sh\nexit 7\n", { mode: 0o755 });
    expect(run("mirror/mirror.sh", "copy").status).not.toBe(0);
  });

  it("say how they are called where they are called wrongly", () => {
    const { run } = unpacked();
    expect(run("mirror/mirror.sh")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("mirror.sh pull BUNDLE"),
    });
    expect(run("rewrite.sh")).toMatchObject({ status: 2, stderr: expect.stringContaining("usage") });
  });

  it("move every reference to another mirror", () => {
    const { run, root } = unpacked();
    expect(run("rewrite.sh", "10.20.0.5:5000/ai", "oci://10.20.0.5:5000/charts")).toMatchObject({ status: 0 });
    const left = execFileSync("grep", ["-rlF", "registry.example.org", "--exclude-dir=programs", "."], {
      cwd: root,
      encoding: "utf8",
    });
    // Only the script itself knows what it replaced.
    expect(
      left
        .trim()
        .split("\n")
        .filter((name) => !name.startsWith("./mirror/")),
    ).toEqual(["./rewrite.sh"]);
    expect(readFileSync(join(root, "install.sh"), "utf8")).toContain("oci://10.20.0.5:5000/charts/kueue");
  });
});

describe("what cannot be delivered as files", () => {
  const message = (findings: readonly { rule: string; given?: unknown; message: string }[]) =>
    findings.map(({ rule, given, message: text }) => `${rule}: ${text}: ${String(given)}`);

  it("is a value that only Terraform knows: component and value are named", () => {
    const token = Token.asString({ resolve: () => "x" });
    const bad = fakeChart("lb", { values: { vpc: { id: `vpc ${token}` } } });
    const worse = fakeComponent("claims", {
      manifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ids" }, data: { list: [token] } }],
    });
    const found = message(checkDelivery({ name: "site", components: [bad, worse] }, "site/gitops"));
    expect(found).toEqual([
      "PLT-070-gitops-token: component 'lb' has a value that only Terraform knows, so it cannot be written into a file: values.vpc.id",
      "PLT-070-gitops-token: component 'claims' has a value that only Terraform knows, so it cannot be written into a file: manifests.ConfigMap ids.data.list[0]",
    ]);
  });

  it("is a platform name that Kubernetes would refuse", () => {
    expect(message(checkDelivery({ name: "My Site", components: [] }, "x"))).toEqual([
      "PLT-071-platform-name: the name of the platform is no DNS label: My Site",
    ]);
  });

  it.each([
    ["an image that is not listed", { sidecar: "quay.io/other/thing:1.0" }, "values.sidecar"],
    ["a registry by its bare name", { global: { registry: "nvcr.io" } }, "values.global.registry"],
    [
      "an unknown registry under a key of images",
      { image: { repository: "images.example.com/thing" } },
      "values.image.repository",
    ],
    ["a URL", { dashboards: { url: "https://grafana.example.com/1.json" } }, "values.dashboards.url"],
    ["a digest in a script", { script: "crictl pull hub.example.com/a/b@sha256:00" }, "values.script"],
  ])("is %s once a mirror is set", (_, values, at) => {
    const found = message(
      checkDelivery({ name: "site", components: [fakeComponent("leaky", { values })], ...mirror }, "x"),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`PLT-072-outside-reference`);
    expect(found[0]).toContain(at);
  });

  it("is nothing that only looks like a host", () => {
    const values = {
      labels: { "topology.k8s.aws/network-node-layer-1": "x", key: "nvidia.com/gpu" },
      apiVersion: "monitoring.coreos.com/v1",
      url: "http://prometheus.monitoring.svc:9090",
      other: "https://kubernetes.default.svc.cluster.local",
      metadata: "http://169.254.169.254/latest",
      image: { repository: "registry.example.org/mirror/thing" },
    };
    expect(outsideReferences([fakeComponent("fine", { values })], mirror, "x")).toEqual([]);
  });
});

describe("GitOpsPlatform", () => {
  const synth = () => {
    const outdir = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "gitops-"));
    const app = new App({ outdir, stackTraces: false });
    const stack = new TerraformStack(app, "site");
    const cluster = new FakeCluster(stack, "site-cluster");
    const platform = new GitOpsPlatform(stack, "platform", {
      cluster,
      components,
      deliveries: [flux, folder],
      ...mirror,
    });
    return { app, stack, platform, outdir };
  };

  it("writes each rendering beside the stacks, programs as programs", () => {
    const { app, outdir, platform } = synth();
    app.synth();
    for (const [kind, files] of platform.files()) {
      for (const { path, content } of files) {
        expect(readFileSync(join(outdir, "gitops/site-cluster", kind, path), "utf8")).toBe(content);
      }
    }
    execFileSync("test", ["-x", join(outdir, "gitops/site-cluster/folder/install.sh")]);
    expect(existsSync(join(outdir, "gitops/site-cluster/argocd"))).toBe(false);
  });

  it("puts each component into the factory model once, as Terraform's rendering does", () => {
    const header = { name: "site", intent: "mixed" } as const;
    const facts = (services: ReturnType<typeof collectModel>["services"]) =>
      services.map(({ path, addresses, ...rest }) => ({ ...rest, clusterId: path === "" ? addresses : "any" }));
    const gitops = collectModel(synth().stack, header).services;
    const terraform = collectModel(synthPlatform(components, mirror).stack, header).services;
    expect(facts(gitops)).toEqual(facts(terraform));
  });

  it("writes the same bytes each time", () => {
    expect([...synth().platform.files()]).toEqual([...synth().platform.files()]);
  });

  it("refuses wrong components before anything is written", () => {
    const stack = new TerraformStack(new App({ stackTraces: false }), "site");
    const cluster = new FakeCluster(stack, "c");
    const bad = fakeChart("lb", { values: { id: Token.asString({ resolve: () => "x" }) } });
    expect(() => new GitOpsPlatform(stack, "platform", { cluster, components: [bad], deliveries: [flux] })).toThrow(
      /PLT-070/,
    );
  });

  it("plans once what all renderings share", () => {
    const { plan, findings } = planFiles({ ...props, ...mirror }, "x");
    expect(findings).toEqual([]);
    expect(plan.components).toHaveLength(components.length);
  });
});
