import { isUnknown, type Value } from "../../documents/value";
import { launchesOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const imageId: Rule = {
  id: "ACC-054-image-id",
  family: "ACC",
  title: "an image of one's own is named by its id, and alone",
  severity: "error",
  reads: "documents",
  cause:
    "A name or ARN is no image: Terraform takes it, EC2 refuses every launch. Beside an image of one's own EKS refuses " +
    "ami_type, version and release_version of the node group, since the image decides all three.",
  mend: "take the id from `aws ec2 describe-images`, and leave ami_type, version and release_version out",
  sources: [
    "Amazon EC2 API Reference, RunInstances: ImageId",
    "Amazon EKS User Guide, launch-templates.md: specifying an AMI",
  ],
  unknownMeans: "The image's id comes from a variable, parameter or data source; the plan decides.",
  example: {
    fails: "image_id = al2023-nvidia, or image_id beside ami_type = AL2023_x86_64_NVIDIA",
    passes: "image_id = ami-0123456789abcdef0 and ami_type left out or CUSTOM",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const image = launch.template?.get("image_id") ?? launch.group?.get("ami");
      if (image !== undefined && image !== null && image !== "") yield judge(launch, image);
    }
  },
};

/** The second form is a public parameter that EC2 resolves at launch. */
const forms = [/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/, /^resolve:ssm:.+/];

function judge({ about, group }: Launch, image: Value): Outcome {
  if (!isUnknown(image) && !forms.some((form) => form.test(shown(image)))) {
    return fail(about, {
      message: "this is not the id of an image",
      given: image,
      allowed: "ami- and 17 or 8 hexadecimal digits, or resolve:ssm:<parameter>",
    });
  }
  const managed = group?.type === "aws_eks_node_group";
  const beside = ["ami_type", "version", "release_version"].flatMap((name) => {
    const value = managed ? group.get(name) : undefined;
    const isLeftOut =
      value === undefined || value === null || value === "" || (name === "ami_type" && value === "CUSTOM");
    return isLeftOut ? [] : [{ name, value }];
  });
  const [known] = beside.filter(({ value }) => !isUnknown(value));
  if (known) {
    return fail(about, {
      message: `the node group states ${known.name} beside an image of its own, which EKS refuses`,
      given: beside.map(({ name, value }) => `${name} = ${shown(value)}`),
      allowed: "image_id alone, ami_type CUSTOM at most",
    });
  }
  if (isUnknown(image) || beside.length > 0)
    return unknown(about, { message: "the image of the launch is not known yet" });
  return pass(about);
}
