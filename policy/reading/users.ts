import type { Documents, KubernetesObject, Resource } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";

/** Something that names images or settings of workloads: an object, a chart's values, a task definition. */
export interface Holder {
  readonly thing: Resource | KubernetesObject;
  readonly value: Value;
  /** Whether it is a chart, which brings what its values do not say. */
  readonly chart: boolean;
}

/** Attributes of AWS types that name images or environments. */
const awsHolders: Readonly<Record<string, readonly string[]>> = {
  aws_apprunner_service: ["source_configuration"],
  aws_batch_job_definition: ["container_properties", "node_properties", "eks_properties", "ecs_properties"],
  aws_codebuild_project: ["environment"],
  aws_ecs_task_definition: ["container_definitions"],
  aws_lambda_function: ["image_uri", "environment"],
  aws_sagemaker_app_image_config: ["kernel_gateway_image_config"],
  aws_sagemaker_image_version: ["base_image"],
  aws_sagemaker_model: ["primary_container", "container"],
};

/** Everything that names images or settings of workloads. Add-ons bring images of their own region. */
export function workloadHolders(documents: Documents): readonly Holder[] {
  const aws = Object.entries(awsHolders).flatMap(([type, paths]) =>
    documents.resources(type).flatMap((thing) =>
      paths.flatMap((path) => {
        const value = thing.json(path) ?? thing.get(path);
        return value === undefined ? [] : [{ thing, value: { [path]: value } as Value, chart: false }];
      }),
    ),
  );
  const addons = documents.resources("aws_eks_addon").flatMap((thing) => {
    const value = thing.json("configuration_values");
    return isObject(value) ? [{ thing, value, chart: false }] : [];
  });
  const objects = documents.kubernetesObjects().map((thing) => ({ thing, value: thing.object, chart: false }));
  // A chart that only carries manifests is judged by its objects.
  const carriers = new Set(documents.kubernetesObjects().flatMap(({ resource }) => resource ?? []));
  const charts = documents
    .helmReleases()
    .filter(({ resource }) => !carriers.has(resource))
    .map(({ resource, values }) => ({ thing: resource, value: values, chart: true }));
  return [...aws, ...addons, ...objects, ...charts];
}
