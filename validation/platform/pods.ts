import { readOnce } from "../../documents/read-once";
import type { Documents, KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Unknown, type Value, type ValueObject } from "../../documents/value";
import type { About } from "../rule";

/** A pod as some object will make it, whatever the kind of the object. */
export interface PodTemplate {
  readonly about: About;
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly spec: ValueObject;
  readonly containers: readonly ValueObject[];
}

/** Every pod template in the documents: of Jobs, Deployments, JobSets, Ray clusters, runtimes and whatever else has one. */
export const podTemplatesOf = readOnce((documents: Documents): readonly PodTemplate[] =>
  documents.kubernetesObjects().flatMap((object) => podSpecs(object.object).map((spec) => template(object, spec))),
);

function template(object: KubernetesObject, spec: ValueObject): PodTemplate {
  const containers = [...items(spec["initContainers"]), ...items(spec["containers"])];
  // KServe's predictor is a pod whose first container is called `model`.
  if (isObject(spec["model"])) containers.push(spec["model"]);
  return { about: aboutObject(object), object, namespace: object.namespace ?? "default", spec, containers };
}

/** A pod specification is known by its containers, in whichever kind it stands. */
function podSpecs(value: Value | undefined, depth = 0): readonly ValueObject[] {
  if (depth > 24) return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => podSpecs(item, depth + 1));
  if (!isObject(value)) return [];
  if (items(value["containers"]).length > 0) return [value];
  const { predictor } = value;
  if (isObject(predictor) && isObject(predictor["model"])) return [predictor];
  return Object.values(value).flatMap((item) => podSpecs(item, depth + 1));
}

/** Where an outcome about an object points: the construct that brings it, and the object itself. */
export function aboutObject(object: KubernetesObject): About {
  const { resource, address, file } = object;
  return { path: resource?.constructPath ?? resource?.address ?? file, address };
}

/** How much of each device (`nvidia.com/gpu`) one pod asks for; a part that is not known stands for the whole. */
export function devicesOf({ containers }: PodTemplate): ReadonlyMap<string, number | Unknown> {
  const sums = new Map<string, number | Unknown>();
  for (const container of containers) {
    for (const [name, amount] of devicesOfContainer(container)) {
      const sum = sums.get(name) ?? 0;
      sums.set(name, isUnknown(sum) ? sum : isUnknown(amount) ? amount : sum + amount);
    }
  }
  return sums;
}

/** Kubernetes takes the limit of a device, and a request only where there is a limit as well. */
function devicesOfContainer(container: ValueObject): readonly [string, number | Unknown][] {
  const resources = isObject(container["resources"]) ? container["resources"] : {};
  const read = (key: string) => (isObject(resources[key]) ? Object.entries(resources[key]) : []);
  const amounts = new Map([...read("requests"), ...read("limits")].filter(([name]) => name.includes("/")));
  return [...amounts].flatMap(([name, value]): [string, number | Unknown][] => {
    if (isUnknown(value)) return [[name, value]];
    const amount = Number(value);
    return Number.isNaN(amount) ? [] : [[name, amount]];
  });
}

/** The objects of a list; what is none is left out. */
export function items(value: Value | undefined): readonly ValueObject[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];
}

/** The object at a path of keys, empty where there is none. */
export function at(value: ValueObject, ...keys: readonly string[]): ValueObject {
  let found: Value | undefined = value;
  for (const key of keys) found = isObject(found) ? found[key] : undefined;
  return isObject(found) ? found : {};
}
