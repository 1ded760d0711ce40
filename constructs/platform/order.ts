import type { Finding } from "../../validation/finding";
import type { IPlatformComponent } from "../contracts";

/** Components in an order in which each comes after all it depends on, and what stands against such an order. */
export interface ComponentOrder {
  /** Each component after all that it depends on. */
  readonly ordered: readonly IPlatformComponent[];
  /** Missing dependencies, circles and names given twice. */
  readonly findings: readonly Finding[];
}

/**
 * Orders components by their dependencies; where two are free to stand in either order, they keep the given one.
 * Dependencies are compared by object, never by name. A component on a cycle is left out of `ordered`.
 *
 * @param path construct path for the findings
 */
export function orderComponents(components: readonly IPlatformComponent[], path: string): ComponentOrder {
  const findings = [
    ...duplicateNames(components, path),
    ...secondOwners(components, path),
    ...missingDependencies(components, path),
  ];
  const ordered: IPlatformComponent[] = [];
  const state = new Map<IPlatformComponent, "open" | "done">();
  const trail: IPlatformComponent[] = [];

  const visit = (component: IPlatformComponent): void => {
    if (state.get(component) === "done") return;
    if (state.get(component) === "open") {
      const cycle = [...trail.slice(trail.indexOf(component)), component].map(({ name }) => name);
      findings.push({
        rule: "PLT-056-dependency-cycle",
        severity: "error",
        verdict: "fail",
        message: "platform components depend on each other in a circle, so none of them can be first",
        path,
        given: cycle.join(" -> "),
        allowed: "dependencies without a circle",
        fix: `remove one of these dependencies from the 'dependsOn' of ${cycle.slice(0, -1).join(" or ")}`,
      });
      return;
    }
    state.set(component, "open");
    trail.push(component);
    component.dependsOn.filter((dependency) => components.includes(dependency)).forEach(visit);
    trail.pop();
    state.set(component, "done");
    ordered.push(component);
  };
  new Set(components).forEach(visit);
  return { ordered, findings };
}

function duplicateNames(components: readonly IPlatformComponent[], path: string): Finding[] {
  const names = components.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return twice.map((name) => ({
    rule: "PLT-055-duplicate-component",
    severity: "error",
    verdict: "fail",
    message: `two platform components are called '${name}'`,
    path,
    given: name,
    allowed: "one component for each name",
    fix: `remove one of them, or give it another 'name'`,
  }));
}

function secondOwners(components: readonly IPlatformComponent[], path: string): Finding[] {
  const owners = new Map<string, string[]>();
  for (const component of components) {
    for (const thing of component.provides ?? []) owners.set(thing, [...(owners.get(thing) ?? []), component.name]);
  }
  return [...owners]
    .filter(([, names]) => names.length > 1)
    .map(([thing, names]) => ({
      rule: "PLT-054-two-owners",
      severity: "error",
      verdict: "fail",
      message: `more than one platform component brings '${thing}', of which a cluster can have one only`,
      path,
      given: names,
      allowed: "one component",
      fix: `remove one of ${names.join(" and ")}, or switch this part of it off`,
    }));
}

function missingDependencies(components: readonly IPlatformComponent[], path: string): Finding[] {
  return components.flatMap((component) =>
    component.dependsOn
      .filter((dependency) => !components.includes(dependency))
      .map((dependency): Finding => {
        const namesake = components.some(({ name }) => name === dependency.name);
        return {
          rule: "PLT-053-missing-dependency",
          severity: "error",
          verdict: "fail",
          message: `platform component '${component.name}' depends on '${dependency.name}', which is not installed`,
          path,
          given: components.map(({ name }) => name),
          allowed: `a list with the component '${dependency.name}' that '${component.name}' refers to`,
          fix: namesake
            ? `the list has another component called '${dependency.name}': let '${component.name}' refer to that object`
            : `add the component '${dependency.name}' to 'components'`,
        };
      }),
  );
}
