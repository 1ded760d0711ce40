import { flag, isGiven, judge, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools for a VPC without any flow log. */
const unrecorded = ["CKV2_AWS_11", "AWS-0178", "f83121ea-03da-434f-9277-9cd247ab3047"];

export const SOV_AUD_04 = policyRule({
  id: "SOV-AUD-04-network-records",
  title: "all traffic of every VPC is recorded, and requests to load balancers are",
  weight: "medium",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 13.3"],
  covers: ["CKV_AWS_91", ...unrecorded],
  cause: "What left the network can only be shown by a record of all of it, also of what was let through.",
  mend: "add a flow log of ALL traffic to the VPC, and access_logs to the load balancer",
  example: {
    fails: "a VPC without a flow log",
    passes: "a VPC with a flow log of ALL traffic",
    evades: "a flow log of REJECT only, or of one subnet",
  },
  *check({ documents }) {
    for (const vpc of documents.resources("aws_vpc")) {
      const logs = vpc.referrers("aws_flow_log").filter((log) => log.targets("vpc_id").includes(vpc));
      const all = logs.some((log) => oneOf(log.get("traffic_type"), ["ALL"], false) !== false);
      yield judge(vpc, all, {
        message: logs.length === 0 ? "its traffic is not recorded" : "only a part of its traffic is recorded",
        covers: logs.length === 0 ? unrecorded : [],
      });
    }
    for (const balancer of documents.resources("aws_lb", "aws_alb")) {
      const type = balancer.get("load_balancer_type");
      if (type === "gateway") continue;
      const on = isGiven(balancer.get("access_logs.bucket")) ? flag(balancer.get("access_logs.enabled"), false) : false;
      yield judge(balancer, on, { message: "requests to it are not recorded", covers: ["CKV_AWS_91"] });
    }
    for (const firewall of documents.resources("aws_networkfirewall_firewall")) {
      const kinds = firewall
        .referrers("aws_networkfirewall_logging_configuration")
        .flatMap((one) => one.list("logging_configuration.log_destination_config.log_type"));
      const both = kinds.includes("ALERT") && kinds.includes("FLOW");
      yield judge(firewall, both, { message: "it records not both alerts and flows", given: kinds });
    }
  },
});
