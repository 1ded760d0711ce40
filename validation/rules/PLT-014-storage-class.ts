import type { Documents, KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import { componentsCalled, componentsOf, type Component } from "../platform/components";
import { aboutObject, at, items } from "../platform/pods";
import { fail, pass, unknown, type About, type Outcome, type Rule } from "../rule";

/** Components that serve a provisioner of storage classes. */
const drivers: Readonly<Record<string, readonly string[]>> = {
  "ebs.csi.aws.com": ["aws-ebs-csi-driver"],
  "efs.csi.aws.com": ["aws-efs-csi-driver"],
  "fsx.csi.aws.com": ["aws-fsx-csi-driver"],
  "s3.csi.aws.com": ["mountpoint-s3-csi", "aws-mountpoint-s3-csi-driver"],
};

/** Classes that EKS makes by itself; neither is the default on 1.30 and later. */
const builtIn = ["gp2"];

const defaultLabel = "storageclass.kubernetes.io/is-default-class";

interface Claim {
  readonly about: About;
  readonly name: Value | undefined;
}

export const storageClass: Rule = {
  id: "PLT-014-storage-class",
  family: "PLT",
  title: "volumes are claimed from storage classes that exist, and their drivers are installed",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "A claim that names no class gets the default one, and EKS clusters of 1.30 and later have none: Prometheus, MLflow " +
    "and notebooks stay Pending without a reason in their own logs. A class whose driver is not installed provisions nothing.",
  mend: "name a class that the factory makes, or make one of them the default",
  sources: [
    "Amazon EKS User Guide: from Kubernetes 1.30 on, the gp2 class is not annotated as default",
    "Kubernetes documentation, storage classes: a claim without a class waits for a default class",
  ],
  unknownMeans: "The class is a token, or the storage classes are not among the documents.",
  example: {
    fails: "kube-prometheus-stack with a storageSpec that names no class, on EKS 1.35 without a default class",
    passes: "the same with storageClassName: gp3, a class that the platform makes",
  },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const components = componentsOf(subject);
    const classes = documents.kubernetesObjects("StorageClass");
    for (const object of classes) yield served(object, components, documents);
    const claims = [
      ...documents.kubernetesObjects().flatMap(claimsOf),
      ...components.flatMap((component) =>
        component.release ? claimsInValues(component.values, component.about) : [],
      ),
    ];
    for (const claim of claims) yield judge(claim, classes, documents);
  },
};

function judge({ about, name }: Claim, classes: readonly KubernetesObject[], documents: Documents): Outcome {
  if (isUnknown(name)) return unknown(about, { message: "the storage class is not known yet" });
  // An empty name asks for a volume that is there already.
  if (name === "" || name === "-") return pass(about);
  const names = classes.map((object) => object.name ?? "");
  const seesCluster = documents.resources("aws_eks_cluster").length > 0;
  if (name !== undefined && name !== null) {
    if (names.includes(String(name)) || builtIn.includes(String(name))) return pass(about);
    if (classes.length === 0 && !seesCluster)
      return unknown(about, { message: "the storage classes are not among the documents" });
    return fail(about, { message: "there is no such storage class", given: name, allowed: [...names, ...builtIn] });
  }
  if (classes.some(isDefault)) return pass(about);
  if (!seesCluster) return unknown(about, { message: "whether the cluster has a default storage class is not known" });
  return fail(about, {
    message: "a volume is claimed from the default storage class, and the cluster has none",
    given: "no class",
    allowed: names.length > 0 ? names : "a class that the platform makes",
    fix: "name a class, or annotate one as the default",
  });
}

export function isDefault({ annotations }: KubernetesObject): boolean {
  return String(annotations[defaultLabel]) === "true";
}

function served(object: KubernetesObject, components: readonly Component[], documents: Documents): Outcome {
  const about = aboutObject(object);
  const provisioner = object.object["provisioner"];
  if (isUnknown(provisioner)) return unknown(about, { message: "the provisioner is not known yet" });
  const owners = drivers[String(provisioner)];
  if (owners === undefined) return pass(about);
  if (componentsCalled(components, ...owners).length > 0) return pass(about);
  if (documents.resources("aws_eks_cluster").length === 0) {
    return unknown(about, { message: `whether a driver serves ${String(provisioner)} is not known` });
  }
  return fail(about, {
    message: `no driver serves class '${object.name}'`,
    given: provisioner,
    allowed: `with ${owners[0]}`,
  });
}

function claimsOf(object: KubernetesObject): readonly Claim[] {
  const about = aboutObject(object);
  const spec = at(object.object, "spec");
  if (object.kind === "PersistentVolumeClaim")
    return spec["volumeName"] !== undefined ? [] : [{ about, name: spec["storageClassName"] }];
  return items(spec["volumeClaimTemplates"]).map((template) => ({
    about,
    name: at(template, "spec")["storageClassName"],
  }));
}

/** Volume claims in a chart's values: `volumeClaimTemplate.spec`, and `persistence` parts that are switched on. */
function claimsInValues(value: Value | undefined, about: About, depth = 0): readonly Claim[] {
  if (depth > 12 || !isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]): readonly Claim[] => {
    if (!isObject(item)) return [];
    if (/^volumeClaimTemplate$/i.test(key)) return [{ about, name: at(item, "spec")["storageClassName"] }];
    if (/^persistence$/i.test(key) && item["enabled"] === true && item["existingClaim"] === undefined) {
      return [{ about, name: classIn(item) }];
    }
    return claimsInValues(item, about, depth + 1);
  });
}

function classIn(part: ValueObject): Value | undefined {
  return part["storageClassName"] ?? part["storageClass"];
}
