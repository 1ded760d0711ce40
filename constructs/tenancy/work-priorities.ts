import type { KubernetesObject } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { Kueue } from "../scheduling";

/** Kinds of work, the one that yields first in front. */
export const workKinds = ["research", "training", "production-serving"] as const;

/** Kind of work; decides who yields to whom. */
export type WorkKind = (typeof workKinds)[number];

/** Far apart, so that another class fits between; below the cluster's own, which begin at 2 000 000 000. */
export const workPriority: Readonly<Record<WorkKind, number>> = {
  research: 1_000,
  training: 10_000,
  "production-serving": 100_000,
};

export interface WorkPrioritiesProps extends Pick<ComponentOptions, "name" | "dependsOn"> {
  /** Kueue, which gets a class for each kind. */
  readonly kueue: Kueue;
}

/**
 * The order in which work yields: research before training before production serving. Each kind is a class of
 * Kubernetes' scheduler and one of Kueue, under one name and with one value, so that both agree on who goes first.
 */
export class WorkPriorities extends PlatformComponent {
  constructor(props: WorkPrioritiesProps) {
    super(
      {
        name: props.name ?? "work-priorities",
        namespace: props.kueue.namespace,
        manifests: workKinds.flatMap(classesOf),
        dependsOn: [props.kueue],
      },
      { dependsOn: props.dependsOn },
    );
  }
}

/** Label that says what a class is for. */
export const workKindLabel = "ai-factory/work";

function classesOf(kind: WorkKind): KubernetesObject[] {
  const metadata = { name: kind, labels: { [workKindLabel]: kind } };
  const description = `Work of the kind ${kind}`;
  return [
    {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata,
      value: workPriority[kind],
      globalDefault: false,
      // Research takes what is free; it puts nobody off a node.
      preemptionPolicy: kind === "research" ? "Never" : "PreemptLowerPriority",
      description,
    },
    {
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "WorkloadPriorityClass",
      metadata,
      value: workPriority[kind],
      description,
    },
  ];
}
