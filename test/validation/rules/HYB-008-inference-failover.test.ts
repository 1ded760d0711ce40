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

/** The same model behind one file of HAProxy at each place. */
function proxies() {
  const { failover, model } = factory();
  const file = () => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "gateway", namespace: "gateway" },
    data: {
      "haproxy.cfg": [
        "frontend inference",
        "    use_backend stay_chat if { var(txn.model) -m str chat } { req.hdr(x-ai-factory-forwarded) -m found }",
        "    use_backend model_chat if { var(txn.model) -m str chat }",
        "",
        "backend model_chat",
        "    http-request set-header x-ai-factory-forwarded true if { nbsrv(stay_chat) eq 0 }",
        "    server chat chat.models.svc.cluster.local:8000",
        "    server fallback-1 ai.second.example.org:443 backup no-check ssl",
        "",
        "backend stay_chat",
        "    server chat chat.models.svc.cluster.local:8000 track model_chat/chat",
      ].join("\n"),
    },
  });
  const [site, cloud] = [file(), file()];
  const stack = (manifest: object) => ({ resource: { kubernetes_manifest: { file: { manifest } } } }) as never;
  const edit = (from: string | RegExp, to: string) => {
    const before = site.data["haproxy.cfg"];
    site.data["haproxy.cfg"] = before.replace(from, to);
    if (site.data["haproxy.cfg"] === before) throw new Error("the mutation changed nothing");
  };
  return { failover, model, stacks: { site: stack(site), cloud: stack(cloud) } as Record<string, never>, edit };
}

describeRule(inferenceFailover, {
  passing: proxies,
  mutations: {
    "a proxy that does not know the other": {
      change: ({ edit }) => edit(/.*fallback-1.*\n/, ""),
      finds: /does not know of/,
    },
    "a proxy that sends on what was sent on": {
      change: ({ edit }) => edit(/.*use_backend stay.*\n/, ""),
      finds: /to and fro/,
    },
    "a proxy that keeps what it did not mark": ({ edit }) => edit(/.*set-header.*\n/, ""),
    "a proxy that asks for the header too late": ({ edit }) =>
      edit(/(.*use_backend stay.*\n)(.*use_backend model.*\n)/, "$2$1"),
    "a proxy that keeps what was not sent on": ({ edit }) => edit("{ req.hdr", "!{ req.hdr"),
    "a proxy whose backend for what stays sends on": ({ edit }) =>
      edit("track model_chat/chat", "track model_chat/chat\n    server fallback-1 ai.second.example.org:443 backup"),
  },
  unknown: {
    "only one proxy can be read": ({ stacks }) => delete stacks["cloud"],
  },
});
