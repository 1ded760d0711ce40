import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AcceptanceJob } from "../../../constructs/scheduling";
import { acceptanceShell, allReducePython } from "../../../constructs/scheduling/acceptance-scripts";
import { validateObject } from "../../../testing/kubernetes";
import type { FactoryError } from "../../../validation/factory-error";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf, training } from "../platform/every-component";
import { fakeChart, fakePool, gpuPool } from "../platform/fakes";

const devicePlugins = [fakeChart("nvidia-device-plugin")];

interface JobSpec {
  readonly completions: number;
  readonly parallelism: number;
  readonly backoffLimit: number;
  readonly template: {
    readonly spec: {
      readonly nodeSelector: unknown;
      readonly tolerations: unknown;
      readonly containers: readonly {
        readonly env: readonly { readonly name: string; readonly value?: string }[];
        readonly resources: { readonly limits: Record<string, string>; readonly requests: Record<string, string> };
      }[];
    };
  };
}

function jobSpec(job: AcceptanceJob): JobSpec {
  const { spec } = objectOf(job, "CronJob") as unknown as { spec: { jobTemplate: { spec: JobSpec } } };
  return spec.jobTemplate.spec;
}

describe("AcceptanceJob", () => {
  const job = new AcceptanceJob({ pool: training, devicePlugins });
  const { containers, nodeSelector, tolerations } = jobSpec(job).template.spec;
  const env = Object.fromEntries(containers[0]!.env.map(({ name, value }) => [name, value]));

  it("asks for every accelerator and every EFA device of a node, and for huge pages", () => {
    const { limits, requests } = containers[0]!.resources;
    expect(limits).toEqual({
      "nvidia.com/gpu": "8",
      "vpc.amazonaws.com/efa": "16",
      "hugepages-2Mi": "5120Mi",
      memory: "256Gi",
    });
    // Kubernetes refuses devices and huge pages whose request is not their limit.
    expect(requests).toMatchObject(limits);
  });

  it("runs on all nodes of the pool at once, and is not tried again", () => {
    expect(jobSpec(job)).toMatchObject({ completions: 16, parallelism: 16, backoffLimit: 0 });
    expect(nodeSelector).toEqual({ "ai-factory/pool": "training" });
    expect(tolerations).toEqual([{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }]);
  });

  it("demands EFA of libfabric, and the bandwidth that the catalogue expects of the type", () => {
    expect(env).toMatchObject({ FI_PROVIDER: "efa", NODES: "16", ACCELERATORS: "8", MIN_BUS_GBPS: "300" });
    expect(job.minBusBandwidthGBps).toBe(300);
  });

  it("is a template of runs until it is started, or a job that the apply waits for", () => {
    expect(objectOf(job, "CronJob").spec).toMatchObject({ suspend: true });
    const blocking = new AcceptanceJob({ pool: training, devicePlugins, run: "at-apply" });
    expect(objectOf(blocking, "Job").spec).toMatchObject({ completions: 16, completionMode: "Indexed" });
    expect(blocking.manifests.map(({ kind }) => kind)).toEqual(["ConfigMap", "Service", "Job"]);
  });

  it("goes through a queue where one is named", () => {
    const queued = new AcceptanceJob({ pool: training, devicePlugins, queueName: "research", run: "at-apply" });
    expect(objectOf(queued, "Job").metadata.labels).toEqual({ "kueue.x-k8s.io/queue-name": "research" });
  });

  it("comes after the plugins that give it its devices", () => {
    expect(job.dependsOn).toEqual(devicePlugins);
  });

  it("takes another number of nodes, another bandwidth and another image", () => {
    const other = new AcceptanceJob({
      pool: training,
      devicePlugins,
      nodes: 4,
      minBusBandwidthGBps: 350,
      image: "registry.example.org/nccl:1",
    });
    expect(other).toMatchObject({ nodes: 4, minBusBandwidthGBps: 350, images: ["registry.example.org/nccl:1"] });
  });

  it("refuses a pool that it cannot test, with all reasons at once", () => {
    try {
      new AcceptanceJob({ pool: fakePool("prep", { maxNodes: 1, architecture: "arm64" }), devicePlugins });
      throw new Error("nothing was thrown");
    } catch (error) {
      expect((error as FactoryError).findings.map(({ message }) => message)).toEqual([
        "the pool has no NVIDIA GPUs, which NCCL needs",
        "the pool has no fabric to test",
        "the test needs two or more nodes, and no more than the pool can have",
        "no bandwidth is known that the pool should reach",
      ]);
    }
  });

  it("does not guess a bandwidth for a pool of unknown machines", () => {
    expect(() => new AcceptanceJob({ pool: gpuPool(), devicePlugins })).toThrow(/set 'minBusBandwidthGBps'/);
    expect(new AcceptanceJob({ pool: gpuPool(), devicePlugins, minBusBandwidthGBps: 10 }).nodes).toBe(2);
  });
});

describeWithSchemas("the acceptance job's objects", ({ schemas }) => {
  it.each(["on-demand", "at-apply"] as const)("are valid when they run %s", (run) => {
    const { manifests } = new AcceptanceJob({ pool: training, devicePlugins, run, queueName: "default" });
    expect(manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("the acceptance job's verdict", () => {
  const { containers } = jobSpec(new AcceptanceJob({ pool: training, devicePlugins })).template.spec;
  const env = Object.fromEntries(containers[0]!.env.map(({ name, value }) => [name, value]));
  const folder = mkdtempSync(join(tmpdir(), "acceptance-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the pod's script with a torchrun that writes `log` as NCCL would and ends with `status`. */
  function run(name: string, log: string | undefined, status: number, over: Record<string, string> = {}) {
    const place = join(folder, name);
    mkdirSync(join(place, "bin"), { recursive: true });
    writeFileSync(join(place, "nccl.txt"), log ?? "");
    writeFileSync(join(place, "run.sh"), acceptanceShell);
    const write = log === undefined ? "" : `cat "${place}/nccl.txt" > "${place}/logs/node.1.log"\n`;
    writeFileSync(join(place, "bin/torchrun"), `#!/bin/sh\necho "torchrun $*"\n${write}exit ${status}\n`);
    chmodSync(join(place, "bin/torchrun"), 0o755);
    return spawnSync("bash", [join(place, "run.sh")], {
      encoding: "utf8",
      env: {
        PATH: `${join(place, "bin")}:${process.env.PATH}`,
        ACCEPTANCE_LOGS: join(place, "logs"),
        NODES: "2",
        ACCELERATORS: "8",
        JOB_COMPLETION_INDEX: "1",
        JOB_NAME: "run-1",
        SERVICE: "acceptance-training",
        TRANSPORT: "EFA",
        NCCL_MUST_LOG: env.NCCL_MUST_LOG,
        ...over,
      },
    });
  }

  const efa = [
    "node:1:1 [0] NCCL INFO NET/OFI Selected provider is efa, fabric is efa-direct (found 16 nics)",
    "node:1:1 [0] NCCL INFO Using network Libfabric",
  ].join("\n");

  it("passes when the benchmark does and the log shows EFA", () => {
    const { status, stdout } = run("good", efa, 0);
    expect(status).toBe(0);
    expect(stdout).toContain("PASSED");
    expect(stdout).toContain("--nnodes=2 --nproc-per-node=8 --node-rank=1");
    expect(stdout).toContain("--master-addr=run-1-0.acceptance-training");
  });

  it("reads the lines of older plugins as well", () => {
    const log = "NCCL INFO NET/OFI Selected Provider is efa (found 32 nics)\nNCCL INFO Using network AWS Libfabric\n";
    expect(run("older", log, 0).status).toBe(0);
  });

  it("fails when NCCL fell back to TCP, however fast it was", () => {
    const { status, stdout } = run("tcp", "node:1:1 [0] NCCL INFO Using network Socket\n", 0);
    expect(status).toBe(1);
    expect(stdout).toContain("fell back to TCP");
    expect(stdout).toContain("Using network Socket");
  });

  it("fails when some connections went over TCP beside EFA", () => {
    expect(run("mixed", `${efa}\nChannel 00/0 : 1[0] -> 8[0] [send] via NET/Socket/0\n`, 0).status).toBe(1);
  });

  it("fails when libfabric chose another provider than EFA", () => {
    const log = "NCCL INFO NET/OFI Selected provider is tcp, fabric is tcp (found 1 nics)\nUsing network Libfabric\n";
    const { status, stdout } = run("other", log, 0);
    expect(status).toBe(1);
    expect(stdout).toContain("does not show that traffic went over EFA");
  });

  it("fails when there is no log to read", () => {
    expect(run("silent", undefined, 0).status).toBe(1);
  });

  it("asks for InfiniBand where that is the fabric", () => {
    const over = { TRANSPORT: "InfiniBand", NCCL_MUST_LOG: "Using network IB" };
    expect(run("ib", "node:1:1 [0] NCCL INFO Using network IB\n", 0, over)).toMatchObject({ status: 0 });
    const { status, stdout } = run("no-ib", "node:1:1 [0] NCCL INFO Using network Libfabric\n", 0, over);
    expect(status).toBe(1);
    expect(stdout).toContain("does not show that traffic went over InfiniBand");
  });

  it("fails before the benchmark when the link test does", () => {
    const test = join(folder, "links-fail.sh");
    writeFileSync(test, "echo 'FAILED link'; exit 1\n");
    const { status, stdout } = run("links", efa, 0, { MIN_LINK_GBPS: "380", ACCEPTANCE_LINK_TEST: test });
    expect(status).toBe(1);
    expect(stdout).toContain("FAILED link");
    expect(stdout).not.toContain("torchrun");
  });

  it("fails when the benchmark fails, as it does below the bandwidth", () => {
    const { status, stdout } = run("slow", efa, 1);
    expect(status).toBe(1);
    expect(stdout).toContain("the benchmark ended with status 1");
  });
});

// Stands in for PyTorch: two ranks, and collectives that cost nothing.
const fakeTorch = `
import sys, types
class Tensor:
    def __init__(self, value=0.0): self.value = value
    def item(self): return self.value
torch = types.ModuleType("torch")
torch.bfloat16 = "bf16"
torch.cuda = types.SimpleNamespace(set_device=lambda index: None, synchronize=lambda: None)
torch.device = lambda *of: of
torch.ones = lambda count, **how: Tensor()
torch.tensor = lambda values, **how: Tensor(values[0])
dist = types.ModuleType("torch.distributed")
dist.init_process_group = lambda *a, **k: None
dist.destroy_process_group = dist.barrier = lambda: None
dist.get_rank, dist.get_world_size = lambda: 0, lambda: 2
dist.all_reduce = lambda tensor, op=None: None
dist.ReduceOp = types.SimpleNamespace(MAX="max")
torch.distributed = dist
sys.modules["torch"], sys.modules["torch.distributed"] = torch, dist
`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) process.stderr.write("skipped: the acceptance job's benchmark: python3 is not installed\n");

(hasPython ? describe : describe.skip)("the acceptance job's benchmark", () => {
  function measure(minGBps: string) {
    return spawnSync("python3", ["-"], {
      input: fakeTorch + allReducePython,
      encoding: "utf8",
      env: { PATH: process.env.PATH, LOCAL_RANK: "0", MIN_BUS_GBPS: minGBps },
    });
  }

  it("passes when one of the sizes reaches the bandwidth", () => {
    const { status, stdout } = measure("0.001");
    expect(stdout).toMatch(/all_reduce 268435456 bytes 2 ranks: [\d.]+ GB\/s bus bandwidth/);
    expect(stdout).toMatch(/PASSED: best bus bandwidth/);
    expect(status).toBe(0);
  });

  it("ends with a failure when none does", () => {
    const { status, stdout } = measure("1e30");
    expect(stdout).toMatch(/FAILED: best bus bandwidth/);
    expect(status).toBe(1);
  });
});
