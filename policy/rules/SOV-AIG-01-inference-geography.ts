import { findRegion } from "../../catalog/aws/regions";
import type { Boundary } from "../boundary";
import type { PlacedText } from "../locations/texts";
import { textsIn } from "../locations/texts";
import { fail, isGiven, judge, open, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** `eu.anthropic.claude-…`: an inference profile that spreads requests over a geography. */
const profile =
  /(?<![\w.-])(global|us-gov|us|eu|apac|jp|au|ca|in|kr)\.(anthropic|amazon|meta|mistral|cohere|deepseek|ai21|stability|twelvelabs|qwen|openai|writer|luma)\.[\w:.-]+/g;

/** Where models are named: the id itself, or variables of a function or container. */
const modelPath = /model|inference_profile|environment|container_definitions|(^|\.)env(\.|$)/i;

export const SOV_AIG_01 = policyRule({
  id: "SOV-AIG-01-inference-geography",
  title: "managed inference stays inside the boundary",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  waivable: false,
  guardrail: "SCP bedrock-cross-region-inference",
  references: ["EU CSF SOV-3", "aws-samples, SCP for Bedrock cross-region inference"],
  cause:
    "A cross-region profile sends the prompt to any region of its geography; a global one arrives with no region at all.",
  mend: "name the model itself in the region, or a profile whose geography lies inside",
  example: {
    fails: "`global.anthropic.claude-sonnet-4-5-20250929-v1:0` in the environment of a function",
    passes: "a model id without a geography",
    evades: "`cross_region_config` of a guardrail",
  },
  *check({ documents, boundary, places }) {
    for (const resource of documents.resources()) {
      yield* judgeTexts(resource, places.texts(resource), boundary);
      for (const { path, value } of places.openTexts(resource)) {
        if (modelPath.test(path))
          yield open(resource, { message: `${path} is not known yet: it may name a model`, given: value });
      }
    }
    for (const object of documents.kubernetesObjects()) {
      if (object.resource === undefined) yield* judgeTexts(object, textsIn(object.object), boundary);
    }
    for (const guardrail of documents.resources("aws_bedrock_guardrail")) {
      const given = guardrail.get("cross_region_config.guardrail_profile_identifier");
      if (!isGiven(given)) yield pass(guardrail);
      else {
        const geography = /(?:^|\/)([a-z-]+)\.guardrail/.exec(String(given as string))?.[1];
        const inside = geography !== undefined && geographyInside(geography, boundary);
        yield judge(
          guardrail,
          inside ? true : geography === undefined && typeof given !== "string" ? "unknown" : false,
          {
            message: "the guardrail reads prompts in any region of its geography",
            given,
            allowed: boundary.data.inferenceGeographies,
          },
        );
      }
    }
    for (const own of documents.resources("aws_bedrock_inference_profile")) {
      if (!isGiven(own.get("model_source.copy_from")))
        yield open(own, { message: "what the profile copies is not known yet" });
      else yield pass(own);
    }
  },
});

function* judgeTexts(thing: Thing, texts: Iterable<PlacedText>, boundary: Boundary): Generator<PolicyOutcome> {
  let seen = false;
  for (const { path, text } of texts) {
    if (!text.includes(".")) continue;
    for (const [id, geography = ""] of text.matchAll(profile)) {
      seen = true;
      if (geographyInside(geography, boundary)) yield pass(thing);
      else {
        yield fail(thing, {
          message: `${path} names ${id}: requests are answered anywhere in '${geography}'`,
          given: id,
          allowed: boundary.data.inferenceGeographies,
          location: geography,
        });
      }
    }
  }
  if (!seen) yield pass(thing);
}

/** A geography is inside only where the boundary names it, and covers more than one region of it. */
function geographyInside(geography: string, { data }: Boundary): boolean {
  const countries = new Set(data.regions.map((name) => findRegion(name)?.country));
  return data.inferenceGeographies.includes(geography) && (geography !== "eu" || countries.size > 1);
}
