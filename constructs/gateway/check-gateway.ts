import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { InferenceGatewayProps } from "./gateway-props";

/** What stands against a gateway, whichever software it is made of. @throws FactoryError with all of it */
export function checkGateway(props: InferenceGatewayProps, more: readonly Finding[] = []): void {
  const findings: Finding[] = [...more];
  const problem = (prop: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push(gatewayFinding(props, prop, message, rest));
  const models = props.endpoints.map(({ servedName }) => servedName);
  const names = props.teams.map(({ name }) => name);
  for (const model of duplicates(models)) {
    problem("endpoints", "two endpoints serve under one name, so a request has no one place to go", {
      given: model,
      allowed: "each served name once; versions of a model are a canary of one endpoint",
      fix: "give one of them another 'servedName'",
    });
  }
  for (const team of duplicates(names)) {
    problem("teams", "two teams have one name", { given: team, allowed: "each name once", fix: "rename one of them" });
  }
  if (names.length === 0 || models.length === 0) {
    problem(names.length === 0 ? "teams" : "endpoints", "the gateway has nobody to serve, or nothing to serve", {
      given: `${names.length} teams, ${models.length} models`,
      allowed: "at least one of each",
      fix: "name the teams and the endpoints",
    });
  }
  for (const { name, tokensPerHour, requestsPerMinute } of props.teams) {
    for (const [limit, value] of Object.entries({ tokensPerHour, requestsPerMinute })) {
      if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 4_294_967_295)) continue;
      problem(`teams.${name}.${limit}`, "a limit is no number of requests or tokens", {
        given: value,
        allowed: "a whole number from 1 to 4294967295",
        fix: "leave it out for no limit; leave the team out to keep it from the models",
      });
    }
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
      problem("teams", "a team's name is no name that a key can have", {
        given: name,
        allowed: "lower-case letters, digits and inner dashes",
        fix: "choose another name",
      });
    }
  }
  for (const { servedName } of (props.fallbacks ?? []).filter((each) => !models.includes(each.servedName))) {
    problem("fallbacks", "a fallback stands in for a model that is not served here", {
      given: servedName,
      allowed: models,
      fix: "name one of the served models",
    });
  }
  if (findings.length > 0) throw new FactoryError(findings);
}

export function gatewayFinding(
  { name }: Pick<InferenceGatewayProps, "name">,
  prop: string,
  message: string,
  rest: Pick<Finding, "given" | "allowed" | "fix">,
): Finding {
  const path = `${name ?? "inference-gateway"}.${prop}`;
  return { rule: "SRV-020-gateway", severity: "error", verdict: "fail", path, message, ...rest };
}

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
