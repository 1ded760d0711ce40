import { isObject, isUnknown, type Value } from "../../documents/value";
import { all, judge, numberOf, oneOf, pass, type Tri } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools for metadata without a token, by type. */
const tokens = {
  aws_instance: ["CKV_AWS_79", "AWS-0028"],
  aws_launch_configuration: ["CKV_AWS_79", "AWS-0130"],
  aws_launch_template: ["CKV_AWS_79", "AWS-0130"],
};
const machines = ["aws_launch_template", "aws_instance", "aws_launch_configuration"] as const;

export const SOV_OPS_03 = policyRule({
  id: "SOV-OPS-03-instance-metadata",
  title: "instance metadata needs a token and stays on the node",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "declarative policy EC2 instance metadata",
  references: ["CT.EC2.PR.1", "CT.EC2.PR.2"],
  covers: [...Object.values(tokens).flat(), "CKV_AWS_341"],
  cause: "Whoever reaches the metadata from a pod has the node's role.",
  mend: 'set http_tokens = "required" and http_put_response_hop_limit = 1; give pods their own identities',
  example: {
    fails: "a launch template without metadata_options",
    passes: '`http_tokens = "required"` with a hop limit of 1',
    evades: "an EC2NodeClass of Karpenter with `httpTokens: optional`",
  },
  *check({ documents }) {
    for (const type of machines) {
      for (const machine of documents.resources(type)) {
        if (oneOf(machine.get("metadata_options.http_endpoint"), ["disabled"], false) === true) {
          yield pass(machine);
          continue;
        }
        const given = machine.get("metadata_options") ?? "no metadata_options";
        yield judge(machine, oneOf(machine.get("metadata_options.http_tokens"), ["required"], false), {
          message: "its metadata is reached without a token",
          given,
          covers: tokens[type],
        });
        yield judge(machine, hops(machine.get("metadata_options.http_put_response_hop_limit"), 1), {
          message: "its metadata is reached from pods",
          given,
          covers: type === "aws_instance" ? [] : ["CKV_AWS_341"],
        });
      }
    }
    for (const defaults of documents.resources("aws_ec2_instance_metadata_defaults")) {
      yield judge(defaults, oneOf(defaults.get("http_tokens"), ["required"], false), {
        message: "the account's default needs no token",
      });
    }
    for (const object of documents.kubernetesObjects("EC2NodeClass")) {
      const spec = isObject(object.object["spec"]) ? object.object["spec"] : {};
      const options = isObject(spec["metadataOptions"]) ? spec["metadataOptions"] : {};
      const answer = all(oneOf(options["httpTokens"], ["required"], true), hops(options["httpPutResponseHopLimit"], 1));
      yield judge(object, answer, {
        message: "its nodes' metadata is reached without a token, or from pods",
        given: spec["metadataOptions"],
      });
    }
  },
});

function hops(value: Value | undefined, absent: number): Tri {
  return isUnknown(value) ? "unknown" : (numberOf(value) ?? absent) <= 1;
}
