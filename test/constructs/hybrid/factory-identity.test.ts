import { parse } from "yaml";
import {
  checkFactoryIdentity,
  FactoryIdentity,
  IdentityBindings,
  type FactoryIdentityProps,
} from "../../../constructs/hybrid";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";

const golden: FactoryIdentityProps = {
  issuerUrl: "https://login.example.org/realms/factory",
  jwksUrl: "https://login.example.org/realms/factory/certs",
  clientId: "factory",
  adminGroups: ["ml-platform"],
  viewGroups: ["audit"],
};
const identity = new FactoryIdentity(golden);

describe("one identity", () => {
  it("is what the site's API servers read, with the version's own form of the file", () => {
    expect(parse(identity.authenticationConfiguration("1.34"))).toEqual({
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "AuthenticationConfiguration",
      jwt: [
        {
          issuer: { url: golden.issuerUrl, audiences: ["factory"] },
          claimMappings: {
            username: { claim: "sub", prefix: "oidc:" },
            groups: { claim: "groups", prefix: "oidc:" },
          },
        },
      ],
    });
    expect(identity.authenticationConfiguration("1.33")).toContain("apiserver.config.k8s.io/v1beta1");
  });

  it("names groups, gateways and MLflow alike", () => {
    expect(identity.group("vision")).toBe("oidc:vision");
    expect(identity.gateway().tokens).toMatchObject({ issuer: golden.issuerUrl, audiences: ["factory"] });
    const mlflow = { secretName: "s", publicUrl: "https://mlflow.example.org", groups: ["vision"] };
    expect(identity.mlflow(mlflow)).toMatchObject({
      discoveryUrl: `${golden.issuerUrl}/.well-known/openid-configuration`,
      adminGroups: ["ml-platform"],
    });
  });
});

describeWithSchemas("its bindings", ({ schemas }) => {
  it("are accepted by the real definitions", () => {
    const { manifests } = new IdentityBindings({ identity });
    expect(manifests).toHaveLength(2);
    expect(manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("an identity that is refused", () => {
  const rules = (change: Partial<FactoryIdentityProps>) =>
    checkFactoryIdentity(new FactoryIdentity({ ...golden, ...change }), "x").map(({ rule, path }) => `${rule} ${path}`);

  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<FactoryIdentityProps>, string]>([
    ["no TLS", { issuerUrl: "http://login.example.org" }, "issuerUrl"],
    ["the discovery document", { issuerUrl: "https://x.org/.well-known/openid-configuration" }, "issuerUrl"],
    ["a slash at the end", { issuerUrl: "https://login.example.org/" }, "issuerUrl"],
    ["no address of keys", { jwksUrl: "certs" }, "jwksUrl"],
    ["no client", { clientId: "" }, "clientId"],
    ["Kubernetes' own prefix", { prefix: "system:" }, "prefix"],
    ["nobody who administers", { adminGroups: [] }, "adminGroups"],
    ["a group with the prefix", { adminGroups: ["oidc:ml-platform"] }, "adminGroups"],
  ])("has %s", (_, change, prop) => expect(rules(change)).toEqual([`HYB-035-identity x.${prop}`]));
});
