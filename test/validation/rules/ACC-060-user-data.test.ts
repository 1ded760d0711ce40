import { userData } from "../../../validation/rules/ACC-060-user-data";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

const encode = (text: string) => Buffer.from(text).toString("base64");
const mime = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n';
const script = "#!/bin/bash\necho hello\n";

describeRule(userData, {
  passing: () => {
    const input = launch();
    input.template["user_data"] = encode(mime);
    return input;
  },
  stillPasses: {
    "a line break at the end": ({ template }) => (template["user_data"] = `${encode(mime)}\n`),
    "encoded by Terraform": ({ template }) => (template["user_data"] = '${base64encode("MIME-Version: 1.0")}'),
    "settings of Bottlerocket": ({ template, group }) => {
      group["ami_type"] = "BOTTLEROCKET_x86_64_NVIDIA";
      template["user_data"] = encode('[settings.kubernetes]\n"max-pods" = 110\n');
    },
    "a script for an image of one's own": ({ template }) =>
      Object.assign(template, { image_id: "ami-0123456789abcdef0", user_data: encode(script) }),
  },
  mutations: {
    "in clear": { change: ({ template }) => (template["user_data"] = script), finds: /not base64/ },
    "a character too many": ({ template }) => (template["user_data"] = `${encode(mime)}A`),
    "a bare script for EKS's image": {
      change: ({ template }) => (template["user_data"] = encode(script)),
      finds: /MIME parts only for AL2023_x86_64_NVIDIA/,
    },
    "Amazon Linux's form for Bottlerocket": {
      change: ({ group }) => (group["ami_type"] = "BOTTLEROCKET_x86_64_NVIDIA"),
      finds: /reads TOML only/,
    },
  },
  unknown: {
    "user data from a variable": ({ template }) => (template["user_data"] = "${var.user_data}"),
    "an image type from a variable": ({ group }) => (group["ami_type"] = "${var.ami_type}"),
  },
});
