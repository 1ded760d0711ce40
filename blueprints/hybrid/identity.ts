import { problem } from "../../constructs/aws/problem";
import { checkFactoryIdentity } from "../../constructs/hybrid";
import type { Finding } from "../../validation/finding";
import { boundaryOf } from "../sovereignty/boundary-prop";
import type { HybridFactoryProps } from "./props";

/** Everything that is wrong with the identity of both sides, and a provider that the boundary does not know. */
export function checkIdentity({ identity, boundary: prop }: HybridFactoryProps, path: string): Finding[] {
  if (identity === undefined) return [];
  const findings = checkFactoryIdentity(identity, path);
  const boundary = boundaryOf(prop);
  const { issuerUrl } = identity.props;
  if (boundary === undefined || !URL.canParse(issuerUrl)) return findings;
  const { hostname } = new URL(issuerUrl);
  if (boundary.allowedHost("identityIssuers", hostname) !== undefined) return findings;
  const { name, identityIssuers } = boundary.data;
  return [
    ...findings,
    problem("HYB-035-identity", `${path}.issuerUrl`, `the identity provider is none of the boundary ${name}`, {
      given: hostname,
      allowed: identityIssuers.map(({ host }) => host),
      fix: "name it under `identityIssuers` in a boundary of your own (`extends` it)",
    }),
  ];
}
