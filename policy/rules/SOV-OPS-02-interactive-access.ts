import { isObject } from "../../documents/value";
import { all, fail, flag, isGiven, judge, not, oneOf, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools for nodes that anyone reaches by SSH. */
const remote = ["CKV_AWS_100"];

export const SOV_OPS_02 = policyRule({
  id: "SOV-OPS-02-interactive-access",
  title: "people get onto machines by recorded sessions only",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP interactive-access",
  references: ["SecNumCloud 3.2 9.6.f", "SecNumCloud 3.2 12.12", "C5:2020 COS-05"],
  covers: [...remote, "CKV_AWS_223"],
  cause: "A key pair lets someone in whom no directory knows, and leaves no record inside the boundary.",
  mend: "remove key pairs and remote_access; use Session Manager with its log in a bucket of the boundary",
  example: {
    fails: "`key_name` on a launch template",
    passes: "a node group without remote_access",
    evades: "`remote_access` on a node group, which opens port 22 by itself",
  },
  *check({ documents }) {
    for (const machine of documents.resources(
      "aws_instance",
      "aws_launch_template",
      "aws_launch_configuration",
      "aws_spot_instance_request",
    )) {
      yield judge(machine, !isGiven(machine.get("key_name")), {
        message: "an SSH key pair lets people in",
        given: machine.get("key_name"),
      });
    }
    for (const key of documents.resources("aws_key_pair"))
      yield fail(key, { message: "an SSH key pair lets people in without a record" });
    for (const group of documents.resources("aws_eks_node_group")) {
      const access = group.get("remote_access");
      const toEveryone =
        isGiven(group.get("remote_access.ec2_ssh_key")) &&
        !isGiven(group.get("remote_access.source_security_group_ids"));
      yield judge(group, !isGiven(access), {
        message: "its nodes are reached by SSH",
        covers: toEveryone ? remote : [],
      });
    }
    for (const cluster of documents.resources("aws_ecs_cluster")) {
      const log = oneOf(
        cluster.get("configuration.execute_command_configuration.logging"),
        ["OVERRIDE", "DEFAULT"],
        true,
      );
      yield judge(cluster, log, { message: "commands in its containers are not recorded", covers: ["CKV_AWS_223"] });
    }
    for (const document of documents.resources("aws_ssm_document")) {
      const content = document.json("content");
      if (document.get("document_type") !== "Session" || !isObject(content) || !isObject(content["inputs"])) {
        yield pass(document);
        continue;
      }
      const { s3BucketName, s3EncryptionEnabled, cloudWatchLogGroupName, cloudWatchEncryptionEnabled, kmsKeyId } =
        content["inputs"];
      const logged = all(
        isGiven(s3BucketName) || isGiven(cloudWatchLogGroupName),
        isGiven(kmsKeyId),
        isGiven(s3BucketName) ? flag(s3EncryptionEnabled, true) : flag(cloudWatchEncryptionEnabled, true),
      );
      yield judge(document, logged, {
        message: "sessions are not recorded, or not encrypted with a key of the customer",
      });
    }
    for (const access of documents.resources("aws_ec2_serial_console_access")) {
      yield judge(access, not(flag(access.get("enabled"), true)), {
        message: "the serial console lets people past the network",
      });
    }
  },
});
