/**
 * `npm run test:pulumi`: every example as a Pulumi program under the SDK's mocks, its arguments compiled against the
 * real SDKs, and a control with planted errors. The SDKs lie in a folder of their own (sdk/): they weigh 200 MB.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mappedTypes, tokenRow } from "../../pulumi/tokens";
import { emittedResources, idReferences, tagMaps, type Emitted } from "./documents";
import { writeFixture } from "./fixture";
import type { Registration } from "./mocks";
import {
  declarationsOf,
  isNamedByPulumi,
  roomErrors,
  sdkFolder,
  tokenInSdk,
  wrongRows,
  type Read,
  type Row,
} from "./type-check";

interface Outcome {
  readonly registrations: readonly Registration[];
  readonly reads: readonly Read[];
  readonly exported: readonly string[];
}

const root = join(__dirname, "../..");
const work = mkdtempSync(join(tmpdir(), "pulumi-"));
const tsx = require.resolve("tsx/cli");
let passed = 0;
let failed = 0;

/** @param problems what is wrong; the check passes where there is nothing */
function check(what: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++;
  else failed++;
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${what}`);
  for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`);
  if (problems.length > 10) console.log(`       and ${problems.length - 10} more`);
}

function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync(process.execPath, [tsx, "--conditions=source", file, ...args], {
    cwd: work,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

function register(kind: "native" | "program", source: string): Outcome {
  const out = join(work, "registrations.json");
  run(join(__dirname, "register.ts"), [kind, source, out], { NODE_PATH: join(sdkFolder, "node_modules") });
  return JSON.parse(readFileSync(out, "utf8")) as Outcome;
}

function examples(): readonly string[] {
  const folder = join(root, "examples");
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));
}

/** A provider takes its configuration as JSON text; the SDK's arguments are the values. */
function asRow({ type, name, inputs }: Registration): Row {
  if (type !== "pulumi:providers:aws") return { type, name, inputs };
  const values = Object.entries(inputs).map(([key, text]) => {
    const isJson = typeof text === "string" && /^[[{]|^(true|false|\d+)$/.test(text);
    return [key, isJson ? (JSON.parse(text) as unknown) : text];
  });
  return { type, name, inputs: Object.fromEntries(values) };
}

function camelCase(name: string): string {
  return name
    .split("_")
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}

/** Compares what was registered with what the documents say. */
function checkAgainstDocuments(example: string, emitted: readonly Emitted[], { registrations }: Outcome): void {
  const byName = new Map(registrations.map((each) => [`${each.type} ${each.name}`, each]));
  const registered = (each: Emitted) => byName.get(`${tokenRow(each.type)?.token} ${each.stack}/${each.name}`);
  const pairs = emitted.map((each) => [each, registered(each)] as const);
  const resources = registrations.filter((each) => each.custom && !each.type.startsWith("pulumi:providers:"));

  check(`${example}: all ${emitted.length} resources are registered, and nothing else`, [
    ...pairs.filter(([, found]) => !found).map(([each]) => `missing: ${each.type}.${each.name}`),
    ...(resources.length === emitted.length ? [] : [`${resources.length} registered, ${emitted.length} emitted`]),
  ]);
  check(
    `${example}: each resource lies in the component of its construct`,
    pairs.flatMap(([each, found]) => {
      const construct = each.path.split("/").slice(0, -1).join("/");
      return found?.parent.endsWith(`::${construct}`) ? [] : [`${each.path} lies in ${found?.parent}`];
    }),
  );
  check(
    `${example}: depends_on is carried over, and a stack waits for those it needs`,
    pairs.flatMap(([each, found]) => {
      const wanted = (each.block["depends_on"] ?? []) as readonly string[];
      const names = new Set(found?.dependencies.map((urn) => urn.split("::").at(-1)));
      return wanted
        .filter((address) => !names.has(`${each.stack}/${address.split(".")[1]}`))
        .map((address) => `${each.name} does not wait for ${address}`);
    }),
  );
  check(
    `${example}: references are the other resource's id`,
    pairs.flatMap(([each, found]) =>
      idReferences(each.block)
        .filter(([argument, name]) => found?.inputs[camelCase(argument)] !== `${each.stack}/${name}-id`)
        .map(([argument]) => `${each.name}.${argument} is ${String(found?.inputs[camelCase(argument)])}`),
    ),
  );
  check(
    `${example}: ignore_changes is carried over`,
    pairs.flatMap(([each, found]) => {
      const lifecycle = each.block["lifecycle"] as { readonly ignore_changes?: readonly string[] } | undefined;
      const wanted = (lifecycle?.ignore_changes ?? []).map((path) => camelCase(path.replace("[0]", "")));
      return wanted.join() === found?.ignoreChanges.join() ? [] : [`${each.name}: ${found?.ignoreChanges.join()}`];
    }),
  );
  check(
    `${example}: keys of tags and labels are as they were`,
    pairs.flatMap(([each, found]) => {
      if (each.type === "helm_release") return [];
      const [wanted, got] = [tagMaps(each.block).join(), tagMaps(found?.inputs).join()];
      return wanted.includes("${") || wanted === got ? [] : [`${each.name}: ${got} instead of ${wanted}`];
    }),
  );
  check(
    `${example}: no expression is left`,
    registrations
      .filter((each) => /\$\{(data\.|local\.|var\.|aws_|kubernetes_|helm_)/.test(JSON.stringify(each.inputs)))
      .map((each) => each.name),
  );
}

function checkExamples(): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const example of examples()) {
    const folder = join(work, example);
    try {
      run(join(root, "examples", example, "main.ts"), [], { CDKTF_OUTDIR: folder });
      const outcome = register("native", folder);
      outcomes.set(example, outcome);
      checkAgainstDocuments(example, emittedResources(folder), outcome);
    } catch (error) {
      // Types and functions without a counterpart are named in it, each on its line.
      check(`${example}: can be registered`, String(error).split("\n"));
    }
  }
  return outcomes;
}

function checkTypes(outcomes: ReadonlyMap<string, Outcome>): void {
  for (const [example, { registrations, reads }] of outcomes) {
    const rows = registrations.filter((each) => each.custom).map(asRow);
    const what = `${example}: ${rows.length} registrations and ${reads.length} outputs have the SDK's types`;
    check(what, wrongRows(rows, reads, join(work, "types", example)));
    check(
      `${example}: no resource is named by Pulumi`,
      rows.filter(isNamedByPulumi).map((row) => `${row.type} ${row.name}`),
    );
  }
}

/** What the type check must find when it is put in: the key that is wrong, by the resource's type. */
const planted: readonly (readonly [type: string, plant: (inputs: Record<string, unknown>) => void])[] = [
  ["aws:ec2/vpc:Vpc", (inputs) => (inputs["enableDnsHostname"] = true)],
  ["aws:eks/cluster:Cluster", (inputs) => ((inputs["vpcConfig"] as Record<string, unknown>)["subnetId"] = [])],
  ["aws:fsx/lustreFileSystem:LustreFileSystem", (inputs) => (inputs["subnetIds"] = ["subnet-1"])],
  ["aws:eks/nodeGroup:NodeGroup", (inputs) => (inputs["launchTemplate"] = { version: 1 })],
  ["aws:kms/key:Key", (inputs) => (inputs["enable_key_rotation"] = true)],
  ["kubernetes:storage.k8s.io/v1:StorageClass", (inputs) => (inputs["storageProvisioner"] = "efs.csi.aws.com")],
  ["kubernetes:helm.sh/v3:Release", (inputs) => (inputs["repository"] = "https://charts.example.org")],
  ["kubernetes:core/v1:PersistentVolume", (inputs) => (inputs["spec"] = { persistentVolumeSource: {} })],
];

function checkNegativeControl({ registrations }: Outcome): void {
  const rows = planted.flatMap(([type, plant]) => {
    const found = registrations.find((each) => each.type === type);
    if (found === undefined) return [];
    const inputs = structuredClone(found.inputs) as Record<string, unknown>;
    plant(inputs);
    return [{ type, name: "planted", inputs }];
  });
  const reads: readonly Read[] = [["aws:eks/cluster:Cluster", "certificateAuthorities"]];
  const wrong = wrongRows(rows, reads, join(work, "types", "planted"));
  check(`control: each of ${planted.length} planted errors is found`, [
    ...(rows.length === planted.length ? [] : [`only ${rows.length} could be planted`]),
    ...rows.filter((row) => !wrong.some((line) => line.startsWith(`${row.type} `))).map((row) => `missed: ${row.type}`),
  ]);
  check("control: an output that the class does not have is found", [
    ...(wrong.some((line) => line.includes("certificateAuthorities")) ? [] : ["missed"]),
  ]);
}

function checkTable(): void {
  check(
    `all ${mappedTypes().length} rows of the token table name a class that registers that token`,
    mappedTypes().flatMap((type) => {
      const token = tokenRow(type)?.token ?? "";
      const found = tokenInSdk(token);
      return declarationsOf(token) !== undefined && found === token ? [] : [`${type}: ${token}, the SDK has ${found}`];
    }),
  );
}

function checkFixture(): void {
  const folder = join(work, "fixture");
  writeFixture(folder);
  const { registrations } = register("native", folder);
  const inputsOf = (name: string) => registrations.find((each) => each.name === name)?.inputs;
  const bucket = registrations.find((each) => each.name === "first/kept");
  const expect = (what: string, got: unknown, wanted: unknown) =>
    check(
      `fixture: ${what}`,
      JSON.stringify(got) === JSON.stringify(wanted)
        ? []
        : [`got ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`],
    );
  expect("prevent_destroy becomes protect", bucket?.protect, true);
  expect("ignore_changes = all becomes every path", bucket?.ignoreChanges, ["*"]);
  expect("timeouts are carried over", bucket?.createTimeout, "20m");
  expect("create_before_destroy is carried over", bucket?.deleteBeforeReplace, false);
  expect("functions of plain values are evaluated", inputsOf("first/subnet")?.["cidrBlock"], "10.0.1.0/24");
  expect("functions of Outputs are evaluated", inputsOf("first/queue")?.["name"], "queue-first/vpc-id");
  expect(
    "a state in S3 of another stack of the app is that stack",
    inputsOf("second/group")?.["vpcId"],
    "first/vpc-id",
  );
  const replica = registrations.find((each) => each.name === "first/replica")?.provider ?? "";
  expect("an aliased provider is that provider", /::first\/aws\.west::/.test(replica), true);
  expect("the aliased provider has its own region", inputsOf("first/aws.west")?.["region"], "eu-west-1");
}

function checkPrograms(): void {
  const example = register("program", join(__dirname, "example.ts"));
  const types = new Set(example.registrations.map((each) => each.type));
  check("the example of docs/pulumi.md registers a cluster and exports its output", [
    ...(types.has("aws:eks/cluster:Cluster") ? [] : ["no cluster"]),
    ...(example.exported.includes("vpcId") ? [] : ["no output"]),
  ]);
  const state = register("program", join(__dirname, "programs.ts"));
  const read = state.registrations.find((each) => each.name === "reader")?.inputs;
  const wanted = '{"cluster":"training","nodes":4,"zones":["a","b"]}';
  check("outputs of a Terraform state are typed Outputs", [
    ...(JSON.stringify(read) === wanted ? [] : [`got ${JSON.stringify(read)}`]),
  ]);
  const module = state.registrations.find((each) => each.type === "hcl:index:Module");
  check("a stack is run by the hcl module component", [
    ...(module?.inputs["source"] === "./cdktf.out/stacks/training-infra" ? [] : [JSON.stringify(module?.inputs)]),
  ]);
}

function main(): void {
  mkdirSync(join(work, "types"));
  try {
    check("the room and the example compile against the real SDK", roomErrors(root, join(work, "types/room")));
    checkTable();
    const outcomes = checkExamples();
    checkTypes(outcomes);
    const training = outcomes.get("cloud-training");
    if (training !== undefined) checkNegativeControl(training);
    else check("control", ["the example cloud-training is not there"]);
    checkFixture();
    checkPrograms();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
