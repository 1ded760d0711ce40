import type { KubernetesObject } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const inferenceFailover: Rule = {
  id: "HYB-008-inference-failover",
  family: "HYB",
  title: "gateways of two places stand in for each other without sending a request round in circles",
  severity: "error",
  reads: "both",
  cause:
    "A failover that one gateway does not know of is found when the model is down. And two gateways that stand in for " +
    "each other send a request that neither can answer to and fro, more often with every attempt.",
  mend: "spread `failover.atSite` and `failover.atCloud` over the props of the gateways",
  sources: [
    "Envoy AI Gateway, AIGatewayRoute: priority of backends, header matches, header mutation",
    "Gateway API, HTTPRoute matches: the rule with the most matching headers wins",
  ],
  unknownMeans: "No route of Envoy AI Gateway serves the model; the configuration of another gateway is not read.",
  example: {
    fails: "a route of a model with failover whose backends are all of priority 0",
    passes: "a route with a backend of priority 1, and a rule for what was sent on already without it",
  },
  *check({ model, documents }) {
    const routes = documents?.kubernetesObjects("AIGatewayRoute") ?? [];
    for (const { path, failover } of model?.links ?? []) {
      if (failover === undefined) continue;
      const own = routes.filter((route) => rulesOf(route).some((rule) => asksFor(rule, failover.servedName)));
      if (own.length < 2) {
        const message = `fewer than two gateways that can be read serve '${failover.servedName}', which has a failover`;
        yield unknown({ path }, { message, given: own.map(({ address }) => address) });
      }
      for (const route of own) yield judge(route, failover.servedName);
    }
  },
};

type RuleBlock = Record<string, Value | undefined>;

function judge(route: KubernetesObject, servedName: string): Outcome {
  const about = { path: route.resource?.constructPath ?? route.address, address: route.address };
  const rules = rulesOf(route).filter((rule) => asksFor(rule, servedName));
  const sending = rules.filter(sendsOn);
  if (sending.length === 0) {
    return fail(about, {
      message: `'${servedName}' has a failover that this gateway does not know of`,
      given: "no backend of a priority above 0",
    });
  }
  // What comes from the other gateway has one header more, and must stay.
  const most = Math.max(...rules.map(headerCount));
  if (sending.every((rule) => headerCount(rule) < most)) return pass(about);
  return fail(about, {
    message: `a request for '${servedName}' that neither place answers goes to and fro`,
    given: "no rule of its own for what was sent on",
    allowed: "a rule that asks for the header of what was sent on, with backends of this place only",
  });
}

function rulesOf({ object }: KubernetesObject): readonly RuleBlock[] {
  const { spec } = object;
  return isObject(spec) && Array.isArray(spec["rules"]) ? (spec["rules"] as readonly RuleBlock[]) : [];
}

function headersOf(rule: RuleBlock): readonly RuleBlock[] {
  const matches = (rule["matches"] ?? []) as readonly RuleBlock[];
  return matches.flatMap((match) => (match["headers"] ?? []) as readonly RuleBlock[]);
}

function headerCount(rule: RuleBlock): number {
  return headersOf(rule).length;
}

function asksFor(rule: RuleBlock, servedName: string): boolean {
  return headersOf(rule).some(({ name, value }) => name === "x-ai-eg-model" && value === servedName);
}

function sendsOn(rule: RuleBlock): boolean {
  const backends = (rule["backendRefs"] ?? []) as readonly RuleBlock[];
  return backends.some(({ priority }) => typeof priority === "number" && priority > 0);
}
