import { inferenceFailover } from "../../../validation/rules/HYB-008-inference-failover";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

/** A model with failover, and a gateway's route for it at each place. */
function factory() {
  const failover = { servedName: "chat", dataClass: "internal" };
  const link = {
    id: "f",
    path: "factory/link",
    addresses: [],
    kind: "failover" as const,
    from: "a",
    to: "b",
    failover,
  };
  const model = { type: "Exact", name: "x-ai-eg-model", value: "chat" };
  const route = () => ({
    apiVersion: "aigateway.envoyproxy.io/v1beta1",
    kind: "AIGatewayRoute",
    metadata: { name: "chat", namespace: "gateway" },
    spec: {
      rules: [
        {
          matches: [{ headers: [model, { type: "Exact", name: "x-ai-factory-forwarded", value: "true" }] }],
          backendRefs: [{ name: "chat", priority: 0 }],
        },
        {
          matches: [{ headers: [model] }],
          backendRefs: [
            { name: "chat", priority: 0 },
            { name: "chat-fallback-1", priority: 1 },
          ],
        },
      ],
    },
  });
  const [site, cloud] = [route(), route()];
  const stack = (manifest: object) => ({ resource: { kubernetes_manifest: { route: { manifest } } } }) as never;
  return {
    site,
    failover,
    model: emptyModel({ links: [link] }),
    stacks: { site: stack(site), cloud: stack(cloud) } as Record<string, never>,
  };
}

describeRule(inferenceFailover, {
  passing: factory,
  mutations: {
    "a gateway that does not know the other": {
      change: ({ site }) => site.spec.rules[1]!.backendRefs.pop(),
      finds: /does not know of/,
    },
    "the other is as near as one's own": ({ site }) => (site.spec.rules[1]!.backendRefs[1]!.priority = 0),
    "what was sent on is sent on": {
      change: ({ site }) => site.spec.rules[0]!.backendRefs.push({ name: "chat-fallback-1", priority: 1 }),
      finds: /to and fro/,
    },
    "no rule for what was sent on": ({ site }) => site.spec.rules.shift(),
  },
  unknown: {
    "only one gateway can be read": ({ stacks }) => delete stacks["cloud"],
    "nobody serves the model": ({ failover }) => (failover.servedName = "other"),
  },
});
