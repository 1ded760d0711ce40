import type { PlannedDifference } from "./plan-differences";
import type { SimulatorMode } from "./simulator";

/** A difference that the simulated AWS causes by reading back something other than what was written. */
interface ReadBackDifference {
  readonly type: string;
  /** The arguments that may differ; any other difference of the resource counts. */
  readonly arguments: readonly string[];
  readonly reason: string;
}

const selfRule = "the description of a rule that names its own group is not read back";

/** None is needed on the extended simulator for what the library emits. Tried in 2026-11 with moto 5.2. */
const known: Readonly<Record<SimulatorMode, readonly ReadBackDifference[]>> = {
  extended: [],
  plain: [
    { type: "aws_kms_key", arguments: ["rotation_period_in_days"], reason: "the rotation period is not read back" },
    { type: "aws_vpc_security_group_ingress_rule", arguments: ["description"], reason: selfRule },
    { type: "aws_vpc_security_group_egress_rule", arguments: ["description"], reason: selfRule },
    {
      type: "aws_launch_template",
      arguments: ["tag_specifications", "default_version", "latest_version"],
      reason: "the template's own tags are read back as one of its tag specifications",
    },
  ],
};

/** Why the simulator, not the configuration, causes a difference; undefined where it is the configuration's. */
export function causedBySimulator(difference: PlannedDifference, mode: SimulatorMode): string | undefined {
  if (difference.action !== "update") return undefined;
  const match = known[mode].find((candidate) => candidate.type === difference.type);
  const explained = match && difference.arguments.every(({ name }) => match.arguments.includes(name));
  return explained ? match.reason : undefined;
}
