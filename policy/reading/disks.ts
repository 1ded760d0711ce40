import type { ProviderConfig, Resource } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import type { PolicySubject } from "../rule";
import { isCustomerKey } from "./keys";
import { all, any, flag, isGiven, oneOf, type Tri } from "./verdicts";

/** What becomes of a volume that says nothing itself: whether the account encrypts it, and with a customer's key. */
export interface VolumeDefault {
  readonly encrypted: Tri;
  readonly key: Tri;
}

interface Machine {
  /** Blocks of the root disk. */
  readonly root: string;
  readonly disks: readonly string[];
  /** Block that names a template, which may bring the root disk. */
  readonly template?: string;
}

const ofOneInstance: Machine = {
  root: "root_block_device",
  disks: ["ebs_block_device"],
  template: "launch_template",
};
/** Types that start machines, with the paths of their disks. */
const machines: Readonly<Record<string, Machine>> = {
  aws_instance: ofOneInstance,
  aws_spot_instance_request: ofOneInstance,
  aws_launch_configuration: { root: "root_block_device", disks: ["ebs_block_device"] },
  aws_spot_fleet_request: {
    root: "launch_specification.root_block_device",
    disks: ["launch_specification.ebs_block_device"],
  },
};
/** Types that start machines from a template only. */
const byTemplate = ["aws_autoscaling_group", "aws_ec2_fleet"];
/** Names of the root disk in the images of AWS. */
const rootNames = ["/dev/xvda", "/dev/sda1"];
/** Attributes by which a provider block chooses the account. */
const accountSettings = [
  "access_key",
  "allowed_account_ids",
  "assume_role",
  "assume_role_with_web_identity",
  "profile",
];

export const machineTypes: readonly string[] = [
  ...Object.keys(machines),
  ...byTemplate,
  "aws_launch_template",
  "aws_batch_compute_environment",
];

/** Whether the written disks are under a key of the customer, and whether the root disk, written or not, is. */
export function disksOf(machine: Resource, subject: PolicySubject): { readonly written: Tri; readonly root: Tri } {
  const unsaid = volumeDefault(machine, subject);
  const unwritten = () => any(all(unsaid.encrypted, unsaid.key), isEncryptedImage(machine), "unknown");
  if (machine.type === "aws_launch_template") {
    const written = disksAt(machine, "block_device_mappings.ebs", unsaid);
    const root = rootMapping(machine);
    return { written, root: root === true ? true : unwritten() };
  }
  if (machine.type === "aws_batch_compute_environment") {
    const isMine = oneOf(machine.get("compute_resources.type"), ["EC2", "SPOT"], false);
    const isElsewhere = any(isMine === false, isTemplateHere(machine, "compute_resources.launch_template"));
    return { written: true, root: isElsewhere === true ? true : unwritten() };
  }
  if (byTemplate.includes(machine.type)) return { written: true, root: isTemplateHere(machine) ? true : unwritten() };
  const { root, disks, template } = machines[machine.type] ?? ofOneInstance;
  const written = all(...[root, ...disks].map((path) => disksAt(machine, path, unsaid)));
  const starts = root.includes(".") ? machine.blocks(root.slice(0, root.lastIndexOf("."))).length : 1;
  const isWritten = machine.blocks(root).length >= starts;
  const fromTemplate = template !== undefined && isTemplateHere(machine, template);
  return { written, root: isWritten || fromTemplate ? true : unwritten() };
}

/** What the account settings of these documents say of volumes in the resource's account and region. */
export function volumeDefault(resource: Resource, { documents, places }: PolicySubject): VolumeDefault {
  const here = (type: string) =>
    documents
      .resources(type)
      .filter(
        (setting) =>
          places.regionOf(setting) === places.regionOf(resource) && isSameAccount(setting.provider, resource.provider),
      );
  // A setting whose count is not known may be none.
  const one = (setting: Resource, answer: Tri) => (setting.repeated ? all(answer, "unknown") : answer);
  const [switches, keys] = [here("aws_ebs_encryption_by_default"), here("aws_ebs_default_kms_key")];
  return {
    encrypted: any(...switches.map((setting) => one(setting, flag(setting.get("enabled"), true)))),
    key: any(...keys.map((setting) => one(setting, isCustomerKey(setting, "key_arn")))),
  };
}

/** The same provider block, or two of which everything that chooses the account is known and equal. */
function isSameAccount(a: ProviderConfig | undefined, b: ProviderConfig | undefined): boolean {
  if (a === b) return true;
  const values = [a, b].map((provider) => accountSettings.map((name) => provider?.get(name)));
  return !values.some((each) => each.some(hasUnknown)) && JSON.stringify(values[0]) === JSON.stringify(values[1]);
}

function hasUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return (value as readonly Value[]).some(hasUnknown);
  return isUnknown(value) || (isObject(value) && Object.values(value).some(hasUnknown));
}

function disksAt(resource: Resource, path: string, unsaid: VolumeDefault): Tri {
  const answers = resource.blocks(path).map((disk): Tri => {
    // The key of one disk is followed at the path of all of them: keys of disks do not differ in custody.
    const custody = isGiven(disk.get("kms_key_id")) ? isCustomerKey(resource, `${path}.kms_key_id`) : unsaid.key;
    return all(flag(disk.get("encrypted"), unsaid.encrypted), custody);
  });
  return all(...answers);
}

/** Whether a template writes the root disk; not known where the name of a disk is not, unless it is the image's. */
function rootMapping(template: Resource): Tri {
  const mappings = template.blocks("block_device_mappings").filter((mapping) => mapping.blocks("ebs").length > 0);
  const isOfImage = template
    .references("block_device_mappings")
    .some(({ attribute }) => attribute.startsWith("root_device_name"));
  return any(
    ...mappings.map((mapping): Tri => {
      const answer = oneOf(mapping.get("device_name"), rootNames, false);
      return answer === "unknown" && isOfImage ? true : answer;
    }),
  );
}

/** Whether the image is a copy that these documents encrypt: its disks keep the copy's key. */
function isEncryptedImage(machine: Resource): Tri {
  const image = machine.target("ami") ?? machine.target("image_id");
  if (image?.type !== "aws_ami_copy") return false;
  return all(flag(image.get("encrypted"), false), isCustomerKey(image, "kms_key_id"));
}

/** Whether it takes its disks from a template of these documents, which is judged itself. */
export function isTemplateHere(machine: Resource, path?: string): boolean {
  return machine
    .targets(path)
    .some(({ mode, type }) => mode === "managed" && /^aws_launch_(template|configuration)$/.test(type));
}
