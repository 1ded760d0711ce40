import type { Boundary } from "../boundary";
import { knownHostsIn } from "../hosts";
import { textsIn, type PlacedText } from "../locations/texts";
import { fail, open, pass, type Thing } from "../reading/verdicts";
import { environmentOf, podSpecs } from "../reading/pods";
import { policyRule, type PolicyOutcome } from "../rule";

/** Variables that hold a key to an API of a model company or hub. */
const keyVariables =
  /^(OPENAI|ANTHROPIC|GEMINI|GOOGLE|COHERE|TOGETHER|GROQ|MISTRAL|DEEPSEEK|OPENROUTER|NGC|NVIDIA|HF|HUGGING_FACE_HUB|WANDB|LANGSMITH|LANGCHAIN)_(API_KEY|TOKEN)$/;
const watched = ["model-api", "model-hub", "telemetry"];
/** Types whose texts forbid rather than use. */
const forbids = /^aws_(organizations_policy|route53_resolver_firewall_domain_list|networkfirewall_rule_group)$/;

export const SOV_AIG_08 = policyRule({
  id: "SOV-AIG-08-model-apis",
  title: "no workload talks to model companies or hubs outside the boundary",
  weight: "high",
  stages: ["synth", "plan", "runtime"],
  guardrail: "egress allow-list",
  references: ["EU CSF SOV-3", "EU CSF SOV-5"],
  cause: "A prompt that is sent to a model abroad is a transfer of whatever it says.",
  mend: "serve the model inside, or name the host under `modelHubs` or `egress` of the boundary",
  example: {
    fails: "`https://api.openai.com/v1` in a ConfigMap of the gateway",
    passes: "a service of the cluster as upstream",
    evades: "an upstream that comes from a Secret, given away by `OPENAI_API_KEY`",
  },
  *check({ documents, boundary, places }) {
    for (const resource of documents.all) {
      if (!forbids.test(resource.type)) yield* judgeTexts(resource, places.texts(resource), boundary);
    }
    for (const object of documents.kubernetesObjects()) {
      if (object.resource === undefined) yield* judgeTexts(object, textsIn(object.object), boundary);
      for (const { path, container } of podSpecs(object).flatMap(({ containers }) => containers)) {
        const key = [...environmentOf(container).keys()].find((name) => keyVariables.test(name));
        if (key !== undefined)
          yield open(object, {
            message: `${path} has ${key}: what it opens shows at run time`,
            given: key,
            dischargedBy: "runtime",
          });
      }
    }
  },
});

function* judgeTexts(thing: Thing, texts: Iterable<PlacedText>, boundary: Boundary): Generator<PolicyOutcome> {
  const seen = new Set<string>();
  for (const { path, text } of texts) {
    for (const { name, row } of knownHostsIn(text)) {
      if (!watched.includes(row.kind) || seen.has(name)) continue;
      seen.add(name);
      if (boundary.namesHost(name)) continue;
      const message = `${path} names ${name} (${row.operator}, ${row.jurisdiction})`;
      yield fail(thing, {
        message,
        given: name,
        location: row.jurisdiction,
        allowed: boundary.data.modelHubs.map(({ host }) => host),
      });
    }
  }
  if (seen.size === 0) yield pass(thing);
}
