import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { documentsFromMemory } from "../../../documents/load";
import { at, inHcl, nothing, whole, type LabelSet } from "./label-set";

/** The labels of Checkov's own tests: of Terraform by address, of manifests by the name of the file. */
export function checkovLabels(root: string): readonly LabelSet[] {
  return [...resourceLabels(root), ...graphLabels(root), ...manifestLabels(root)];
}

const folders = ["resource/aws", "resource/kubernetes", "data/aws", "provider/aws"];

function resourceLabels(root: string): readonly LabelSet[] {
  return folders.flatMap((kind) => {
    const tests = join(root, "tests/terraform/checks", kind);
    return testsIn(tests).flatMap((name) => {
      const text = readFileSync(join(tests, name), "utf8");
      const module = /checks\.([\w.]+) import/.exec(text)?.[1];
      if (module === undefined) return [];
      const check = join(root, "checkov/terraform/checks", `${module.replaceAll(".", "/")}.py`);
      const id = idIn(check);
      if (id === undefined) return [];
      const title = `${kind}/${name}`;
      return [
        ...folderLabels(id, tests, text),
        ...inlineLabels(id, title, text),
        ...literalLabels(id, title, text, check),
      ];
    });
  });
}

/** Sets of addresses beside a folder of examples. */
function folderLabels(id: string, tests: string, text: string): readonly LabelSet[] {
  const example = /["']\/?(?:resources\/)?(example_\w+)["']/.exec(text)?.[1];
  const [pass, fail] = [addresses(text, "pass"), addresses(text, "fail")];
  if (example === undefined || pass.size + fail.size === 0 || !existsSync(join(tests, example))) return [];
  return [{ id, name: example, documents: at(join(tests, example)), fail, pass }];
}

function addresses(text: string, kind: "pass" | "fail"): ReadonlySet<string> {
  const body = new RegExp(`${kind}\\w*\\s*=\\s*[{\\[(]([^}\\])]*)[}\\])]`).exec(text)?.[1] ?? "";
  const uncommented = body.replace(/#.*$/gm, "");
  return new Set([...uncommented.matchAll(/["']([\w.-]+\.[\w.-]+)["']/g)].map(([, address]) => address ?? ""));
}

/** One text of HCL for each test method, with the verdict that it expects. */
function inlineLabels(id: string, name: string, text: string): readonly LabelSet[] {
  return text.split(/\n {4}def /).flatMap((method) => {
    const hcl = /hcl2\.loads\(\s*(?:f?r?)("""|''')([\s\S]*?)\1/.exec(method)?.[2];
    const verdict = /assertEqual\(\s*CheckResult\.(PASSED|FAILED)/.exec(method)?.[1];
    if (hcl === undefined || verdict === undefined) return [];
    const title = `${name} ${/^\w+/.exec(method)?.[0] ?? ""}`;
    const [fail, pass] = verdict === "FAILED" ? [whole, nothing] : [nothing, whole];
    return [{ id, name: title, documents: inHcl(hcl), fail, pass }];
  });
}

/** One literal of Python for each test method: the attributes of a resource, each in a list as Checkov's parser has it. */
function literalLabels(id: string, name: string, text: string, check: string): readonly LabelSet[] {
  const type = /supported_resources\s*=\s*[[(]\s*["'](\w+)["']/.exec(readFileSync(check, "utf8"))?.[1];
  if (type === undefined) return [];
  return text.split(/\n {4}def /).flatMap((method) => {
    const literal = /resource_conf\s*=\s*(\{[\s\S]*?\})\s*\n\s*scan_result/.exec(method)?.[1];
    const verdict = /assertEqual\(\s*CheckResult\.(PASSED|FAILED)/.exec(method)?.[1];
    if (literal === undefined || verdict === undefined) return [];
    const documents = () =>
      Promise.resolve(documentsFromMemory({ stack: { resource: { [type]: { it: unlisted(parseYaml(literal)) } } } }));
    const [fail, pass] = verdict === "FAILED" ? [whole, nothing] : [nothing, whole];
    return [{ id, name: `${name} ${/^\w+/.exec(method)?.[0] ?? ""}`, documents, fail, pass }];
  });
}

/** `{ a: [[x]], b: [{ c: [1] }] }` as Terraform's JSON has it. */
function unlisted(node: unknown): unknown {
  if (Array.isArray(node)) return node.length === 1 && !isRecord(node[0]) ? (node[0] as unknown) : node.map(unlisted);
  if (!isRecord(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unlisted(value)]));
}

function isRecord(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

/** `expected.yaml` beside the resources of a check that looks at several of them together. */
function graphLabels(root: string): readonly LabelSet[] {
  const checks = join(root, "checkov/terraform/checks/graph_checks/aws");
  const resources = join(root, "tests/terraform/graph/checks/resources");
  const test = join(root, "tests/terraform/graph/checks/test_yaml_policies.py");
  if (!existsSync(checks) || !existsSync(test)) return [];
  const calls = readFileSync(test, "utf8").matchAll(/self\.go\(\s*["']([\w-]+)["'](?:\s*,\s*["']([\w-]+)["'])?/g);
  return [...calls].flatMap(([, folder = "", check = folder]) => {
    const [policy, expected] = [join(checks, `${check}.yaml`), join(resources, folder, "expected.yaml")];
    if (!existsSync(policy) || !existsSync(expected)) return [];
    const { metadata } = parseYaml(readFileSync(policy, "utf8")) as { readonly metadata: { readonly id: string } };
    const labels = parseYaml(readFileSync(expected, "utf8")) as Readonly<Record<string, readonly string[] | null>>;
    const [fail, pass] = [new Set(labels["fail"] ?? []), new Set(labels["pass"] ?? [])];
    return [{ id: metadata.id, name: `graph/${folder}`, documents: at(join(resources, folder)), fail, pass }];
  });
}

/** Manifests whose file is called `…-PASSED.yaml` or `…-FAILED.yaml`. */
function manifestLabels(root: string): readonly LabelSet[] {
  const tests = join(root, "tests/kubernetes/checks");
  return testsIn(tests).flatMap((name) => {
    const text = readFileSync(join(tests, name), "utf8");
    const module = /checks\.resource\.k8s\.(\w+) import/.exec(text)?.[1];
    const example = /["']\/?(example_\w+)["']/.exec(text)?.[1];
    if (module === undefined || example === undefined || !existsSync(join(tests, example))) return [];
    const id = idIn(join(root, "checkov/kubernetes/checks/resource/k8s", `${module}.py`));
    if (id === undefined) return [];
    return readdirSync(join(tests, example)).flatMap((file) => {
      const verdict = /(PASSED|FAILED)\d*\.ya?ml$/i.exec(file)?.[1]?.toUpperCase();
      if (verdict === undefined) return [];
      const [fail, pass] = verdict === "FAILED" ? [whole, nothing] : [nothing, whole];
      return [{ id, name: `k8s/${example}/${file}`, documents: at(join(tests, example, file)), fail, pass }];
    });
  });
}

function testsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^test_.*\.py$/.test(name))
    .sort();
}

function idIn(file: string): string | undefined {
  return existsSync(file) ? /["'](CKV2?_(?:AWS|K8S)_\d+)["']/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
}
