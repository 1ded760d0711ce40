import type { GuardrailScope } from "./guardrail-scope";

/** A document of one of the organisation's other policy types. */
export type OrganizationPolicyDocument = Readonly<Record<string, unknown>>;

const assign = (value: string) => ({ "@@assign": value });

/**
 * Declarative policy of EC2: settings that hold in every account and region whatever anybody calls, those made later
 * included. Source: AWS Organizations User Guide, "Declarative policy syntax and examples" (EC2).
 */
export function declarativeEc2Policy({ closedNetwork = true }: Pick<GuardrailScope, "closedNetwork">) {
  return {
    ec2_attributes: {
      ...(closedNetwork
        ? {
            vpc_block_public_access: {
              internet_gateway_block: {
                mode: assign("block_bidirectional"),
                exclusions_allowed: assign("disabled"),
              },
            },
          }
        : {}),
      serial_console_access: { status: assign("disabled") },
      image_block_public_access: { state: assign("block_new_sharing") },
      snapshot_block_public_access: { state: assign("block_all_sharing") },
      instance_metadata_defaults: {
        http_tokens: assign("required"),
        http_put_response_hop_limit: assign("1"),
        http_endpoint: assign("enabled"),
        instance_metadata_tags: assign("disabled"),
      },
    },
  } satisfies OrganizationPolicyDocument;
}

/** AWS's AI services may not keep content to improve themselves, and no account below can change that. */
export function aiServicesOptOutPolicy() {
  const sealed = { "@@operators_allowed_for_child_policies": ["@@none"] };
  return {
    services: { ...sealed, default: { ...sealed, opt_out_policy: { ...sealed, "@@assign": "optOut" } } },
  } satisfies OrganizationPolicyDocument;
}
