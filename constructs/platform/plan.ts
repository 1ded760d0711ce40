import type { Finding } from "../../validation/finding";
import type { IPlatformComponent } from "../contracts";
import { unwritableTokens } from "./helm-values";
import { mirrorComponents, type MirrorOptions } from "./mirror";
import { namespacesOf } from "./namespaces";
import { orderComponents } from "./order";

/** What every renderer needs: the components from the mirror in order, and the namespaces; with all that is wrong. */
export interface PlatformPlan {
  /** Components in order, from the mirror where one is set. */
  readonly components: readonly IPlatformComponent[];
  /** Labels of each namespace to create, by its name. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Everything that is wrong with the list. */
  readonly findings: readonly Finding[];
}

/** Checks and orders components; the first half of every renderer. */
export function planPlatform(
  props: MirrorOptions & { readonly components: readonly IPlatformComponent[] },
  path: string,
): PlatformPlan {
  const mirrored = mirrorComponents(props.components, props, path);
  const order = orderComponents(mirrored.components, path);
  const namespaces = namespacesOf(order.ordered, path);
  return {
    components: order.ordered,
    namespaces: namespaces.labels,
    findings: [
      ...order.findings,
      ...namespaces.findings,
      ...mirrored.findings,
      ...mirrored.components.flatMap((component) => descriptionFindings(component, path)),
    ],
  };
}

// Helm's own limit is 53 characters; the manifests' release adds "-manifests".
const longestName = 53 - "-manifests".length;

/** Names that the renderer's own children have, and one that every object of JavaScript has. */
const reservedName = /^(kubernetes|helm|manifest-chart|namespace-.*|constructor)$/;

function descriptionFindings(component: IPlatformComponent, path: string): Finding[] {
  const findings: Finding[] = [];
  const isReleaseName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(component.name) && component.name.length <= longestName;
  if (!isReleaseName || reservedName.test(component.name)) {
    findings.push({
      rule: "PLT-052-component-name",
      severity: "error",
      verdict: "fail",
      message: "the name of a platform component is no name of a Helm release",
      path,
      given: component.name,
      allowed: `lower-case letters, digits and inner dashes, at most ${longestName} characters; not kubernetes, helm, manifest-chart, namespace-…, constructor`,
      fix: "give the component another 'name'",
    });
  }
  const tokens = unwritableTokens({ values: component.values, manifests: component.manifests });
  if (tokens.length > 0) {
    findings.push({
      rule: "PLT-051-values-token",
      severity: "error",
      verdict: "fail",
      message: `component '${component.name}' has a number or a list that is known only when Terraform applies`,
      path,
      given: tokens,
      allowed: "string tokens (`resource.arn`), and numbers and lists that are known now",
      fix: "use Token.asString(…) for a single value, or write the list out as strings",
    });
  }
  return findings;
}
