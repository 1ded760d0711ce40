import { expectedAllReduce, instanceType } from "../../catalog";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { poolLabel, type INodePool, type IPlatformComponent, type KubernetesObject } from "../contracts";
import { efaResourceName } from "../fabric";
import { tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { acceptanceShell, allReducePython } from "./acceptance-scripts";

export interface AcceptanceJobProps extends Omit<ComponentOptions, "chartVersion" | "chartRepository" | "values"> {
  /** Pool to test: NVIDIA GPUs and EFA. */
  readonly pool: INodePool & { readonly instanceTypes?: readonly string[] };
  /** Nodes that take part. @default - all of the pool's least size, at least two */
  readonly nodes?: number;
  /**
   * Bus bandwidth that the all-reduce must reach. @default - the catalogue's expectation for the pool's instance type:
   * published where an operator published one, otherwise derived from the EFA bandwidth
   */
  readonly minBusBandwidthGBps?: number;
  /**
   * When it runs. `on-demand`: a suspended CronJob, from which each run is made by `kubectl create job --from`;
   * `at-apply`: a Job that the apply waits for, and that fails the apply.
   *
   * @default "on-demand"
   */
  readonly run?: "on-demand" | "at-apply";
  /** Queue of Kueue that the job goes through; the component must then depend on Kueue. @default - none */
  readonly queueName?: string;
  /** Components that give the pods their devices: GPU plugin, EFA plugin. */
  readonly devicePlugins: readonly IPlatformComponent[];
  /**
   * Image with PyTorch, NCCL, libfabric and the aws-ofi-nccl plugin. @default - AWS's PyTorch image from its public
   * gallery, for x86_64
   */
  readonly image?: string;
}

/**
 * Proves that a pool's fabric works: an NCCL all-reduce over all accelerators of its nodes, as an Indexed Job that needs
 * no operator. Fails when the bus bandwidth stays below the expectation, or when NCCL's log shows TCP or no EFA.
 *
 * @throws FactoryError where the pool cannot run it: no NVIDIA GPUs, no EFA, one node, no known expectation or image
 */
export class AcceptanceJob extends PlatformComponent {
  /** Bus bandwidth that a run must reach. */
  readonly minBusBandwidthGBps: number;
  /** Nodes that take part in a run. */
  readonly nodes: number;

  constructor(props: AcceptanceJobProps) {
    const plan = planOf(props);
    super(
      {
        name: `acceptance-${props.pool.poolName}`,
        namespace: "acceptance",
        manifests: objectsOf(props, plan),
        images: [plan.image],
        dependsOn: props.devicePlugins,
      },
      props,
    );
    this.minBusBandwidthGBps = plan.minBusBandwidthGBps;
    this.nodes = plan.nodes;
  }
}

const publicImage = "public.ecr.aws/deep-learning-containers/pytorch:2.11-cu130-amzn2023";

interface AcceptancePlan {
  readonly nodes: number;
  readonly accelerators: { readonly resourceName: string; readonly perNode: number };
  readonly fabricDevices: { readonly resourceName: string; readonly perNode: number };
  readonly minBusBandwidthGBps: number;
  readonly image: string;
}

function planOf(props: AcceptanceJobProps): AcceptancePlan {
  const { pool } = props;
  const { accelerators, fabricDevices } = pool;
  const nodes = props.nodes ?? Math.max(2, pool.minNodes);
  const minBusBandwidthGBps = props.minBusBandwidthGBps ?? expectationFor(pool.instanceTypes ?? []);
  const image = props.image ?? (pool.architecture === "x86_64" ? publicImage : undefined);
  const findings: Finding[] = [];
  const problem = (message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push({
      rule: "PLT-062-acceptance-job",
      severity: "error",
      verdict: "fail",
      path: `acceptance-${pool.poolName}`,
      message,
      ...rest,
    });

  if (pool.acceleratorVendor !== "nvidia" || accelerators === undefined) {
    problem("the pool has no NVIDIA GPUs, which NCCL needs", {
      given: pool.acceleratorVendor ?? "no accelerator",
      allowed: "a pool with NVIDIA GPUs",
      fix: "test another pool",
    });
  }
  if (fabricDevices?.resourceName !== efaResourceName) {
    problem("the pool has no EFA devices, so there is no fabric to test", {
      given: fabricDevices?.resourceName ?? "no fabric",
      allowed: efaResourceName,
      fix: "give the pool a fabric, or leave the acceptance job out",
    });
  }
  if (!Number.isInteger(nodes) || nodes < 2 || nodes > pool.maxNodes) {
    problem("the test needs two or more nodes, and no more than the pool can have", {
      given: nodes,
      allowed: `2 to ${pool.maxNodes}`,
      fix: "set 'nodes'",
    });
  }
  if (minBusBandwidthGBps === undefined) {
    problem("no bandwidth is known that the pool should reach", {
      given: pool.instanceTypes ?? "no instance type",
      allowed: "an instance type of the catalogue with GPUs and EFA, or a bandwidth of your own",
      fix: "set 'minBusBandwidthGBps'",
    });
  }
  if (image === undefined) {
    problem("no test image is known for the pool's architecture", {
      given: pool.architecture,
      allowed: "x86_64, or an image of your own",
      fix: "set 'image' to one with PyTorch, NCCL, libfabric and aws-ofi-nccl",
    });
  }
  if (
    findings.length > 0 ||
    accelerators === undefined ||
    fabricDevices === undefined ||
    minBusBandwidthGBps === undefined ||
    image === undefined
  ) {
    throw new FactoryError(findings);
  }
  return { nodes, accelerators, fabricDevices, minBusBandwidthGBps, image };
}

/** A pool of several types is only as fast as the slowest. */
function expectationFor(instanceTypes: readonly string[]): number | undefined {
  const expected = instanceTypes.map((name) => expectedAllReduce(instanceType(name))?.minGBps);
  const known = expected.filter((value) => value !== undefined);
  return known.length === expected.length && known.length > 0 ? Math.min(...known) : undefined;
}

function objectsOf(props: AcceptanceJobProps, plan: AcceptancePlan): KubernetesObject[] {
  const name = props.name ?? `acceptance-${props.pool.poolName}`;
  const metadata = { name, namespace: props.namespace ?? "acceptance" };
  const selector = { "ai-factory/acceptance": props.pool.poolName };
  const jobSpec = {
    completions: plan.nodes,
    parallelism: plan.nodes,
    completionMode: "Indexed",
    // A failed test is an answer: it is not tried again.
    backoffLimit: 0,
    activeDeadlineSeconds: 1800,
    template: { metadata: { labels: selector }, spec: podSpec(props, plan, name) },
  };
  const queue = props.queueName === undefined ? {} : { labels: { "kueue.x-k8s.io/queue-name": props.queueName } };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "run.sh": acceptanceShell, "all_reduce.py": allReducePython },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      // The pods meet before any of them is ready.
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector },
    },
    props.run === "at-apply"
      ? { apiVersion: "batch/v1", kind: "Job", metadata: { ...metadata, ...queue }, spec: jobSpec }
      : {
          apiVersion: "batch/v1",
          kind: "CronJob",
          metadata,
          spec: {
            // Suspended for good: it is the template of runs that are started by hand.
            suspend: true,
            schedule: "0 0 1 1 *",
            concurrencyPolicy: "Forbid",
            jobTemplate: { metadata: queue, spec: jobSpec },
          },
        },
  ];
}

function podSpec(props: AcceptanceJobProps, plan: AcceptancePlan, service: string) {
  const { accelerators, fabricDevices } = plan;
  const devices = {
    [accelerators.resourceName]: `${accelerators.perNode}`,
    [fabricDevices.resourceName]: `${fabricDevices.perNode}`,
    // libfabric's EFA provider keeps its buffers in huge pages, which the accelerated node images set aside.
    "hugepages-2Mi": "5120Mi",
    memory: `${32 * accelerators.perNode}Gi`,
  };
  return {
    restartPolicy: "Never",
    subdomain: service,
    nodeSelector: { [poolLabel]: props.pool.poolName },
    tolerations: tolerationsOf([props.pool]),
    automountServiceAccountToken: false,
    // Two pods on one node would measure NVLink.
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: "kubernetes.io/hostname",
            labelSelector: { matchLabels: { "ai-factory/acceptance": props.pool.poolName } },
          },
        ],
      },
    },
    containers: [
      {
        name: "all-reduce",
        image: plan.image,
        command: ["bash", "/acceptance/run.sh"],
        env: [
          { name: "NODES", value: `${plan.nodes}` },
          { name: "ACCELERATORS", value: `${accelerators.perNode}` },
          { name: "MIN_BUS_GBPS", value: `${plan.minBusBandwidthGBps}` },
          { name: "SERVICE", value: service },
          {
            name: "JOB_NAME",
            valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
          },
          { name: "FI_PROVIDER", value: "efa" },
          { name: "FI_EFA_USE_DEVICE_RDMA", value: "1" },
          { name: "NCCL_SOCKET_IFNAME", value: "^lo,docker,veth" },
        ],
        resources: { requests: { ...devices, cpu: `${4 * accelerators.perNode}` }, limits: devices },
        securityContext: { allowPrivilegeEscalation: false },
        volumeMounts: [
          { name: "scripts", mountPath: "/acceptance", readOnly: true },
          { name: "shared-memory", mountPath: "/dev/shm" },
        ],
      },
    ],
    volumes: [
      { name: "scripts", configMap: { name: service } },
      { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: `${8 * accelerators.perNode}Gi` } },
    ],
  };
}
