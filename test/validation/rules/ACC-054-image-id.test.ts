import { imageId } from "../../../validation/rules/ACC-054-image-id";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(imageId, {
  passing: () => {
    const input = launch();
    input.template["image_id"] = "ami-0123456789abcdef0";
    delete input.group["ami_type"];
    return input;
  },
  stillPasses: {
    "said to be of one's own": ({ group }) => (group["ami_type"] = "CUSTOM"),
    "a parameter that EC2 resolves": ({ template }) => (template["image_id"] = "resolve:ssm:/golden/gpu"),
    "an instance with an image": ({ resource }) =>
      (resource["aws_instance"] = { one: { ami: "ami-0123abcd", instance_type: "m7i.large" } }),
  },
  mutations: {
    "a name": { change: ({ template }) => (template["image_id"] = "al2023-nvidia"), finds: /not the id of an image/ },
    "one digit short": ({ template }) => (template["image_id"] = "ami-0123456789abcdef"),
    "an instance with a name": ({ resource }) => (resource["aws_instance"] = { one: { ami: "ubuntu" } }),
    "a type beside it": {
      change: ({ group }) => (group["ami_type"] = "AL2023_x86_64_NVIDIA"),
      finds: /states ami_type beside an image/,
    },
    "a version beside it": ({ group }) => (group["version"] = "1.34"),
    "a release beside an image that is not known": ({ group, template }) => {
      template["image_id"] = "${data.aws_ami.gpu.id}";
      group["release_version"] = "1.34.0-20261101";
    },
  },
  unknown: {
    "an image from a data source": ({ template }) => (template["image_id"] = "${data.aws_ami.gpu.id}"),
    "a version from a variable": ({ group }) => (group["version"] = "${var.version}"),
  },
});

describe("ACC-054 without an image of one's own", () => {
  it("has nothing to judge", () => {
    expect(check(imageId, launch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
