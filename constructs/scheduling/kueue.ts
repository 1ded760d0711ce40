import { helmChart } from "../../catalog";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { INodePool, IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { accountedResources } from "./kueue-capacity";
import {
  awsNetworkTopology,
  clusterQueueObject,
  flavorObject,
  localQueueObjects,
  topologyObject,
  type KueueQueue,
} from "./kueue-objects";

export interface KueueProps extends ComponentOptions {
  /** Pools that jobs may use, the preferred first: where several have what a job needs, it goes to the first. */
  readonly pools: readonly INodePool[];
  /**
   * Queues that jobs are submitted to, each with its namespaces and share of the pools.
   * @default - one queue `default` in the namespace `default` that may use everything
   */
  readonly queues?: readonly KueueQueue[];
  /**
   * Node labels from the widest part of the fabric to the node, for topology-aware placement in pools with a fabric. An
   * empty list switches it off; a node that lacks one of the labels is never used.
   *
   * @default - the layers by which AWS labels nodes of types with EFA
   */
  readonly topologyLevels?: readonly string[];
  /** How long the pods of an admitted job may take to be ready before its quota is given back. @default 20 */
  readonly podsReadyTimeoutMinutes?: number;
  /**
   * Whether Deployments and LeaderWorkerSets that name a queue take their accelerators from its quota, so that serving
   * takes nodes over from training in an orderly way.
   *
   * @default false - jobs only
   */
  readonly serving?: boolean;
  /** Whether idle quota is shared by the queues' weights, and not first come, first served. @default false */
  readonly fairSharing?: boolean;
  /** Collects Kueue's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/**
 * Kueue: admits a job only when the pools have room for all of its pods. One flavor for each pool, with quotas from the
 * pool's full size.
 *
 * @throws FactoryError where there is no pool, a name is given twice, or shares add up to more than everything
 */
export class Kueue extends PlatformComponent {
  /** Whether idle quota is shared by the queues' weights. */
  readonly fairSharing: boolean;
  /** Pools that jobs may use, the preferred first. */
  readonly pools: readonly INodePool[];
  /** Node labels by which jobs are placed close together, the widest first; empty where they are not. */
  readonly topologyLevels: readonly string[];

  constructor(props: KueueProps) {
    const queues = props.queues ?? [{ name: "default", namespaces: ["default"] }];
    const levels = props.topologyLevels ?? awsNetworkTopology;
    throwErrors(checkKueue(props.pools, queues));
    const { version } = helmChart("kueue");
    const hasTopology = levels.length > 0 && props.pools.some(({ fabricDevices }) => fabricDevices !== undefined);
    super(
      {
        chartId: "kueue",
        values: {
          enablePrometheus: props.monitoring !== undefined,
          controllerManager: {
            replicas: 2,
            podDisruptionBudget: { enabled: true },
            manager: { image: { repository: kueueImage, tag: `v${version}`, pullPolicy: "IfNotPresent" } },
            tolerations: systemTolerations,
          },
          managerConfig: {
            controllerManagerConfigYaml: controllerConfig(props),
          },
        },
        manifests: [
          ...(hasTopology ? [topologyObject(levels)] : []),
          ...props.pools.map((pool) => flavorObject(pool, hasTopology)),
          ...queues.map((queue) => clusterQueueObject(queue, props.pools)),
          ...queues.flatMap(localQueueObjects),
        ],
        images: [`${kueueImage}:v${version}`],
        dependsOn: [props.monitoring],
      },
      props,
    );
    this.fairSharing = props.fairSharing ?? false;
    this.pools = props.pools;
    this.topologyLevels = hasTopology ? levels : [];
  }
}

const kueueImage = "registry.k8s.io/kueue/kueue";

/**
 * The manager's own configuration file; where it is given, none of the chart's default text is left. As JSON, which every
 * reader of YAML reads: loading a writer of YAML would be a twentieth of the synth.
 */
function controllerConfig({ pools, podsReadyTimeoutMinutes = 20, serving, fairSharing }: KueueProps): string {
  const accounted = accountedResources(pools);
  const unaccounted = ["cpu", "memory"].filter((name) => !accounted.includes(name));
  const configuration = {
    apiVersion: "config.kueue.x-k8s.io/v1beta2",
    kind: "Configuration",
    health: { healthProbeBindAddress: ":8081" },
    metrics: { bindAddress: ":8443", enableClusterQueueResources: true },
    webhook: { port: 9443 },
    leaderElection: { leaderElect: true, resourceName: "c1f6bfd2.kueue.x-k8s.io" },
    clientConnection: { qps: 300, burst: 500 },
    // A job whose last pod never starts must not hold accelerators for ever.
    waitForPodsReady: {
      timeout: `${podsReadyTimeoutMinutes}m`,
      recoveryTimeout: "10m",
      blockAdmission: false,
      requeuingStrategy: { timestamp: "Eviction", backoffLimitCount: 5, backoffBaseSeconds: 60 },
    },
    integrations: {
      frameworks: [
        "batch/job",
        "jobset.x-k8s.io/jobset",
        "trainer.kubeflow.org/trainjob",
        "ray.io/rayjob",
        "ray.io/raycluster",
        ...(serving === true ? ["pod", "deployment", "leaderworkerset.x-k8s.io/leaderworkerset"] : []),
      ],
    },
    ...(fairSharing === true
      ? { fairSharing: { preemptionStrategies: ["LessThanOrEqualToFinalShare", "LessThanInitialShare"] } }
      : {}),
    resources: { excludeResourcePrefixes: ["hugepages-", "ephemeral-storage", ...unaccounted] },
  };
  return JSON.stringify(configuration, undefined, 2);
}

function checkKueue(pools: readonly INodePool[], queues: readonly KueueQueue[]): Finding[] {
  const problem = (message: string, rest: Pick<Finding, "given" | "allowed" | "fix">): Finding => ({
    rule: "PLT-061-kueue-queues",
    severity: "error",
    verdict: "fail",
    path: "kueue",
    message,
    ...rest,
  });
  const findings: Finding[] = [];
  if (pools.length === 0) {
    findings.push(
      problem("there is no pool for jobs to run on", { allowed: "at least one pool", fix: "give Kueue its pools" }),
    );
  }
  const twice = (names: readonly string[]) => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  for (const name of twice(pools.map(({ poolName }) => poolName))) {
    findings.push(
      problem("two pools have one name", { given: name, allowed: "each pool once", fix: "remove the second" }),
    );
  }
  for (const name of twice(queues.map(({ name }) => name))) {
    findings.push(
      problem("two queues have one name", { given: name, allowed: "each name once", fix: "rename one of them" }),
    );
  }
  for (const queue of queues.filter(({ share = 1 }) => !(share >= 0 && share <= 1))) {
    findings.push(
      problem(`the share of queue '${queue.name}' is no part of the whole`, {
        given: queue.share,
        allowed: "0 to 1",
        fix: "state the part of every pool that is the queue's own",
      }),
    );
  }
  const sum = queues.reduce((total, { share = 1 }) => total + share, 0);
  if (sum > 1 + 1e-9) {
    findings.push(
      problem("the shares of the queues add up to more than the pools have", {
        given: queues.map(({ name, share = 1 }) => `${name} ${share}`),
        allowed: "a sum of at most 1",
        fix: "lower the shares; a queue borrows what the others leave idle",
      }),
    );
  }
  for (const queue of queues.filter(({ namespaces }) => namespaces.length === 0)) {
    findings.push(
      problem(`queue '${queue.name}' has no namespace, so no job can reach it`, {
        given: [],
        allowed: "at least one namespace",
        fix: "name the namespaces whose jobs go to this queue",
      }),
    );
  }
  return findings;
}
