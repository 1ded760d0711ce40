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

/** What the simulated networks towards a site do not read back. */
const wideArea: readonly ReadBackDifference[] = [
  {
    type: "aws_vpn_connection",
    arguments: [1, 2].flatMap((tunnel) => [
      `tunnel${tunnel}_ike_versions`,
      ...[1, 2].flatMap((phase) =>
        ["dh_group_numbers", "encryption_algorithms", "integrity_algorithms"].map(
          (name) => `tunnel${tunnel}_phase${phase}_${name}`,
        ),
      ),
    ]),
    reason: "the ciphers of the tunnels are not read back",
  },
  { type: "aws_vpc_endpoint", arguments: ["dns_options"], reason: "the DNS options are not read back" },
  ...["aws_dx_transit_virtual_interface", "aws_ec2_transit_gateway_vpc_attachment"].map((type) => ({
    type,
    arguments: ["tags", "tags_all"],
    reason: "tags given at creation are not read back",
  })),
];

/** Tried in 2026-11 with moto 5.2 and the extended simulator. */
const known: Readonly<Record<SimulatorMode, readonly ReadBackDifference[]>> = {
  extended: wideArea,
  plain: [
    ...wideArea,
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
