import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findToolchain, formatExample, formatTotal, type ExampleReport } from "../../testing/e2e";
import { childEnvironment } from "../../testing/e2e/child-environment";
import type { Block, TerraformDocument } from "../../testing/e2e/document";
import { judgedPart, refersTo } from "../../testing/e2e/judged-part";
import { fitToPlainMoto } from "../../testing/e2e/plain-moto";
import { plannedDifferences } from "../../testing/e2e/plan-differences";
import { Processes } from "../../testing/e2e/processes";
import { causedBySimulator } from "../../testing/e2e/read-back-differences";
import { copyStacks, unavailableProviders } from "../../testing/e2e/stack-copy";
import { exceptions } from "../../testing/e2e/simulator";
import type { Problem } from "../../testing/e2e/report";
import { mayBeRepeatedCalls } from "../../testing/e2e/repeated-calls";
import { keepStateInside } from "../../testing/e2e/state-location";
import { countByReason } from "../../testing/e2e/summary";
import { readTerraformLines } from "../../testing/e2e/terraform-lines";
import { testOverrides } from "../../testing/e2e/test-overrides";

function temporaryFolder(): string {
  return mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "e2e-"));
}

/** A plugin mirror that has hashicorp/aws only. */
function awsMirror(): string {
  const mirror = temporaryFolder();
  mkdirSync(join(mirror, "registry.terraform.io/hashicorp/aws"), { recursive: true });
  return mirror;
}

const platform = {
  terraform: {
    required_providers: { aws: { source: "aws" }, helm: { source: "helm" } },
    backend: { local: { path: "../../../terraform.platform.tfstate" } },
  },
  provider: { aws: [{ region: "eu-north-1" }], helm: [{}] },
  data: {
    terraform_remote_state: {
      infra: { backend: "local", config: { path: "../../../terraform.infra.tfstate" } },
    },
  },
  resource: {
    helm_release: { operator: { name: "operator" }, operator2: { name: "other" } },
    aws_ssm_parameter: { version: { value: "${helm_release.operator.version}" } },
    aws_sns_topic: { topic: { name: "t", depends_on: ["helm_release.operator", "aws_sqs_queue.q"] } },
    aws_sqs_queue: { q: { name: "q" } },
  },
  output: {
    version: { value: "${aws_ssm_parameter.version.value}" },
    queue: { value: "${aws_sqs_queue.q.arn}" },
  },
};
const infra = {
  terraform: {
    required_providers: { aws: { source: "aws" } },
    backend: { local: { path: "../../../terraform.infra.tfstate" } },
  },
  provider: { aws: [{ region: "eu-north-1" }] },
  resource: { aws_eks_cluster: { c: { name: "c" } }, aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } },
  output: { cluster: { value: "${aws_eks_cluster.c.name}" }, vpc: { value: "${aws_vpc.v.id}" } },
};

function writeOutDir(stacks: Record<string, object>): string {
  const outDir = temporaryFolder();
  for (const [name, document] of Object.entries(stacks)) {
    mkdirSync(join(outDir, "stacks", name), { recursive: true });
    writeFileSync(join(outDir, "stacks", name, "cdk.tf.json"), JSON.stringify(document));
  }
  return outDir;
}

describe("judgedPart", () => {
  const noHelm = judgedPart(platform, ({ type }) => (type === "helm_release" ? "no cluster" : undefined));

  it("leaves out what has a reason and what refers to it, and says why", () => {
    expect(noHelm.leftOut.map(({ address, reason }) => [address, reason])).toEqual([
      ["helm_release.operator", "no cluster"],
      ["helm_release.operator2", "no cluster"],
      ["aws_ssm_parameter.version", "refers to helm_release.operator"],
      ["output.version", "refers to aws_ssm_parameter.version"],
    ]);
    expect(Object.keys(noHelm.document.resource ?? {})).toEqual(["aws_sns_topic", "aws_sqs_queue"]);
    expect(Object.keys(noHelm.document.output ?? {})).toEqual(["queue"]);
  });

  it("keeps a block that merely waits for what is left out, without that dependency", () => {
    expect(noHelm.document.resource?.aws_sns_topic?.topic).toEqual({ name: "t", depends_on: ["aws_sqs_queue.q"] });
  });

  it("leaves no empty section behind, which Terraform would refuse", () => {
    const document = { terraform: {}, resource: { helm_release: { a: { name: "a" } } }, output: { a: { value: "x" } } };
    expect(judgedPart(document, () => "no cluster").document).toEqual({ output: { a: { value: "x" } } });
  });

  it("gives the same object back where nothing has to go", () => {
    expect(judgedPart(platform, () => undefined).document).toBe(platform);
  });

  it("does not take a longer name or a data source for the address", () => {
    expect(refersTo("${aws_vpc.main.id}", "aws_vpc.main")).toBe(true);
    expect(refersTo("${aws_vpc.main2.id}", "aws_vpc.main")).toBe(false);
    expect(refersTo("${aws_vpc.main-2.id}", "aws_vpc.main")).toBe(false);
    expect(refersTo("${data.aws_vpc.main.id}", "aws_vpc.main")).toBe(false);
    expect(refersTo("${join(aws_vpc.main2.id, aws_vpc.main[0].id)}", "aws_vpc.main")).toBe(true);
  });
});

describe("providers", () => {
  it("are unavailable where the mirror lacks them or where they need a cluster", () => {
    const document = { ...platform, data: { http: { page: { url: "https://example.com" } } } };
    expect([...unavailableProviders(document, awsMirror())]).toEqual([
      ["helm", "no cluster behind the simulated API"],
      ["http", "provider http is not in the plugin mirror"],
    ]);
  });
});

describe("copied stacks", () => {
  it("come in the order of the states they read, not of their names", () => {
    const copies = copyStacks(
      writeOutDir({ "a-platform": platform, "b-infra": infra }),
      temporaryFolder(),
      awsMirror(),
    );
    expect(copies.map(({ name }) => name)).toEqual(["b-infra", "a-platform"]);
  });

  it("are byte for byte the original where nothing has to go", () => {
    const outDir = writeOutDir({ infra });
    const [copy] = copyStacks(outDir, temporaryFolder(), awsMirror());
    const text = (folder: string): string => readFileSync(join(folder, "cdk.tf.json"), "utf8");
    expect(text(copy?.folder ?? "")).toBe(text(join(outDir, "stacks/infra")));
  });

  it("leave the user's state and plugins behind", () => {
    const outDir = writeOutDir({ infra });
    mkdirSync(join(outDir, "stacks/infra/.terraform"));
    writeFileSync(join(outDir, "stacks/infra/terraform.tfstate"), "{}");
    const folder = copyStacks(outDir, temporaryFolder(), awsMirror())[0]?.folder ?? "";
    expect(existsSync(join(folder, ".terraform"))).toBe(false);
    expect(existsSync(join(folder, "terraform.tfstate"))).toBe(false);
  });

  it("lose the provider together with its resources", () => {
    const copies = copyStacks(writeOutDir({ platform }), temporaryFolder(), awsMirror());
    const document = copies[0]?.document;
    expect(Object.keys(document?.provider ?? {})).toEqual(["aws"]);
    expect(document?.terraform?.required_providers).toEqual({ aws: { source: "aws" } });
    expect(copies[0]?.notJudged.filter(({ type }) => type === "helm_release")).toHaveLength(2);
  });

  it("are refused where stacks depend on each other in a ring", () => {
    const reader = { backend: "local", config: { path: "../../../terraform.platform.tfstate" } };
    const ring = { ...infra, data: { terraform_remote_state: { p: reader } } };
    const outDir = writeOutDir({ infra: ring, platform });
    expect(() => copyStacks(outDir, temporaryFolder(), awsMirror())).toThrow(/depend on each other: .*infra/);
  });

  it("are refused where the folder is no cdktf.out", () => {
    const folder = temporaryFolder();
    expect(() => copyStacks(folder, temporaryFolder(), awsMirror())).toThrow(/no folder "stacks"/);
  });
});

describe("on plain moto", () => {
  it("what moto cannot carry is planned only, and a later stack loses what reads it", () => {
    const role = { name: "${data.terraform_remote_state.infra.outputs.cluster}" };
    const reader = { ...platform, resource: { ...platform.resource, aws_iam_role: { r: role } } };
    const copies = copyStacks(writeOutDir({ infra, platform: reader }), temporaryFolder(), awsMirror());
    const [fittedInfra, fittedPlatform] = fitToPlainMoto(copies);
    expect(fittedInfra?.plannedOnly.map(({ address }) => address)).toEqual(["aws_eks_cluster.c", "output.cluster"]);
    expect(fittedInfra?.document.resource?.aws_eks_cluster).toBeDefined();
    expect(Object.keys(fittedInfra?.applicable?.resource ?? {})).toEqual(["aws_vpc"]);
    expect(fittedPlatform?.notJudged).toContainEqual(
      expect.objectContaining({
        address: "aws_iam_role.r",
        reason: "refers to data.terraform_remote_state.infra.outputs.cluster",
      }),
    );
    expect(fittedPlatform?.document.resource).toHaveProperty("aws_sqs_queue");
  });

  it("buckets are addressed by path", () => {
    const [copy] = fitToPlainMoto(copyStacks(writeOutDir({ infra }), temporaryFolder(), awsMirror()));
    expect(copy?.document.provider?.aws).toEqual([{ region: "eu-north-1", s3_use_path_style: true }]);
  });
});

describe("states", () => {
  const stack = "/work-folder/cdktf.out/stacks/a";
  const at = (backend: object, reader?: Block): TerraformDocument => ({
    terraform: { backend },
    ...(reader ? { data: { terraform_remote_state: { x: reader } } } : {}),
  });

  it("stay where a relative path keeps them inside", () => {
    const document = at({ local: { path: "../../../terraform.a.tfstate" } });
    expect(keepStateInside(document, stack, "/work-folder")).toBe(document);
  });

  it.each([
    ["an absolute path", "/home/me/terraform.a.tfstate"],
    ["a relative path that leads out", "../../../../terraform.a.tfstate"],
  ])("move inside from %s", (_, path) => {
    const moved = keepStateInside(at({ local: { path } }), stack, "/work-folder");
    expect(JSON.stringify(moved.terraform)).toMatch(/"\/work-folder\/states\/[\w.-]+\.tfstate"/);
  });

  it("in S3 become one file for the writer and the reader", () => {
    const config = { bucket: "states", key: "infra.tfstate", region: "eu-north-1" };
    const moved = keepStateInside(at({ s3: config }, { backend: "s3", config }), stack, "/work-folder");
    const path = "/work-folder/states/states_infra.tfstate.tfstate";
    expect(moved.terraform?.backend).toEqual({ local: { path } });
    expect(moved.data?.terraform_remote_state?.x).toEqual({ backend: "local", config: { path } });
  });

  it("of a kind without a stand-in are refused", () => {
    expect(() => keepStateInside(at({ consul: {} }), stack, "/work-folder")).toThrow(/"consul"/);
  });
});

describe("overrides of the test copy", () => {
  it("shorten the deletion of FSx file systems, lift prevent_destroy and lower retries, and nothing else", () => {
    const overrides = testOverrides({
      provider: { aws: [{ region: "eu-north-1" }, { region: "eu-west-1", alias: "second" }], helm: [{}] },
      resource: {
        aws_fsx_lustre_file_system: { fast: {} },
        aws_s3_bucket: { kept: { lifecycle: { prevent_destroy: true } }, plain: {} },
      },
    });
    expect(overrides).toEqual({
      provider: { aws: [{ max_retries: 4 }, { alias: "second", max_retries: 4 }] },
      resource: {
        aws_fsx_lustre_file_system: { fast: { timeouts: { delete: "5s" } } },
        aws_s3_bucket: { kept: { lifecycle: { prevent_destroy: false } } },
      },
    });
    expect(testOverrides({ resource: { aws_vpc: { v: {} } } })).toBeUndefined();
  });

  it("let buckets go with content where access logs are written", () => {
    const overrides = testOverrides({ resource: { aws_s3_bucket_logging: { l: {} }, aws_s3_bucket: { b: {} } } });
    expect(overrides).toEqual({ resource: { aws_s3_bucket: { b: { force_destroy: true } } } });
  });
});

describe("readTerraformLines", () => {
  const vpc = { addr: "aws_vpc.v" };
  const lines = [
    { type: "version", terraform: "1.11.4" },
    { type: "planned_change", change: { resource: vpc, action: "create" } },
    { type: "apply_complete", hook: { resource: { addr: "data.aws_region.r" }, action: "read" } },
    { type: "apply_complete", hook: { resource: vpc, action: "create" } },
    { type: "apply_errored", hook: { resource: { addr: "aws_subnet.s" }, action: "create" } },
    { type: "diagnostic", diagnostic: { severity: "warning", summary: "old", detail: "" } },
    {
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "no", detail: "why", snippet: { context: "resource.aws_vpc.v" } },
    },
  ];
  const events = readTerraformLines(`not JSON\n{broken\n${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);

  it("gives the action planned and done by resource, data sources aside", () => {
    expect([...events.planned]).toEqual([["aws_vpc.v", "create"]]);
    expect([...events.completed]).toEqual([["aws_vpc.v", "create"]]);
    expect([...events.failed]).toEqual(["aws_subnet.s"]);
  });

  it("gives diagnostics with the address that the snippet names", () => {
    expect(events.diagnostics).toEqual([
      { severity: "warning", summary: "old", detail: "" },
      { severity: "error", summary: "no", detail: "why", address: "aws_vpc.v" },
    ]);
  });
});

describe("plannedDifferences", () => {
  it("names the arguments that differ with both values, and leaves out what stays", () => {
    const differences = plannedDifferences(
      JSON.stringify({
        resource_changes: [
          { address: "aws_vpc.same", type: "aws_vpc", change: { actions: ["no-op"], before: {}, after: {} } },
          {
            address: "aws_vpc.v",
            type: "aws_vpc",
            change: {
              actions: ["update"],
              before: { tags: { a: "1" }, id: "vpc-1", arn: "x" },
              after: { tags: { a: "2" }, id: "vpc-1" },
              after_unknown: { arn: true },
            },
          },
        ],
        output_changes: { kept: { actions: ["no-op"] }, new: { actions: ["create"], before: null, after: "v" } },
      }),
    );
    expect(differences).toEqual([
      {
        address: "aws_vpc.v",
        type: "aws_vpc",
        action: "update",
        arguments: [
          { name: "tags", before: '{"a":"1"}', after: '{"a":"2"}' },
          { name: "arn", before: '"x"', after: "(known after apply)" },
        ],
      },
      {
        address: "output.new",
        type: "output",
        action: "create",
        arguments: [{ name: "value", before: "null", after: '"v"' }],
      },
    ]);
  });
});

describe("errors of the simulated AWS", () => {
  it("are the last lines of its tracebacks, each once", () => {
    const traceback = [
      "Traceback (most recent call last):",
      '  File "a.py", line 1, in f',
      "    x.get()",
      "KeyError: 'x'",
    ];
    expect(exceptions([...traceback, "127.0.0.1 - - GET / 200", ...traceback])).toEqual(["KeyError: 'x'"]);
    expect(exceptions(["127.0.0.1 - - GET / 200"])).toEqual([]);
  });
});

describe("causedBySimulator", () => {
  const rotation = { name: "rotation_period_in_days", before: "0", after: "90" };
  const key = { address: "aws_kms_key.k", type: "aws_kms_key", action: "update", arguments: [rotation] };

  it("forgives a known difference on the simulator that causes it, and only there", () => {
    expect(causedBySimulator(key, "plain")).toMatch(/rotation period/);
    expect(causedBySimulator(key, "extended")).toBeUndefined();
  });

  it("forgives nothing where another argument differs too, or where the resource would be replaced", () => {
    const policy = { name: "policy", before: "a", after: "b" };
    expect(causedBySimulator({ ...key, arguments: [rotation, policy] }, "plain")).toBeUndefined();
    expect(causedBySimulator({ ...key, action: "delete+create" }, "plain")).toBeUndefined();
  });
});

describe("the summary", () => {
  const helm = { address: "helm_release.a", type: "helm_release", section: "resource", reason: "no cluster" } as const;
  const report: ExampleReport = {
    name: "demo",
    mode: "extended",
    seconds: 61,
    hosts: ["sts.eu-north-1.amazonaws.com"],
    stacks: [
      {
        name: "demo-infra",
        planned: 12,
        applied: 11,
        unchanged: 10,
        destroyed: 9,
        plannedOnly: [],
        notJudged: [helm, { ...helm, address: "helm_release.b" }],
        forgiven: [{ address: "aws_instance.x", reason: "reads back less" }],
        seconds: 60,
      },
    ],
    checks: [
      { name: "demo: validate", passed: true, seconds: 3, problems: [] },
      {
        name: "demo: plan",
        passed: false,
        seconds: 4,
        problems: [{ phase: "plan", stack: "demo-infra", address: "aws_vpc.v", summary: "bad", detail: "one\ntwo" }],
      },
    ],
  };
  const text = formatExample(report);

  it("counts resources by what became of them", () => {
    expect(text).toMatch(/demo-infra\s+│\s+12\s+│\s+11\s+│\s+10\s+│\s+9\s+│\s+0\s+│\s+2\s+│\s+60\.0/);
  });

  it("names what was not judged, by type and reason, and what the simulator is to blame for", () => {
    expect(text).toContain("demo-infra: not judged here: 2 helm_release (no cluster)");
    expect(text).toContain("aws_instance.x (reads back less)");
  });

  it("shows a problem with its stack, address and every line of its detail", () => {
    expect(text).toContain("FAILED demo: plan (4.0 s)\n    - demo-infra: aws_vpc.v: bad\n      one\n      two");
  });

  it("ends with the number of checks", () => {
    expect(formatTotal(report.checks)).toBe("1 passed, 1 failed");
  });

  it("tells data sources from resources of the same type", () => {
    const data = { ...helm, section: "data" } as const;
    expect(countByReason([helm, data, helm])).toEqual([
      "2 helm_release (no cluster)",
      "1 data helm_release (no cluster)",
    ]);
  });
});

describe("findToolchain", () => {
  it("names everything that is missing and how to get it", () => {
    const { toolchain, missing } = findToolchain({
      env: {
        PATH: temporaryFolder(),
        AI_FACTORY_PLUGIN_MIRROR: temporaryFolder(),
        AI_FACTORY_AWS_SIMULATOR: "nowhere",
      },
    });
    expect(toolchain).toBeUndefined();
    expect(missing.join("\n")).toMatch(
      /AI_FACTORY_AWS_SIMULATOR=nowhere[^]*terraform: not on[^]*mirror[^]*pip install/,
    );
  });
});

describe("childEnvironment", () => {
  it("hands nothing of the caller's AWS account, Terraform or proxy on", () => {
    const callers = { HOME: "/h", AWS_PROFILE: "production", TF_VAR_x: "1", https_proxy: "http://p", NO_PROXY: "*" };
    expect(childEnvironment(callers, { AWS_REGION: "x" })).toEqual({ HOME: "/h", AWS_REGION: "x" });
  });
});

describe("Processes", () => {
  const env = childEnvironment(process.env, {});

  it("end with everything they started", async () => {
    const processes = new Processes();
    const server = processes.start("sh", ["-c", "sleep 60 & echo child $!; wait"], { cwd: "/", env });
    while (server.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const grandchild = Number(server.lines[0]?.split(" ")[1]);
    expect(isRunning(grandchild)).toBe(true);
    processes.endAll();
    await new Promise((resolve) => server.process.once("close", resolve));
    expect(isRunning(grandchild)).toBe(false);
    expect(() => processes.start("true", [], { cwd: "/", env })).toThrow(/has ended/);
  });

  it("report exit code and both outputs", async () => {
    const ended = await new Processes().run("sh", ["-c", "echo out; echo err >&2; exit 3"], { cwd: "/", env });
    expect(ended).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("end a command that takes too long, and say so", async () => {
    const ended = await new Processes().run("sleep", ["60"], { cwd: "/", env, timeoutSeconds: 0.05 });
    expect(ended).toEqual({ code: -1, stdout: "", stderr: "sleep was ended, because it took longer than 0.05 s" });
  });
});

/** A process that ended but was not collected by its parent does not run any more. */
function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (existsSync("/proc/self/stat")) return existsSync(file) && !/\) Z /.test(readFileSync(file, "utf8"));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("an example that failed", () => {
  const report = (...problems: readonly Omit<Problem, "stack">[]): ExampleReport => ({
    name: "x",
    mode: "extended",
    stacks: [],
    hosts: [],
    seconds: 1,
    checks: problems.map((problem) => {
      return { name: "x", passed: false, seconds: 1, problems: [{ ...problem, stack: "s" }] };
    }),
  });

  it("is tried again where a call that changes something failed, because the client may have repeated it", () => {
    const exists = { phase: "apply", summary: "creating Route: api error RouteAlreadyExists" } as const;
    const follows = { summary: "not reached, because an earlier phase failed", notReached: true } as const;
    const ofNextStack = { phase: "validate", ...follows } as const;
    expect(mayBeRepeatedCalls(report(ofNextStack, exists, { phase: "second plan", ...follows }))).toBe(true);
    expect(mayBeRepeatedCalls(report({ phase: "destroy", summary: "deleting Rule: api error NotFound" }))).toBe(true);
  });

  it("is tried again where an answer was cut off", () => {
    expect(mayBeRepeatedCalls(report({ phase: "plan", summary: "decomposing response: unexpected EOF" }))).toBe(true);
  });

  it("is not tried again for anything that an earlier phase found", () => {
    const wrong = { phase: "plan", summary: "Invalid value" } as const;
    expect(mayBeRepeatedCalls(report(wrong, { phase: "apply", summary: "", notReached: true }))).toBe(false);
    expect(mayBeRepeatedCalls(report({ phase: "second plan", summary: "wants to update" }))).toBe(false);
    expect(mayBeRepeatedCalls(report())).toBe(false);
  });
});
