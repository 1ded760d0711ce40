import { expectedAllReduce, instanceType } from "../../catalog";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { poolLabel, type IPlatformComponent, type KubernetesObject } from "../contracts";
import { tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { acceptanceShell, allReducePython, linkTestShell } from "./acceptance-scripts";
import { transportOf, type AcceptancePool, type Transport } from "./acceptance-transport";

export interface AcceptanceJobProps extends Omit<ComponentOptions, "chartVersion" | "chartRepository" | "values"> {
  /** Pool to test: NVIDIA GPUs, and EFA, InfiniBand or RoCE. */
  readonly pool: AcceptancePool;
  /** Nodes that take part. @default - all of the pool's least size, at least two */
  readonly nodes?: number;
  /**
   * Bus bandwidth that the all-reduce must reach. @default - the catalogue's expectation: published for the pool's
   * instance type where an operator published one, otherwise three quarters of the fabric's bandwidth
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
   * Image with PyTorch and NCCL; for EFA with libfabric and the aws-ofi-nccl plugin, for the link test with perftest.
   * @default - AWS's PyTorch image for EFA on x86_64, NVIDIA's PyTorch image for InfiniBand and RoCE
   */
  readonly image?: string;
  /**
   * Measures every adapter between every two nodes by `ib_write_bw` before the all-reduce, and names the slow links.
   * @default - true for InfiniBand and RoCE where `image` is given: the default image is not known to have perftest
   */
  readonly linkTest?: boolean;
}

/**
 * Proves that a pool's fabric works: an NCCL all-reduce over all accelerators of its nodes, as an Indexed Job that needs
 * no operator, and on InfiniBand and RoCE every link between two nodes before it. Fails when a bandwidth stays below the
 * expectation, or when NCCL's log shows TCP instead of the fabric.
 *
 * @throws FactoryError where the pool cannot run it: no NVIDIA GPUs, no fabric, one node, no known expectation or image
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
        namespaceLabels: plan.transport.namespaceLabels,
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

interface AcceptancePlan {
  readonly nodes: number;
  readonly accelerators: { readonly resourceName: string; readonly perNode: number };
  readonly transport: Transport;
  readonly minBusBandwidthGBps: number;
  readonly image: string;
  readonly linkTest: boolean;
}

function planOf(props: AcceptanceJobProps): AcceptancePlan {
  const { pool } = props;
  const { accelerators, fabricDevices } = pool;
  const nodes = props.nodes ?? Math.max(2, pool.minNodes);
  const transport = transportOf(pool);
  const minBusBandwidthGBps =
    props.minBusBandwidthGBps ?? transport?.expectedGBps ?? expectationFor(pool.instanceTypes ?? []);
  const image = props.image ?? transport?.image;
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
  if (transport === undefined) {
    problem("the pool has no fabric to test", {
      given: fabricDevices?.resourceName ?? "no fabric",
      allowed: "EFA, InfiniBand or RoCE",
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
  if (transport !== undefined && image === undefined) {
    problem("no test image is known for the pool's architecture", {
      given: pool.architecture,
      allowed: "x86_64, or an image of your own",
      fix: `set 'image' to one with ${transport.imageNeeds}`,
    });
  }
  if (
    findings.length > 0 ||
    accelerators === undefined ||
    transport === undefined ||
    minBusBandwidthGBps === undefined ||
    image === undefined
  ) {
    throw new FactoryError(findings);
  }
  const linkTest = transport.linkTest !== undefined && (props.linkTest ?? props.image !== undefined);
  return { nodes, accelerators, transport, minBusBandwidthGBps, image, linkTest };
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
    // The link test has a round for each node.
    activeDeadlineSeconds: 1800 + (plan.linkTest ? plan.nodes * 60 : 0),
    template: {
      metadata: { labels: selector, ...annotationsOf(plan.transport) },
      spec: podSpec(props, plan, name),
    },
  };
  const queue = props.queueName === undefined ? {} : { labels: { "kueue.x-k8s.io/queue-name": props.queueName } };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: {
        "run.sh": acceptanceShell,
        "all_reduce.py": allReducePython,
        ...(plan.linkTest ? { "links.sh": linkTestShell } : {}),
      },
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

function annotationsOf({ podNetworks }: Transport) {
  return podNetworks === "" ? {} : { annotations: { "k8s.v1.cni.cncf.io/networks": podNetworks } };
}

function podSpec(props: AcceptanceJobProps, plan: AcceptancePlan, service: string) {
  const { accelerators, transport } = plan;
  const devices = {
    [accelerators.resourceName]: `${accelerators.perNode}`,
    ...transport.resources,
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
          ...Object.entries(transport.env).map(([key, value]) => ({ name: key, value })),
          ...(plan.linkTest && transport.linkTest !== undefined
            ? [{ name: "MIN_LINK_GBPS", value: `${transport.linkTest.minGbps}` }]
            : []),
        ],
        resources: { requests: { ...devices, cpu: `${4 * accelerators.perNode}` }, limits: devices },
        securityContext: transport.securityContext,
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
