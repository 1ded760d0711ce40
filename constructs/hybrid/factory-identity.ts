import { stringify } from "yaml";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { GatewayAuthentication } from "../gateway";
import type { MlflowSignOn } from "../mlops";

export interface FactoryIdentityProps {
  /** Your identity provider, as its tokens name it: `https://login.example.org/realms/factory`. EKS must reach it. */
  readonly issuerUrl: string;
  /** Client that tokens for the clusters and the gateways are made for. */
  readonly clientId: string;
  /** Where the provider publishes its keys. */
  readonly jwksUrl: string;
  /** Claim that names a person. @default "sub" */
  readonly usernameClaim?: string;
  /** Claim that lists a person's groups. @default "groups" */
  readonly groupsClaim?: string;
  /** What stands before the names of people and groups in the clusters, so that none is taken for another. @default "oidc:" */
  readonly prefix?: string;
  /** Groups that may do everything in both clusters. */
  readonly adminGroups: readonly string[];
  /** Groups that may look at everything in both clusters, secrets aside. @default - none */
  readonly viewGroups?: readonly string[];
}

/**
 * One identity for a site and a cloud: the same provider, the same people and the same groups at both clusters' API, at
 * the gateways and in MLflow. What a person may do is said once.
 */
export class FactoryIdentity {
  constructor(/** The provider and its groups, as given. */ readonly props: FactoryIdentityProps) {}

  /** What stands before the names of people and groups in the clusters. */
  get prefix(): string {
    return this.props.prefix ?? "oidc:";
  }

  /** A group as the clusters know it: what `Team.memberGroups` and role bindings take. */
  group(name: string): string {
    return `${this.prefix}${name}`;
  }

  /** For an inference gateway: tokens of the provider, whose claim `team` says which team asks. */
  gateway(options: { readonly teamClaim?: string } = {}): GatewayAuthentication {
    const { issuerUrl, jwksUrl, clientId } = this.props;
    return GatewayAuthentication.oidc({ issuer: issuerUrl, jwksUrl, audiences: [clientId], ...options });
  }

  /** For MLflow: sign-on by the provider. */
  mlflow(options: Pick<MlflowSignOn, "secretName" | "publicUrl" | "groups">): MlflowSignOn {
    const { issuerUrl, clientId, adminGroups } = this.props;
    const discoveryUrl = `${issuerUrl}/.well-known/openid-configuration`;
    return { ...options, discoveryUrl, clientId, adminGroups };
  }

  /**
   * The file that the site's API servers take as `--authentication-config`. They read it again when it changes.
   *
   * @param kubernetesVersion the site's version; the file's own version became stable with 1.34
   */
  authenticationConfiguration(kubernetesVersion: string): string {
    const [, minor = "0"] = kubernetesVersion.split(".");
    const { issuerUrl, clientId, usernameClaim = "sub", groupsClaim = "groups" } = this.props;
    return stringify({
      apiVersion: `apiserver.config.k8s.io/${Number(minor) >= 34 ? "v1" : "v1beta1"}`,
      kind: "AuthenticationConfiguration",
      jwt: [
        {
          issuer: { url: issuerUrl, audiences: [clientId] },
          claimMappings: {
            username: { claim: usernameClaim, prefix: this.prefix },
            groups: { claim: groupsClaim, prefix: this.prefix },
          },
        },
      ],
    });
  }
}

/** Everything that is wrong with an identity. */
export function checkFactoryIdentity({ props, prefix }: FactoryIdentity, path: string): Finding[] {
  const findings: Finding[] = [];
  const add = (prop: string, message: string, details: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push(problem("HYB-035-identity", `${path}.${prop}`, message, details));
  for (const [prop, url] of Object.entries({ issuerUrl: props.issuerUrl, jwksUrl: props.jwksUrl })) {
    if (URL.canParse(url) && url.startsWith("https://") && !/[?#]|\/$|\.well-known\/openid/.test(url)) continue;
    add(prop, "not an address of an identity provider", {
      given: url,
      allowed: "https, without a query, a slash at the end or the path of the discovery document",
      fix: "write it as the provider's tokens and its discovery document do (`issuer`, `jwks_uri`)",
    });
  }
  if (props.clientId === "") {
    add("clientId", "no client is named, so tokens for anybody would do", {
      given: props.clientId,
      allowed: "the id of a client of the provider",
      fix: "register a client for the factory",
    });
  }
  if (prefix === "" || prefix.startsWith("system:")) {
    add("prefix", "a group of the provider could be taken for one of Kubernetes' own", {
      given: prefix,
      allowed: "a prefix that is not empty and does not begin with 'system:'",
      fix: "leave it out for 'oidc:'",
    });
  }
  const groups = [...props.adminGroups, ...(props.viewGroups ?? [])];
  const written = groups.filter((name) => name === "" || name.startsWith(prefix));
  if (props.adminGroups.length === 0 || written.length > 0) {
    add("adminGroups", "nobody administers the clusters, or a group's name is not the provider's", {
      given: groups,
      allowed: "at least one group, named as in the provider's tokens: the prefix is put before it here",
      fix: "name the group of those who run the factory",
    });
  }
  return findings;
}
