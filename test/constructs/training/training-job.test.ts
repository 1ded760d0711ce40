import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectiveSettings } from "../../../catalog";
import type { SlurmCluster } from "../../../constructs/scheduling";
import { TrainingJob, TrainingRuntime, type TrainingJobProps } from "../../../constructs/training";
import { FactoryError } from "../../../validation/factory-error";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { neuronPool, objectOf, training } from "../platform/every-component";
import { fakeComponent, fakePool, gpuPool } from "../platform/fakes";

const trainer = fakeComponent("kubeflow-trainer");
const image = "registry.example.org/train:1";
const slurm = TrainingRuntime.slurm(
  { component: fakeComponent("slurm"), namespace: "slurm" } as unknown as SlurmCluster,
  { partition: "gpu" },
);
const roce = Object.assign(
  gpuPool("rails", { fabricDevices: { resourceName: "rdma/rail", perNode: 8 }, memoryGiB: undefined }),
  {
    fabric: {
      kind: "roce",
      interfaceNames: ["eth1", "eth2"],
      portGbps: 400,
      attachment: { kind: "host-device", shares: 1 },
      podNetworks: [{ name: "rail-1", resourceName: "nvidia.com/rail-1" }],
      devices: [{ resourceName: "nvidia.com/rail-1", perNode: 1 }],
      rdmaDscp: 26,
      networkNamespace: "training",
    },
  },
);

function job(props: Partial<TrainingJobProps> = {}) {
  return new TrainingJob({
    name: "llama",
    pool: training,
    nodes: 16,
    runtime: TrainingRuntime.kubeflow(trainer, { image }),
    command: ["torchrun", "train.py", "--config", "a b"],
    checkpoints: { claimName: "scratch", mountPath: "/checkpoints" },
    queueName: "research",
    ...props,
  });
}

interface PodSpec {
  readonly nodeSelector: Record<string, string>;
  readonly containers: readonly {
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly resources: { readonly limits: Record<string, string> };
    readonly volumeMounts: readonly { readonly mountPath: string }[];
  }[];
}

/** The one pod template of an object whose containers want accelerators. */
function nodePod(object: unknown): { readonly metadata?: { annotations?: object }; readonly spec: PodSpec } {
  const found: unknown[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const { spec } = value as { spec?: PodSpec };
    if (spec?.containers?.some(({ resources }) => "nvidia.com/gpu" in resources.limits)) found.push(value);
    else Object.values(value).forEach(visit);
  };
  visit(object);
  expect(found).toHaveLength(1);
  return found[0] as { spec: PodSpec };
}

const ray = TrainingRuntime.ray(fakeComponent("kuberay"), { image, rayVersion: "2.49.0" });

describe.each([
  ["Kubeflow", job(), "ClusterTrainingRuntime"],
  ["Ray", job({ runtime: ray }), "RayJob"],
])("a training job under %s", (_, made, kind) => {
  const { spec } = nodePod(objectOf(made, kind));
  const [container] = spec.containers;

  it("takes a whole node: its GPUs, its adapters and the huge pages that they need", () => {
    expect(container!.resources.limits).toMatchObject({
      "nvidia.com/gpu": "8",
      "vpc.amazonaws.com/efa": "16",
      "hugepages-2Mi": "5120Mi",
    });
    expect(spec.nodeSelector).toEqual({ "ai-factory/pool": "training" });
  });

  it("has the settings of NCCL on EFA from the catalogue", () => {
    const env = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]));
    expect(env).toMatchObject({ ...collectiveSettings("nccl", "efa")!.environment, CHECKPOINT_DIR: "/checkpoints" });
  });

  it("mounts the checkpoints", () => {
    expect(container!.volumeMounts.map(({ mountPath }) => mountPath)).toContain("/checkpoints");
  });

  it("is admitted by Kueue as a whole", () => {
    const admitted = made.manifests.filter(({ metadata }) => metadata.labels !== undefined);
    expect(admitted.map(({ metadata }) => metadata.labels)).toEqual([{ "kueue.x-k8s.io/queue-name": "research" }]);
  });
});

describe("a training job", () => {
  it("starts all ranks again when one is lost, as often as it is told", () => {
    expect(objectOf(job({ maxRestarts: 3 }), "ClusterTrainingRuntime").spec).toMatchObject({
      template: { spec: { failurePolicy: { maxRestarts: 3 }, replicatedJobs: [{ name: "node" }] } },
    });
    expect(objectOf(job({ maxRestarts: 3, runtime: ray }), "RayJob").spec).toMatchObject({ backoffLimit: 3 });
  });

  it("starts a process on each GPU of each node", () => {
    expect(objectOf(job(), "TrainJob").spec).toMatchObject({
      trainer: { numNodes: 16, numProcPerNode: 8, command: ["torchrun", "train.py", "--config", "a b"] },
    });
  });

  it("gives Ray a driver's command line that a shell takes as it is", () => {
    expect(objectOf(job({ runtime: ray }), "RayJob").spec).toMatchObject({
      entrypoint: "torchrun train.py --config 'a b'",
    });
  });

  it("stays together where it must, or where it can", () => {
    const level = "topology.k8s.aws/network-node-layer-2";
    const annotations = (required?: boolean) =>
      nodePod(objectOf(job({ topology: { level, required } }), "ClusterTrainingRuntime")).metadata?.annotations;
    expect(annotations(true)).toEqual({ "kueue.x-k8s.io/podset-required-topology": level });
    expect(annotations()).toEqual({ "kueue.x-k8s.io/podset-preferred-topology": level });
  });

  it("is attached to the rails of an owner's RoCE fabric, with its traffic class", () => {
    const pod = nodePod(objectOf(job({ pool: roce, nodes: 2 }), "ClusterTrainingRuntime"));
    expect(pod.metadata?.annotations).toHaveProperty(["k8s.v1.cni.cncf.io/networks"]);
    expect(pod.spec.containers[0]!.resources.limits).toMatchObject({ "nvidia.com/rail-1": "1" });
    expect(pod.spec.containers[0]!.env).toContainEqual({ name: "NCCL_IB_TC", value: "106" });
  });

  it("asks for no adapter on one node", () => {
    const [container] = nodePod(objectOf(job({ nodes: 1 }), "ClusterTrainingRuntime")).spec.containers;
    expect(Object.keys(container!.resources.limits)).not.toContain("vpc.amazonaws.com/efa");
  });

  it("lets the owner's environment win", () => {
    expect(job({ environment: { FI_PROVIDER: "tcp" } }).environment).toMatchObject({ FI_PROVIDER: "tcp" });
  });

  it("trains on Neuron with Neuron's settings and the cores that are stated", () => {
    const pool = Object.assign(
      fakePool("trn", {
        acceleratorVendor: "aws-neuron",
        accelerators: { resourceName: "aws.amazon.com/neuron", perNode: 16 },
        fabricDevices: { resourceName: "vpc.amazonaws.com/efa", perNode: 16 },
      }),
    );
    const made = job({ pool, nodes: 4, processesPerNode: 64 });
    expect(made.environment).toMatchObject({ FI_EFA_FORK_SAFE: "1" });
    expect(objectOf(made, "TrainJob").spec).toMatchObject({ trainer: { numProcPerNode: 64 } });
    expect(() => job({ pool, nodes: 4 })).toThrow(/set 'processesPerNode'/);
  });

  it("tells throughput where the model is known", () => {
    const { estimate } = job({ model: { model: "llama-3.1-70b", precision: "bf16" } });
    expect(estimate).toMatchObject({ outcome: "estimated", memory: { fits: true } });
  });

  it("depends on its runtime and on what it is given", () => {
    const kueue = fakeComponent("kueue");
    expect(job({ dependsOn: [kueue] }).dependsOn).toEqual([trainer, kueue]);
  });
});

describe("what a training job refuses", () => {
  const cases: readonly [string, Partial<TrainingJobProps>, RegExp][] = [
    ["a model that does not fit", { nodes: 1, model: { model: "llama-3.1-405b", precision: "bf16" } }, /does not fit/],
    ["a model that nobody knows", { model: { model: "llama-9", precision: "bf16" } }, /no model is called 'llama-9'/],
    ["more nodes than the pool has", { nodes: 17 }, /1 to 16/],
    ["a pool without accelerators", { pool: fakePool("cpu"), nodes: 2 }, /no training library/],
    ["many nodes without a fabric", { pool: gpuPool("slow", { fabricDevices: undefined }) }, /no fabric/],
    ["a name that is none", { name: "Llama_3" }, /choose another name/],
    ["an empty command", { command: [] }, /no program/],
    ["a relative path", { checkpoints: { claimName: "c", mountPath: "data" } }, /no absolute path/],
    ["restarts that are no count", { maxRestarts: -1 }, /'maxRestarts' is no count/],
  ];

  it.each(cases)("%s", (_, props, message) => {
    expect(() => job(props)).toThrow(FactoryError);
    expect(() => job(props)).toThrow(message);
  });

  it("names all problems at once", () => {
    expect(() => job({ nodes: 0, command: [] })).toThrow(/1 to 16[\s\S]*no program/);
  });

  it("but lets a slow network be wanted", () => {
    const slow = gpuPool("slow", { fabricDevices: undefined });
    expect(job({ pool: slow, allowTcp: true }).environment).toEqual({ CHECKPOINT_DIR: "/checkpoints" });
  });
});

describe("a job script for Slurm", () => {
  const made = job({ runtime: slurm, maxRestarts: 2 });
  const folder = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "slurm-"));
  const path = join(folder, "job.sh");
  writeFileSync(path, made.script!);

  /** Runs the script with stand-ins for Slurm's commands. */
  function run(restarts: string, succeed: boolean) {
    const command = (name: string, body: string) => writeFileSync(join(folder, name), body, { mode: 0o755 });
    command("scontrol", '#!/bin/bash\nif [ "$1" = show ]; then echo node-7; else echo "scontrol $*"; fi\n');
    command("srun", `#!/bin/bash\nshift\nSLURM_NODEID=3 "$@"\nexit ${succeed ? 0 : 1}\n`);
    command("torchrun", '#!/bin/bash\necho "rank $PET_NODE_RANK of $PET_NNODES at $PET_MASTER_ADDR: $# $3"\n');
    const env = { PATH: `${folder}:${process.env.PATH}`, SLURM_JOB_ID: "42", SLURM_RESTART_COUNT: restarts };
    return spawnSync("bash", [path], { env, encoding: "utf8" });
  }

  it("is one that bash reads", () => {
    expect(() => execFileSync("bash", ["-n", path])).not.toThrow();
  });

  it("asks for whole nodes of the partition", () => {
    expect(made.script).toContain(
      ["#SBATCH --partition=gpu", "#SBATCH --nodes=16", "#SBATCH --ntasks-per-node=1", "#SBATCH --gres=gpu:8"].join(
        "\n",
      ),
    );
    expect(made.script).toContain("#SBATCH --output=/checkpoints/llama-%j.log");
    expect(made.script).toContain("export FI_PROVIDER=efa");
  });

  it("gives the program its words and torchrun its peers", () => {
    expect(run("", true)).toMatchObject({ status: 0, stdout: "rank 3 of 16 at node-7: 3 a b\n" });
  });

  it("goes back to the queue while restarts are left", () => {
    expect(run("1", false)).toMatchObject({ status: 1 });
    expect(run("1", false).stdout).toContain("scontrol requeue 42");
    expect(run("2", false).stdout).not.toContain("requeue");
  });

  it("stands in Slurm's namespace, and holds nothing that Terraform would take for its own", () => {
    const [config] = made.manifests;
    expect(config).toMatchObject({ kind: "ConfigMap", metadata: { name: "llama-job", namespace: "slurm" } });
    expect(made.script).not.toMatch(/[$%]\{/);
  });
});

describeWithSchemas("a training job", ({ schemas }) => {
  test.each([
    ["Kubeflow", job()],
    ["Ray", job({ runtime: ray })],
    ["Slurm", job({ runtime: slurm })],
    ["Kubeflow on RoCE", job({ pool: roce, nodes: 2 })],
    ["Neuron", job({ pool: neuronPool, nodes: 1, processesPerNode: 64 })],
  ])("under %s has only manifests that the real definitions accept", (_, made) => {
    expect(made.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
