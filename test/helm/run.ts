/**
 * `npm run test:helm`: renders with a real helm what can be rendered offline: the local chart with the manifests of
 * every component and of every example. Ends with "N passed, N failed".
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../constructs/contracts";
import { Delivery } from "../../constructs/platform";
import { Processes } from "../../testing/e2e/processes";
import { everyComponent } from "../constructs/platform/every-component";
import { exampleNames, synthesise } from "../e2e/examples";
import { helm, helmBinary } from "./helm";

const projectRoot = resolve(__dirname, "../..");

/** A release of the local chart: where its chart and its values are. */
interface LocalRelease {
  readonly name: string;
  readonly chart: string;
  readonly values: string;
}

interface Outcome {
  readonly name: string;
  /** What is wrong. @default - it passed */
  readonly problem?: string;
}

/** Kubernetes objects in a text of YAML documents. */
function objectsOf(text: string): unknown[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as unknown)
    .filter((object) => object !== null);
}

/** The rendered objects must be those of the values, none lost, none changed. */
function judge(binary: string, home: string, { name, chart, values }: LocalRelease): Outcome {
  const { code, stdout, stderr } = helm(binary, home, "template", name, chart, "--values", values);
  if (code !== 0) return { name, problem: stderr.trim() };
  const { manifests } = parse(readFileSync(values, "utf8")) as { manifests: unknown[] };
  const key = (object: unknown) => {
    const { apiVersion, kind, metadata } = object as KubernetesObject;
    return [apiVersion, kind, metadata.namespace ?? "", metadata.name].join(" ");
  };
  const sorted = (objects: readonly unknown[]) => [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  if (isDeepStrictEqual(sorted(objectsOf(stdout)), sorted(manifests))) return { name };
  return { name, problem: "the rendered objects are not those of the values" };
}

/** The folder for air-gapped sites with every component there is. */
function folderReleases(work: string): LocalRelease[] {
  const files = Delivery.folder().files({
    name: "every",
    components: everyComponent().components,
    imageRegistry: "registry.example.org/mirror",
    chartRepository: "oci://registry.example.org/charts",
  });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), content);
  }
  const chart = join(work, "manifest-chart");
  return files
    .filter(({ path }) => path.endsWith("/manifests.yaml") && path.startsWith("components/"))
    .map(({ path }) => ({ name: path.split("/")[1] ?? path, chart, values: join(work, path) }));
}

/** What Terraform would hand to helm: releases of the local chart in an example's stacks. */
function exampleReleases(outDir: string, work: string): LocalRelease[] {
  mkdirSync(work, { recursive: true });
  return readdirSync(join(outDir, "stacks")).flatMap((stack) => {
    const folder = join(outDir, "stacks", stack);
    const { resource = {} } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
      resource?: { helm_release?: Record<string, { name: string; chart: string; values: string[] }> };
    };
    const local = Object.values(resource.helm_release ?? {}).filter(({ chart }) => chart.startsWith("./"));
    return local.map(({ name, chart, values: [text = ""] }) => {
      const values = join(work, `${stack}-${name}.json`);
      writeFileSync(values, text.replaceAll("$${", "${").replaceAll("%%{", "%{"));
      return {
        name: `${stack}: ${name}`.replace(/[^a-z0-9-]+/g, "-").slice(0, 53),
        chart: join(folder, chart),
        values,
      };
    });
  });
}

/** A chart that cannot be rendered, and one that loses an object: a harness that passes them proves nothing. */
function controls(binary: string, home: string, work: string, good: LocalRelease): Outcome[] {
  const broken = (name: string, template: string): Outcome => {
    const chart = join(work, name);
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
    writeFileSync(join(chart, "templates/manifests.yaml"), template);
    const { problem } = judge(binary, home, { ...good, chart });
    return problem === undefined
      ? { name: `control: ${name}`, problem: "was not found" }
      : { name: `control: ${name}` };
  };
  return [broken("does-not-render", "{{ .Values.manifests | nothing }}"), broken("loses-objects", "# nothing")];
}

async function main(): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), "ai-factory-helm-"));
  const processes = new Processes();
  try {
    const binary = helmBinary();
    console.log(`helm ${helm(binary, work, "version", "--template", "{{.Version}}").stdout}`);
    const releases = folderReleases(join(work, "folder"));
    const outcomes: Outcome[] = [];
    for (const example of exampleNames(projectRoot)) {
      const outDir = join(work, example);
      const check = await synthesise(projectRoot, example, outDir, processes);
      if (check.passed) releases.push(...exampleReleases(outDir, join(work, `${example}-values`)));
      else outcomes.push({ name: check.name, problem: check.problems.map(({ detail }) => detail).join("\n") });
    }
    const [first] = releases;
    if (first !== undefined) outcomes.push(...controls(binary, work, work, first));
    outcomes.push(...releases.map((release) => judge(binary, work, release)));
    for (const { name, problem } of outcomes) {
      console.log(problem === undefined ? `passed  ${name}` : `FAILED  ${name}: ${problem}`);
    }
    const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
    console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
    return failed === 0 && outcomes.length > 2 ? 0 : 1;
  } finally {
    processes.endAll();
    rmSync(work, { recursive: true, force: true });
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
