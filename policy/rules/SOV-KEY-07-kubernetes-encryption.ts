import { isObject } from "../../documents/value";
import { isTemplateHere, volumeDefault } from "../reading/disks";
import { isCustomerKey } from "../reading/keys";
import { listOf } from "../reading/pods";
import { all, flag, isGiven, judge, oneOf, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools for the secrets of a cluster. */
const secrets = ["CKV_AWS_58", "AWS-0039", "63ebcb19-2739-4d3f-aa5c-e8bbb9b85281"];

export const SOV_KEY_07 = policyRule({
  id: "SOV-KEY-07-kubernetes-encryption",
  title: "secrets, node disks and volumes of Kubernetes are encrypted with a key of the customer",
  weight: "high",
  stages: ["synth", "plan", "deploy", "runtime"],
  guardrail: "VAP storage-classes",
  references: ["SecNumCloud 3.2 10.1"],
  covers: secrets,
  cause: "Secrets lie in the control plane, models on the nodes' disks: both are data at rest.",
  mend: "name a key in encryption_config, in the disks of the nodes and in every StorageClass",
  example: {
    fails: "`aws_eks_cluster` without `encryption_config`",
    passes: "the same with a customer key for secrets",
    evades: "a StorageClass of EBS that says `encrypted: true` and names no key",
  },
  *check(subject) {
    const { documents } = subject;
    for (const cluster of documents.resources("aws_eks_cluster")) {
      const encrypted = oneOf(cluster.list("encryption_config.resources")[0], ["secrets"], false);
      yield judge(cluster, all(encrypted, isCustomerKey(cluster, "encryption_config.provider.key_arn")), {
        message: "the secrets of the cluster are not encrypted with a key of the customer",
        given: cluster.get("encryption_config") === undefined ? "no encryption_config" : undefined,
        covers: secrets,
      });
    }
    for (const group of documents.resources("aws_eks_node_group")) {
      // A template of these documents is judged itself.
      if (isTemplateHere(group, "launch_template")) yield pass(group);
      else if (isGiven(group.get("launch_template")))
        yield open(group, {
          message: "the launch template that says how its disks are encrypted is in no document",
          dischargedBy: "deploy",
        });
      else {
        const { encrypted, key } = volumeDefault(group, subject);
        yield judge(group, all(encrypted, key), {
          message: "it has no launch template, so its disks are under the account's default key, which AWS owns",
        });
      }
    }
    for (const object of documents.kubernetesObjects("StorageClass")) {
      const { provisioner, parameters } = object.object;
      if (
        provisioner !== "ebs.csi.aws.com" &&
        provisioner !== "kubernetes.io/aws-ebs" &&
        provisioner !== "ebs.csi.eks.amazonaws.com"
      ) {
        yield pass(object);
        continue;
      }
      const settings = isObject(parameters) ? parameters : {};
      yield judge(object, all(flag(settings["encrypted"], false), flag(isGiven(settings["kmsKeyId"]), false)), {
        message: "its volumes are not encrypted with a key of the customer",
        given: settings["kmsKeyId"] ?? "no kmsKeyId",
      });
    }
    for (const object of documents.kubernetesObjects("EC2NodeClass")) {
      const spec = isObject(object.object["spec"]) ? object.object["spec"] : {};
      const disks = listOf(spec["blockDeviceMappings"]).flatMap((disk) =>
        isObject(disk) && isObject(disk["ebs"]) ? [disk["ebs"]] : [],
      );
      const answers = disks.map((disk) => all(flag(disk["encrypted"], false), isGiven(disk["kmsKeyID"])));
      yield judge(object, disks.length > 0 && all(...answers), {
        message: "the disks of its nodes are not encrypted with a key of the customer",
        given: disks.length === 0 ? "no blockDeviceMappings" : undefined,
      });
    }
  },
});
