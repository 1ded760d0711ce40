import { isUnknown } from "../../documents/value";
import { fail, flag, isGiven, judge, oneOf, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Parameters in which AWS publishes its own images. */
const publicParameter = /^\/aws\/service\//;

export const SOV_SUP_04 = policyRule({
  id: "SOV-SUP-04-machine-images",
  title: "machine images come from named owners",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "declarative policy allowed-images",
  references: ["EU CSF SOV-5", "C5:2020 PSS-11"],
  covers: ["CKV_AWS_386"],
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
      const owners = image.list("owners");
      if (owners.length === 0)
        yield fail(image, { message: "it names no owner: any public image with a fitting name is taken" });
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
          : oneOf(copy.list("ebs_block_device.encrypted")[0], ["true"], true);
      yield judge(copy, disks, { message: "the image is not encrypted" });
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
