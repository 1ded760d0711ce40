import { isUnknown, type Value } from "../../documents/value";
import { launchesOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const userData: Rule = {
  id: "ACC-060-user-data",
  family: "ACC",
  title: "a launch template's user data is base64, and of the form that the node's image reads",
  severity: "error",
  reads: "documents",
  cause:
    "EC2 refuses user data that is not base64. What EKS's own images are given must be MIME parts (Amazon Linux) or TOML " +
    "(Bottlerocket): a bare script is refused or not read, the node boots without its settings, or never joins.",
  mend: "encode it with base64encode; wrap scripts in MIME multipart, or write a NodeConfig part",
  sources: [
    "Amazon EC2 API Reference, CreateLaunchTemplate: UserData is base64-encoded",
    "Amazon EKS User Guide, launch-templates.md: MIME multi-part for Amazon Linux, TOML for Bottlerocket",
  ],
  unknownMeans: "The text is made of values that are not known yet; the plan decides.",
  example: {
    fails: 'user_data = "#!/bin/bash …" in clear, or the same in base64 on an AL2023 node group',
    passes: "base64 of a MIME multipart document",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const data = launch.template?.get("user_data");
      if (data !== undefined && data !== null && data !== "") yield judge(launch, data);
    }
  },
};

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function judge({ about, group, template }: Launch, data: Value): Outcome {
  if (isUnknown(data)) return unknown(about, { message: "the user data is not known yet" });
  const text = shown(data).replace(/\s+$/, "");
  if (!base64.test(text)) {
    return fail(about, { message: "the user data is not base64", given: excerpt(text), allowed: "base64encode(…)" });
  }
  const plain = Buffer.from(text, "base64").toString("utf8");
  const own = template?.get("image_id");
  const type = group?.type === "aws_eks_node_group" && (own === undefined || own === null) ? group.get("ami_type") : "";
  if (isUnknown(type)) return unknown(about, { message: "the image of the node group is not known yet" });
  const isMime = /^(MIME-Version|Content-Type): /i.test(plain);
  if (shown(type).startsWith("BOTTLEROCKET") && (isMime || plain.startsWith("#!"))) {
    return fail(about, {
      message: "the image is a Bottlerocket, which reads TOML only",
      given: excerpt(plain),
      allowed: "[settings.kubernetes] …",
    });
  }
  if (shown(type).startsWith("AL2") && !isMime) {
    return fail(about, {
      message: `EKS takes MIME parts only for ${shown(type)}`,
      given: excerpt(plain),
      allowed: "MIME-Version: 1.0, Content-Type: multipart/mixed; …",
    });
  }
  return pass(about);
}

function excerpt(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
