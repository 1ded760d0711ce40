import type { Block, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { all, fail, flag, isGiven, judge, oneOf, open, pass, textsOf, type Tri } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Parameters in which AWS publishes its own images. */
const publicParameter = /^\/aws\/service\//;

/** Checks of other tools for images without an owner: of any name, and of a name with a wildcard. */
const noOwner = ["AWS-0344"];
const noOwnerOfMany = [...noOwner, "CKV_AWS_386", "f317c3c2-58e5-4aa7-bb8e-3a7f6bcd274a"];
/** Checks of other tools for images that are not encrypted, by type. */
const plainImage: Readonly<Record<string, readonly string[]>> = {
  aws_ami: ["CKV_AWS_204"],
  aws_ami_copy: ["CKV_AWS_235"],
};

export const SOV_SUP_04 = policyRule({
  id: "SOV-SUP-04-machine-images",
  title: "machine images come from named owners",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "declarative policy allowed-images",
  references: ["EU CSF SOV-5", "C5:2020 PSS-11"],
  covers: [...noOwnerOfMany, ...Object.values(plainImage).flat()],
  cause: "Without an owner, the newest image with a fitting name wins, and anyone can publish one.",
  mend: "name the owner, and list it under `imageOwners` of the boundary",
  example: {
    fails: "`data.aws_ami` with `most_recent = true` and no owner",
    passes: 'the same with `owners = ["amazon"]`',
    evades: '`owners = ["*"]`, or an account that the boundary does not list',
  },
  *check({ documents, boundary }) {
    const { imageOwners, accounts } = boundary.data;
    for (const image of documents.dataSources("aws_ami", "aws_ami_ids")) {
      const owners = ownersOf(image);
      if (owners.length === 0 && isById(image))
        yield open(image, { message: "whose image it is is in no document", dischargedBy: "deploy" });
      else if (owners.length === 0)
        yield fail(image, {
          message: "it names no owner: any public image with a fitting name is taken",
          covers: hasOpenName(image) ? noOwnerOfMany : noOwner,
        });
      for (const owner of owners) {
        if (isUnknown(owner)) yield open(image, { message: "its owner is not known yet", given: owner });
        else {
          const listed = imageOwners.includes(String(owner as string)) || accounts.includes(String(owner as string));
          yield judge(image, listed, {
            message: `its owner ${String(owner as string)} is not among the boundary's`,
            given: owner,
            allowed: imageOwners,
          });
        }
      }
    }
    for (const parameter of documents.dataSources("aws_ssm_parameter")) {
      const name = parameter.get("name");
      if (typeof name !== "string" || !publicParameter.test(name)) yield pass(parameter);
      else
        yield judge(parameter, imageOwners.includes("amazon"), {
          message: "it names an image that AWS publishes",
          given: name,
          allowed: imageOwners,
        });
    }
    for (const copy of documents.resources("aws_ami_copy", "aws_ami")) {
      const disks =
        copy.type === "aws_ami_copy"
          ? flag(copy.get("encrypted"), false)
          : all(...copy.blocks("ebs_block_device").map((disk) => isEncrypted(disk)));
      yield judge(copy, disks, { message: "the image is not encrypted", covers: plainImage[copy.type] ?? [] });
    }
    for (const settings of documents.resources("aws_ec2_allowed_images_settings")) {
      yield judge(settings, oneOf(settings.get("state"), ["enabled"], false), {
        message: "the list of allowed images is not enforced",
        given: settings.get("state"),
      });
    }
    for (const template of documents.resources("aws_launch_template", "aws_instance")) {
      const id = template.get("image_id") ?? template.get("ami");
      if (!isGiven(id) || isUnknown(id)) yield pass(template);
      else if (String(id as string).startsWith("resolve:ssm:")) {
        yield judge(template, imageOwners.includes("amazon") || !/\/aws\/service\//.test(String(id as string)), {
          message: "it starts an image that AWS publishes",
          given: id,
        });
      } else
        yield open(template, { message: "whose image it starts is in no document", given: id, dischargedBy: "deploy" });
    }
  },
});

/** A disk of an image takes what its snapshot has, unless it says so itself. */
function isEncrypted(disk: Block): Tri {
  return flag(disk.get("encrypted"), isGiven(disk.get("snapshot_id")));
}

/** Who made the image, as it is asked for: by \`owners\` or by a filter. */
function ownersOf(image: Resource): readonly Value[] {
  const filters = image
    .blocks("filter")
    .filter((filter) => /^owner-(id|alias)$/.test(String(filter.get("name") as string)));
  return [...image.list("owners"), ...filters.flatMap((filter) => filter.list("values"))];
}

/** Whether it asks for one image by its id, which nobody else can take. */
function isById(image: Resource): boolean {
  const ids = image.blocks("filter").filter((filter) => filter.get("name") === "image-id");
  return ids.length > 0 && ids.every((filter) => textsOf(filter.list("values")).texts.every((id) => !/[*?]/.test(id)));
}

/** Whether it looks for a name with a wildcard. */
function hasOpenName(image: Resource): boolean {
  return image
    .blocks("filter")
    .filter((filter) => filter.get("name") === "name")
    .some((filter) => filter.list("values").some((value) => typeof value === "string" && /[*?]/.test(value)));
}
