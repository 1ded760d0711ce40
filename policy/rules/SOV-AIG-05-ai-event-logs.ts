import { any, flag, isGiven, judge, open } from "../reading/verdicts";
import { policyRule } from "../rule";

const users = [
  "aws_bedrockagent_agent",
  "aws_bedrock_provisioned_model_throughput",
  "aws_bedrock_custom_model",
  "aws_bedrock_inference_profile",
] as const;

export const SOV_AIG_05 = policyRule({
  id: "SOV-AIG-05-ai-event-logs",
  title: "AI systems keep a log of their events",
  weight: "high",
  stages: ["synth", "plan", "runtime"],
  guardrail: "log collector of the platform",
  references: ["AI Act 12", "AI Act 19", "AI Act 26(6)", "EU CSF SOV-3"],
  cause: "Who asked which model what, and which data made which model, can only be shown from a log of that time.",
  mend: "configure the invocation log with a destination inside; collect access logs of gateways and lineage of jobs",
  example: {
    fails: "a Bedrock agent, and no `aws_bedrock_model_invocation_logging_configuration`",
    passes: "the same with the configuration and a log group",
    evades: "the configuration with text, image and embedding delivery all switched off",
  },
  *check({ documents }) {
    const logging = documents.resources("aws_bedrock_model_invocation_logging_configuration");
    for (const user of documents.resources(...users))
      yield judge(user, logging.length > 0, { message: "calls of its model are not logged" });
    for (const config of logging) {
      const delivers = [
        "text_data_delivery_enabled",
        "image_data_delivery_enabled",
        "embedding_data_delivery_enabled",
      ].map((name) => flag(config.get(`logging_config.${name}`), true));
      yield judge(config, any(...delivers), { message: "it is configured and delivers nothing" });
      const target =
        isGiven(config.get("logging_config.s3_config")) || isGiven(config.get("logging_config.cloudwatch_config"));
      yield judge(config, target, { message: "it names no destination" });
    }
    for (const object of documents.kubernetesObjects("InferenceService", "RayService", "NIMService")) {
      yield open(object, { message: "whether its requests are logged shows at run time", dischargedBy: "runtime" });
    }
  },
});
