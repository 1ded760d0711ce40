import type { PlanProblem } from "../problem";
import { resolveFabricInput } from "./resolve-input";
import { portsAt, speedsOf } from "./switch-ports";
import type { FabricInput, SwitchModel } from "./types";

/** More than any design has; a guard against a slip of the keyboard, not a limit of the arithmetic. */
const mostPlanes = 64;

/** More than any switch has, director switches included; a guard of the same kind. */
const mostSwitchPorts = 4096;

/** Everything that is wrong with the figures themselves, before anything is planned. */
export function checkFabricInput(input: FabricInput): readonly PlanProblem[] {
  const name = input.name ?? "compute";
  const problems: PlanProblem[] = [];
  const wrong = (path: string, message: string, given: unknown, allowed: string, fix: string) =>
    problems.push({
      rule: "FAB-072-fabric-input",
      severity: "error",
      verdict: "fail",
      message,
      path: `${name}.${path}`,
      given,
      allowed,
      fix,
    });
  const whole = (path: string, value: number | undefined, least: number, most = Number.MAX_SAFE_INTEGER) => {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
    const allowed = `a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ""}`;
    wrong(path, `${path} is no usable number`, value, allowed, `set ${path} to a whole number`);
  };

  if (input.groups.length === 0) {
    wrong("groups", "the fabric has nothing to connect", [], "at least one group of nodes", "add a group of nodes");
  }
  const names = new Set<string>();
  input.groups.forEach((group, index) => {
    whole(`groups[${index}].nodes`, group.nodes, 1);
    whole(`groups[${index}].portsPerNode`, group.portsPerNode, 1);
    if (names.has(group.name)) {
      const path = `groups[${index}].name`;
      wrong(path, "two groups have one name", group.name, "a name of its own", "rename one of the groups");
    }
    names.add(group.name);
  });
  whole("planes", input.planes, 1);
  if ((input.planes ?? 1) > mostPlanes) {
    wrong("planes", "more planes than any adapter has ports", input.planes, `1 to ${mostPlanes}`, "correct planes");
  }
  whole("tiers", input.tiers, 1);
  if ((input.tiers ?? 1) > 3) {
    wrong("tiers", "a fat tree here has at most three tiers", input.tiers, "1, 2 or 3", "set tiers to 1, 2 or 3");
  }
  whole("nodesPerUnit", input.nodesPerUnit, 1);
  whole("managementPorts", input.managementPorts, 0);
  whole("minSpines", input.minSpines, 1);
  const ratio = input.oversubscription ?? 1;
  if (!(Number.isFinite(ratio) && ratio >= 1)) {
    wrong("oversubscription", "oversubscription is below 1", ratio, "1 (non-blocking) or more", "set it to 1 or more");
  }
  for (const [path, gbps] of [
    ["endpointGbps", input.endpointGbps],
    ["uplinkGbps", input.uplinkGbps],
  ] as const) {
    if (gbps === undefined || (Number.isFinite(gbps) && gbps > 0)) continue;
    wrong(path, `${path} is no speed`, gbps, "a speed in Gb/s above 0", `set ${path} to the speed of the port`);
  }
  const { leaf, spine, core, uplinkGbps, dedicatedUplinks } = resolveFabricInput(input);
  for (const [path, model] of [
    ["leafSwitch", leaf],
    ["spineSwitch", spine],
    ["coreSwitch", core],
  ] as const) {
    if (path !== "leafSwitch" && model === leaf) continue;
    whole(`${path}.ports`, model.ports, 2, mostSwitchPorts);
    whole(`${path}.uplinkPorts`, model.uplinkPorts, 0, mostSwitchPorts);
    (model.splits ?? []).forEach(({ ways }, index) =>
      whole(`${path}.splits[${index}].ways`, ways, 1, mostSwitchPorts / model.ports),
    );
    if (!(Number.isFinite(model.portGbps) && model.portGbps > 0)) {
      wrong(
        `${path}.portGbps`,
        "the switch has no port speed",
        model.portGbps,
        "above 0",
        "give the port speed in Gb/s",
      );
    }
  }
  if (problems.length > 0) return problems;

  const tooSlow = (path: string, model: SwitchModel, gbps: number) => {
    if (portsAt(model, gbps) > 0) return;
    problems.push({
      rule: "FAB-073-port-speed",
      severity: "error",
      verdict: "fail",
      message: `${model.id} has no port of ${gbps} Gb/s`,
      path: `${name}.${path}`,
      given: `${gbps} Gb/s`,
      allowed: speedsOf(model).map((speed) => `${speed} Gb/s`),
      fix: "take a faster switch, or divide the adapter's speed over several planes",
    });
  };
  tooSlow("leafSwitch", leaf, input.endpointGbps);
  if (!dedicatedUplinks) tooSlow("leafSwitch", leaf, uplinkGbps);
  tooSlow("spineSwitch", spine, uplinkGbps);
  tooSlow("coreSwitch", core, uplinkGbps);
  return problems;
}
