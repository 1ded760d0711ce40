import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BoundaryIssuer,
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  EnvoyInferenceGateway,
  ExternalSecrets,
  GatewayAuthentication,
  HaproxyInferenceGateway,
  type IInferenceGateway,
  type InferenceGatewayProps,
} from "../../../constructs/gateway";
import { FactoryError } from "../../../validation/factory-error";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { digest, endpoint, fakeStore, servingParts } from "../serving/fixture";

const parts = servingParts();
const externalSecrets = new ExternalSecrets();
const issuer = new BoundaryIssuer({ certManager: parts.certManager });
const aiGateway = new EnvoyAiGateway({ crds: new EnvoyAiGatewayCrds(), envoyGateway: new EnvoyGateway() });
const canary = { weights: { store: fakeStore(), prefix: "llama/2", sha256OfSums: digest }, percent: 20 };
const keys = GatewayAuthentication.apiKeys({
  externalSecrets,
  secretStore: { name: "vault", kind: "ClusterSecretStore" },
});
const tokens = GatewayAuthentication.oidc({
  issuer: "https://login.example.org",
  jwksUrl: "https://login.example.org/keys",
  audiences: ["ai-factory"],
});

function props(changes: Partial<InferenceGatewayProps> = {}): InferenceGatewayProps {
  return {
    hostname: "ai.example.org",
    certManager: parts.certManager,
    issuer: issuer.issuer,
    authentication: keys,
    teams: [{ name: "search", tokensPerHour: 2_000_000, requestsPerMinute: 600 }, { name: "research" }],
    endpoints: [
      endpoint(parts, { canary }),
      endpoint(parts, { name: "deepseek", model: "deepseek-v3", precision: "bf16" }),
    ],
    fallbacks: [
      {
        servedName: "llama-70b",
        hostname: "ai.second.example.org",
        caConfigMapName: "second-site-ca",
        keySecretName: "second-site-key",
      },
    ],
    dependsOn: [issuer],
    ...changes,
  };
}

const envoy = (changes?: Partial<InferenceGatewayProps>) => new EnvoyInferenceGateway({ ...props(changes), aiGateway });
const haproxy = (changes?: Partial<InferenceGatewayProps>) => new HaproxyInferenceGateway(props(changes));
const configOf = (gateway: IInferenceGateway) =>
  (objectOf(gateway, "ConfigMap") as never as { data: Record<string, string> }).data["haproxy.cfg"]!;

function messagesOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof FactoryError) return error.findings.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe.each([
  ["Envoy AI Gateway", envoy],
  ["HAProxy", haproxy],
] as const)("an inference gateway by %s", (_, make) => {
  it("offers OpenAI's API under one name", () => {
    const gateway: IInferenceGateway = make();
    expect(gateway.baseUrl).toBe("https://ai.example.org/v1");
    expect(gateway.models).toEqual(["llama-70b", "deepseek"]);
  });

  it("takes its certificate from the issuer inside the boundary", () => {
    expect(objectOf(make(), "Certificate").spec).toMatchObject({
      dnsNames: ["ai.example.org"],
      issuerRef: { name: "boundary-issuer", kind: "ClusterIssuer" },
    });
  });

  it("takes the keys from the vault, and has none in its objects", () => {
    expect(objectOf(make(), "ExternalSecret").spec).toMatchObject({
      secretStoreRef: { name: "vault" },
      data: [{ secretKey: "search", remoteRef: { key: "inference-gateway/search" } }, { secretKey: "research" }],
    });
    expect(make().manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });

  it("depends on what it stands on", () => {
    expect(make().dependsOn).toEqual(expect.arrayContaining([parts.certManager, externalSecrets, issuer]));
  });

  it("refuses what nobody could tell apart, or could count", () => {
    const same = endpoint(parts);
    expect(messagesOf(() => make({ endpoints: [same, same], fallbacks: [] }))).toEqual([
      "two endpoints serve under one name, so a request has no one place to go",
    ]);
    expect(messagesOf(() => make({ teams: [{ name: "a" }, { name: "a" }] }))).toEqual(["two teams have one name"]);
    expect(messagesOf(() => make({ teams: [] }))).toEqual(["the gateway has nobody to serve, or nothing to serve"]);
    expect(messagesOf(() => make({ teams: [{ name: "a", tokensPerHour: 0 }] }))).toEqual([
      "a limit is no number of requests or tokens",
    ]);
    expect(messagesOf(() => make({ teams: [{ name: "a b" }] }))).toEqual([
      "a team's name is no name that a key can have",
    ]);
    const fallback = { servedName: "gpt", hostname: "h", caConfigMapName: "c", keySecretName: "k" };
    expect(messagesOf(() => make({ fallbacks: [fallback] }))).toEqual([
      "a fallback stands in for a model that is not served here",
    ]);
  });
});

describe("Envoy AI Gateway", () => {
  it("charges a team's tokens when the answer is done, over all models", () => {
    const { rateLimit } = objectOf(envoy(), "BackendTrafficPolicy").spec as {
      rateLimit: { global: { rules: { limit: object; cost?: { response: object }; shared: boolean }[] } };
    };
    const [tokenRule, requestRule] = rateLimit.global.rules;
    expect(tokenRule).toMatchObject({
      limit: { requests: 2_000_000, unit: "Hour" },
      cost: { response: { from: "Metadata", metadata: { key: "llm_total_token" } } },
      shared: true,
    });
    expect(requestRule).toMatchObject({ limit: { requests: 600, unit: "Minute" } });
    expect(rateLimit.global.rules).toHaveLength(2);
  });

  it("routes by model, splits versions by percent, and falls back to the other site last", () => {
    const { rules } = objectOf(envoy(), "AIGatewayRoute", "llama-70b").spec as { rules: object[] };
    expect(rules[1]).toMatchObject({
      matches: [{ headers: [{ name: "x-ai-eg-model", value: "llama-70b" }] }],
      backendRefs: [
        { name: "llama-70b", weight: 80, priority: 0 },
        { name: "llama-70b-canary", weight: 20, priority: 0 },
        { name: "llama-70b-fallback-1", priority: 1 },
      ],
    });
  });

  it("sends a request on once: what another site has sent stays here", () => {
    const { rules } = objectOf(envoy(), "AIGatewayRoute", "llama-70b").spec as {
      rules: { backendRefs: { name: string; headerMutation?: object }[] }[];
    };
    expect(rules[0]).toMatchObject({
      matches: [{ headers: [{ name: "x-ai-eg-model" }, { name: "x-ai-factory-forwarded", value: "true" }] }],
    });
    expect(rules[0]?.backendRefs.map(({ name }) => name)).toEqual(["llama-70b", "llama-70b-canary"]);
    expect(rules[1]?.backendRefs[2]?.headerMutation).toEqual({
      set: [{ name: "x-ai-factory-forwarded", value: "true" }],
    });
  });

  it("answers to the name of a site for which it stands in, with a certificate for both", () => {
    const objects = envoy({ otherHostnames: ["ai.second.example.org"] });
    const { listeners } = objectOf(objects, "Gateway").spec as { listeners: { name: string; hostname: string }[] };
    expect(listeners.map(({ name, hostname }) => [name, hostname])).toEqual([
      ["https", "ai.example.org"],
      ["https-2", "ai.second.example.org"],
    ]);
    expect(objectOf(objects, "Certificate").spec).toMatchObject({
      dnsNames: ["ai.example.org", "ai.second.example.org"],
    });
  });

  it("trusts nobody's own word on the team", () => {
    expect(objectOf(envoy(), "ClientTrafficPolicy").spec).toMatchObject({
      headers: { earlyRequestHeaders: { remove: ["x-ai-factory-team"] } },
    });
    expect(objectOf(envoy(), "SecurityPolicy").spec).toMatchObject({
      apiKeyAuth: { forwardClientIDHeader: "x-ai-factory-team", sanitize: true },
    });
  });

  it("takes tokens of an identity provider, of the teams' members only", () => {
    expect(objectOf(envoy({ authentication: tokens }), "SecurityPolicy").spec).toMatchObject({
      jwt: { providers: [{ issuer: "https://login.example.org", claimToHeaders: [{ header: "x-ai-factory-team" }] }] },
      authorization: { defaultAction: "Deny" },
    });
  });

  it("logs who asked and what it cost, and nothing of what was said", () => {
    const text = JSON.stringify(objectOf(envoy(), "EnvoyProxy"));
    expect(text).toContain("output_tokens");
    expect(text).not.toMatch(/REQUEST_BODY|%RESP_BODY/);
  });
});

describe("HAProxy", () => {
  it("divides limits among its pods", () => {
    expect(configOf(haproxy({ replicas: 4 }))).toContain(
      "{ var(txn.team) -m str search } { sc_gpc_rate(0,1) ge 500000 }",
    );
  });

  it("knows keys only, and one fallback for each model", () => {
    expect(messagesOf(() => haproxy({ authentication: tokens }))).toEqual(["this gateway knows keys only"]);
    const fallback = props().fallbacks![0]!;
    expect(messagesOf(() => haproxy({ fallbacks: [fallback, fallback] }))[0]).toContain("a model has one fallback");
  });

  it("sends a request on once: what another site has sent stays here, and the other site's key goes to no model", () => {
    const config = configOf(haproxy());
    const stay =
      "use_backend stay_llama-70b if { var(txn.model) -m str llama-70b } { req.hdr(x-ai-factory-forwarded) -m found }";
    expect(config.indexOf(stay)).toBeGreaterThan(0);
    expect(config.indexOf(stay)).toBeLessThan(config.indexOf("use_backend model_llama-70b"));
    const section = (name: string) => config.split(`backend ${name}\n`).at(-1)!.split("\n\n")[0]!;
    const sentOn = section("model_llama-70b")
      .split("\n")
      .filter((line) => line.includes("set-header"));
    expect(sentOn.map((line) => line.trim())).toEqual([
      'http-request set-header authorization "Bearer ${FALLBACK_KEY_LLAMA_70B}" if { nbsrv(stay_llama-70b) eq 0 }',
      "http-request set-header x-ai-factory-forwarded true if { nbsrv(stay_llama-70b) eq 0 }",
    ]);
    expect(section("stay_llama-70b")).not.toMatch(/backup|set-header/);
    expect(section("stay_llama-70b")).toContain("track model_llama-70b/llama-70b-canary");
    expect(config).not.toContain("stay_deepseek");
  });

  it("answers to the name of a site for which it stands in", () => {
    expect(configOf(haproxy({ otherHostnames: ["ai.second.example.org"] }))).toContain(
      "unless { hdr(host),field(1,:) -i ai.example.org ai.second.example.org }",
    );
  });

  const installed = spawnSync("haproxy", ["-v"]).status === 0;
  (installed ? it : it.skip)("has a configuration that HAProxy accepts (skipped without the program)", () => {
    const place = mkdtempSync(join(tmpdir(), "haproxy-"));
    for (const folder of ["tls", "keys", "fallback/second-site-ca"])
      mkdirSync(join(place, folder), { recursive: true });
    const key = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-days", "2"];
    const [keyFile, certificate] = [join(place, "key"), join(place, "fallback/second-site-ca/ca.crt")];
    execFileSync("openssl", ["req", "-x509", ...key, "-keyout", keyFile, "-out", certificate], { stdio: "ignore" });
    execFileSync("sh", ["-c", `cat ${certificate} ${keyFile} > ${join(place, "tls/tls-combined.pem")}`]);
    writeFileSync(join(place, "keys/keys.map"), "secret search\n");
    // Debian's HAProxy 2.6 has no sc-add-gpc yet; the image's 3.2 has.
    const config = configOf(haproxy())
      .replaceAll("/etc/haproxy/", `${place}/`)
      .replace(/.*sc-add-gpc.*\n/g, "");
    writeFileSync(join(place, "haproxy.cfg"), config);
    const { stderr, status } = spawnSync("haproxy", ["-c", "-f", join(place, "haproxy.cfg")], {
      encoding: "utf8",
      env: { ...process.env, FALLBACK_KEY_LLAMA_70B: "x" },
    });
    rmSync(place, { recursive: true });
    expect(stderr.split("\n").filter((line) => /\[(ALERT|WARNING)\]/.test(line))).toEqual([]);
    expect(status).toBe(0);
  });
});

describeWithSchemas("the objects of a gateway", ({ schemas }) => {
  it.each([
    ["Envoy with keys", envoy()],
    ["Envoy with tokens", envoy({ authentication: tokens, exposure: "load-balancer" })],
    ["HAProxy", haproxy()],
    ["the issuer", issuer],
    ["the counters of Envoy Gateway", aiGateway.dependsOn[1]!],
  ])("are what the real definitions accept: %s", (_, component) => {
    expect(component.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
