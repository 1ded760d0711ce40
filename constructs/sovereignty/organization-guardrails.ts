import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment";
import { Construct } from "constructs";
import { nameTags } from "../aws/tags";
import type { GuardrailScope } from "./guardrail-scope";
import { aiServicesOptOutPolicy, declarativeEc2Policy } from "./organization-settings";
import { resourceControlPolicies } from "./resource-control";
import { serviceControlPolicies } from "./service-control";

/** Type of a policy of AWS Organizations, as the provider writes it. */
export type OrganizationPolicyType =
  "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY" | "DECLARATIVE_POLICY_EC2" | "AISERVICES_OPT_OUT_POLICY";

/** A policy to attach to an organisational unit. */
export interface OrganizationGuardrail {
  /** Unique among the guardrails of a scope: `service-control-1`. */
  readonly id: string;
  /** Kind of policy, as AWS Organizations names it. */
  readonly type: OrganizationPolicyType;
  /** The policy document, as plain data. */
  readonly document: object;
}

/** All guardrails that AWS Organizations enforces for a scope; without resource control where nobody is named inside. */
export function organizationGuardrails(scope: GuardrailScope): OrganizationGuardrail[] {
  const names = scope.organization !== undefined || (scope.accounts ?? []).length > 0;
  return [
    ...numbered("service-control", "SERVICE_CONTROL_POLICY", serviceControlPolicies(scope)),
    ...(names ? numbered("resource-control", "RESOURCE_CONTROL_POLICY", resourceControlPolicies(scope)) : []),
    { id: "declarative-ec2", type: "DECLARATIVE_POLICY_EC2", document: declarativeEc2Policy(scope) },
    { id: "ai-services-opt-out", type: "AISERVICES_OPT_OUT_POLICY", document: aiServicesOptOutPolicy() },
  ];
}

function numbered(id: string, type: OrganizationPolicyType, documents: readonly object[]): OrganizationGuardrail[] {
  return documents.map((document, index) => ({ id: `${id}-${index + 1}`, type, document }));
}

export interface OrganizationGuardrailsProps extends GuardrailScope {
  /** Organisational units or accounts that the guardrails bind: one at least, by id. */
  readonly targetIds: readonly string[];
}

/**
 * Guardrails of a boundary at the API, attached: what no check of documents sees meets them. Belongs in a stack of its
 * own with the credentials of the organisation's management account, whose own resources they do not bind.
 *
 * @throws Error where there is no target, or the scope's regions are in no or in several partitions
 */
export class OrganizationGuardrails extends Construct {
  /** The policies as resources of Terraform. */
  readonly policies: readonly OrganizationsPolicy[];

  constructor(scope: Construct, id: string, props: OrganizationGuardrailsProps) {
    super(scope, id);
    if (props.targetIds.length === 0) {
      throw new Error(`${this.node.path} has no targets: a policy that is attached to nothing denies nothing`);
    }
    this.policies = organizationGuardrails(props).map((guardrail) => {
      const policy = new OrganizationsPolicy(this, guardrail.id, {
        name: `${props.name}-${guardrail.id}`,
        description: `${guardrail.id} of the boundary ${props.name}`,
        type: guardrail.type,
        content: JSON.stringify(guardrail.document),
        tags: nameTags(this, guardrail.id),
      });
      props.targetIds.forEach((targetId, index) => {
        new OrganizationsPolicyAttachment(this, `${guardrail.id}-target-${index}`, { policyId: policy.id, targetId });
      });
      return policy;
    });
  }
}
