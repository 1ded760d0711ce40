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
    "HAProxy configuration manual: the first use_backend whose condition holds; backup servers when no other is up",
  ],
  unknownMeans:
    "No route of Envoy AI Gateway and no configuration of HAProxy serves the model; other gateways are not read.",
  example: {
    fails: "a route of a model with failover whose backends are all of priority 0",
    passes: "a route with a backend of priority 1, and a rule for what was sent on already without it",
  },
  *check({ model, documents }) {
    const routes = documents?.kubernetesObjects("AIGatewayRoute") ?? [];
    const proxies = documents?.kubernetesObjects("ConfigMap") ?? [];
    for (const { path, failover } of model?.links ?? []) {
      if (failover === undefined) continue;
      const { servedName } = failover;
      const own = routes.filter((route) => rulesOf(route).some((rule) => asksFor(rule, servedName)));
      const files = proxies.flatMap((map) => {
        const choices = choicesOf(map, servedName);
        return choices.length === 0 ? [] : [{ map, choices }];
      });
      if (own.length + files.length < 2) {
        const message = `fewer than two gateways that can be read serve '${servedName}', which has a failover`;
        yield unknown({ path }, { message, given: [...own, ...files.map(({ map }) => map)].map((one) => one.address) });
      }
      for (const route of own) yield judge(route, servedName);
      for (const { map, choices } of files) yield judgeChoices(map, choices, servedName);
    }
  },
};

type RuleBlock = Record<string, Value | undefined>;

function judge(route: KubernetesObject, servedName: string): Outcome {
  const about = aboutOf(route);
  const rules = rulesOf(route).filter((rule) => asksFor(rule, servedName));
  const sending = rules.filter(sendsOn);
  if (sending.length === 0) return unknowing(about, servedName, "no backend of a priority above 0");
  // What comes from the other gateway has one header more, and must stay.
  const most = Math.max(...rules.map(headerCount));
  if (sending.every((rule) => headerCount(rule) < most)) return pass(about);
  return circling(
    about,
    servedName,
    "a rule that asks for the header of what was sent on, with backends of this place only",
  );
}

interface About {
  readonly path: string;
  readonly address: string;
}

function aboutOf({ resource, address }: KubernetesObject): About {
  return { path: resource?.constructPath ?? address, address };
}

function unknowing(about: About, servedName: string, given: string): Outcome {
  return fail(about, { message: `'${servedName}' has a failover that this gateway does not know of`, given });
}

function circling(about: About, servedName: string, allowed: string): Outcome {
  return fail(about, {
    message: `a request for '${servedName}' that neither place answers goes to and fro`,
    given: "no rule of its own for what was sent on",
    allowed,
  });
}

/** One `use_backend` of HAProxy for the model. */
interface Choice {
  /** Header that a request must have to be taken by it. */
  readonly header?: string;
  /** Whether its backend has a server that is asked when no other is up. */
  readonly sendsOn: boolean;
  /** Headers that its backend writes. */
  readonly sets: readonly string[];
}

/** The choices for the model in the order in which HAProxy tries them; none where the object is no such file. */
function choicesOf({ object }: KubernetesObject, servedName: string): readonly Choice[] {
  const { data } = object;
  const text = isObject(data) ? data["haproxy.cfg"] : undefined;
  if (typeof text !== "string") return [];
  const chosen = text.split("\n").map((line) => /^\s*use_backend (\S+) if (.*)$/.exec(line));
  return chosen.flatMap((match) => {
    const [, name = "", condition = ""] = match ?? [];
    if (!condition.includes(`{ var(txn.model) -m str ${servedName} }`)) return [];
    const [, section = ""] = text.split(`\nbackend ${name}\n`);
    const [own = ""] = section.split(/\n(?=\S)/);
    const header = /(?<!!)\{ req\.hdr\((\S+)\) -m found \}/.exec(condition)?.[1];
    return [
      {
        ...(header === undefined ? {} : { header }),
        sendsOn: /^\s*server .* backup\b/m.test(own),
        sets: [...own.matchAll(/http-request set-header (\S+)/g)].map(([, set = ""]) => set),
      },
    ];
  });
}

function judgeChoices(map: KubernetesObject, choices: readonly Choice[], servedName: string): Outcome {
  const about = aboutOf(map);
  if (!choices.some(({ sendsOn }) => sendsOn)) return unknowing(about, servedName, "no server of another place");
  const isKept = (choice: Choice, index: number) =>
    choices
      .slice(0, index)
      .some(({ header, sendsOn }) => !sendsOn && header !== undefined && choice.sets.includes(header));
  if (choices.every((choice, index) => !choice.sendsOn || isKept(choice, index))) return pass(about);
  return circling(
    about,
    servedName,
    "an earlier use_backend that asks for the header of what was sent on, without a backup",
  );
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
