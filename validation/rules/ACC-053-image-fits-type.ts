import { amiTypeForInstance, amiTypes, type AmiType } from "../../catalog/aws/eks";
import type { InstanceType } from "../../catalog/aws/instance-types";
import { isUnknown } from "../../documents/value";
import { instanceTypesOf, knownTypesOf, launchesOf, type Launch } from "../launches";
import { componentsCalled, componentsOf, settingOf } from "../platform/components";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const imageFitsType: Rule = {
  id: "ACC-053-image-fits-type",
  family: "ACC",
  title: "the node image is of the machine's architecture and drives its accelerators",
  severity: "error",
  reads: "documents",
  cause:
    "An image of the other architecture does not boot, and the provider lets it through. One without the driver boots, " +
    "joins the cluster, and offers no accelerator: the pool costs its full price and no pod ever gets a device.",
  mend: "use the image that EKS publishes for the type, or let the GPU operator install the driver",
  sources: [
    "EKS API, AMITypes; Amazon EKS User Guide, eks-optimized-ami and retrieve-ami-id: which image drives which accelerator",
  ],
  unknownMeans: "The image or the type is a token, the type is not in the catalogue, or the image is one of your own.",
  example: {
    fails: "AL2023_x86_64_STANDARD or AL2023_ARM_64_NVIDIA for p5en.48xlarge",
    passes: "AL2023_x86_64_NVIDIA for p5en.48xlarge",
  },
  *check(subject) {
    const [operator] = componentsCalled(componentsOf(subject), "gpu-operator");
    const driver = operator && settingOf(operator, "driver.enabled");
    const installs = operator === undefined ? false : isUnknown(driver) ? "unknown" : driver !== false;
    for (const launch of subject.documents ? launchesOf(subject.documents) : []) {
      if (launch.group?.type === "aws_eks_node_group") yield judge(launch, installs);
    }
  },
};

function judge(launch: Launch, installsDriver: boolean | "unknown"): Outcome {
  const { about, group } = launch;
  const types = knownTypesOf(launch);
  const given = group?.get("ami_type");
  if (types === undefined) {
    const named = instanceTypesOf(launch);
    return unknown(about, { message: "the instance type is not known", ...(named.length > 0 && { given: named }) });
  }
  if (isUnknown(given)) return unknown(about, { message: "the image type is not known yet" });
  if (given === "CUSTOM" || launch.template?.get("image_id") !== undefined) {
    return unknown(about, { message: "the image is one of your own: what it drives is not known" });
  }
  // EKS takes the standard image of the architecture where none is named.
  const [first] = types;
  const name = given ?? (first.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD");
  const row = amiTypes().find((candidate) => candidate.name === name);
  if (row === undefined) return unknown(about, { message: "the catalogue has no such image type", given: name });
  return (
    types.map((type) => misfit(type, row, about, installsDriver)).find((outcome) => outcome !== undefined) ??
    pass(about)
  );
}

function misfit(
  type: InstanceType,
  image: AmiType,
  about: Launch["about"],
  installsDriver: boolean | "unknown",
): Outcome | undefined {
  const allowed = amiTypes()
    .filter(({ name }) => name === amiTypeForInstance(type) || name === amiTypeForInstance(type, "bottlerocket"))
    .map(({ name }) => name);
  if (image.architecture !== type.architecture) {
    const message = `${image.name} does not boot on ${type.name}, which is ${type.architecture}`;
    return fail(about, { message, given: image.name, allowed });
  }
  const usual = amiTypes().find(({ name }) => name === amiTypeForInstance(type));
  if (usual?.accelerator === undefined || usual.accelerator === image.accelerator) {
    if (image.accelerator === undefined || usual?.accelerator === image.accelerator) return undefined;
    const message = `${image.name} brings a driver for accelerators that ${type.name} does not have`;
    return fail(about, { severity: "warning", message, given: image.name, allowed });
  }
  if (usual.accelerator === "nvidia" && installsDriver === true) return undefined;
  if (usual.accelerator === "nvidia" && installsDriver === "unknown") {
    return unknown(about, { message: "whether the GPU operator installs the driver is not known", given: image.name });
  }
  const message = `${image.name} has no driver for the accelerators of ${type.name}`;
  return fail(about, { message, given: image.name, allowed });
}
