import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isScoped, statementsAt, type Statement } from "../reading/statements";
import { flag, isGiven, judge, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** Services without which nodes of a closed network neither start nor pull images. */
const needed = ["s3", "ecr.api", "ecr.dkr", "sts", "ec2"] as const;
const resourceKeys = ["aws:resourceorgid", "aws:resourceaccount", "aws:resourceorgpaths", "s3:resourceaccount"];

export const SOV_NET_04 = policyRule({
  id: "SOV-NET-04-endpoint-policies",
  title: "VPC endpoints exist and let through only the organisation's principals and resources",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "VPC endpoint policy",
  references: ["AWS-GR_DISALLOW_VPC_INTERNET_ACCESS", "SecNumCloud 3.2 12.14"],
  cause: "An endpoint without a policy lets any credential write to any bucket of anyone: the firewall never sees it.",
  mend: "give the endpoint a policy with a condition on the principal's and the resource's account or organisation",
  example: {
    fails: "a gateway endpoint of S3 without `policy`",
    passes: "the same with a policy conditioned on `aws:ResourceAccount`",
    evades: "a policy that allows `*` with a condition on `aws:PrincipalOrgID` of `*`",
  },
  *check({ documents }) {
    for (const endpoint of documents.resources("aws_vpc_endpoint")) {
      const type = endpoint.get("vpc_endpoint_type");
      // An endpoint of a firewall or of a service of one's own takes no policy.
      const takesPolicy =
        type !== "GatewayLoadBalancer" &&
        /\.amazonaws\.|^aws\./.test(`.${String(endpoint.get("service_name") as string)}`);
      yield takesPolicy ? judgePolicy(endpoint) : pass(endpoint);
      if (type === "Interface") {
        const dns = flag(endpoint.get("private_dns_enabled"), false);
        yield judge(endpoint, dns, {
          message: "it has no private DNS name, so clients take the public way",
          severity: "warning",
        });
      }
    }
    for (const vpc of documents.resources("aws_vpc")) {
      const runsNodes = documents
        .resources("aws_eks_cluster", "aws_instance", "aws_eks_node_group")
        .some(({ stack }) => stack === vpc.stack);
      if (!runsNodes) continue;
      const names = documents
        .resources("aws_vpc_endpoint")
        .filter((one) => one.targets("vpc_id").includes(vpc))
        .map((one) => one.get("service_name"));
      const missing = needed.filter((service) => !names.some((name) => String(name as string).endsWith(`.${service}`)));
      yield judge(vpc, names.some(isUnknown) && missing.length > 0 ? "unknown" : missing.length === 0, {
        message: `it has no endpoints for ${missing.join(", ")}: that traffic takes the public way`,
        fix: "add the endpoints; `closedNetwork` of the factory does",
      });
    }
  },
});

function judgePolicy(endpoint: Resource): PolicyOutcome {
  const separate = endpoint.referrers("aws_vpc_endpoint_policy");
  const holder = separate[0] ?? endpoint;
  if (!isGiven(holder.get("policy")))
    return judge(endpoint, false, { message: "it has no policy: it lets through everyone to everything" });
  const { statements, hasUnknown } = statementsAt(holder, "policy");
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const wide = allows.filter(
    (statement) => statement.actions.includes("*") && statement.resources.includes("*") && !isLimited(statement),
  );
  const open = wide.length > 0 && !statements.some(deniesOthers);
  const answer = open ? false : hasUnknown && statements.length === 0 ? "unknown" : true;
  return judge(endpoint, answer, { message: "its policy lets through everyone to everything" });
}

function isLimited(statement: Statement): boolean {
  return (
    isScoped(statement) ||
    statement.conditions.some(
      ({ key, operator, values }) =>
        resourceKeys.includes(key) && operator.startsWith("stringequals") && !values.includes("*"),
    )
  );
}

function deniesOthers({ effect, conditions }: Statement): boolean {
  const keys = [...resourceKeys, "aws:principalorgid", "aws:principalaccount"];
  return (
    effect === "Deny" && conditions.some(({ key, operator }) => keys.includes(key) && operator.startsWith("stringnot"))
  );
}
