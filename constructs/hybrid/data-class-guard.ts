import type { KubernetesObject } from "../contracts";
import { dataClassLabel, type DataClass } from "./data-classes";

const name = "burst-data-class";
const queueLabel = "kueue.x-k8s.io/queue-name";

/**
 * Asks every job that is submitted to a burst queue for the class of its data, and refuses what may not leave. The API
 * server itself asks, so that no queue, operator or user gets around it.
 */
export function dataClassGuard(dataClasses: readonly DataClass[]): KubernetesObject[] {
  const free = dataClasses.filter(({ mayLeave }) => mayLeave).map((each) => each.name);
  const labels = "object.metadata.labels";
  const queue = `${labels}['${queueLabel}']`;
  const dataClass = `${labels}['${dataClassLabel}']`;
  const list = free.map((each) => `'${each}'`).join(", ");
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: { resourceRules: jobRules },
        matchConditions: [
          {
            name: "is-a-burst",
            expression: `has(${labels}) && '${queueLabel}' in ${labels} && ${queue}.startsWith('burst-')`,
          },
        ],
        validations: [
          {
            expression: `'${dataClassLabel}' in ${labels} && ${dataClass} in [${list}]`,
            message: `a job that leaves the site needs the label ${dataClassLabel} with one of: ${free.join(", ")}`,
            reason: "Forbidden",
          },
        ],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}

/** The kinds of jobs that Kueue is set up for. */
const jobRules = [
  ["batch", ["v1"], "jobs"],
  ["jobset.x-k8s.io", ["*"], "jobsets"],
  ["trainer.kubeflow.org", ["*"], "trainjobs"],
  ["ray.io", ["*"], "rayjobs"],
  ["ray.io", ["*"], "rayclusters"],
].map(([group, apiVersions, resource]) => ({
  apiGroups: [group],
  apiVersions,
  operations: ["CREATE", "UPDATE"],
  resources: [resource],
}));
