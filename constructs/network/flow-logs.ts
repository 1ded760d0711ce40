import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { policyDocument, serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";
import type { ICustomerKey } from "../contracts";

export interface FlowLogsProps {
  readonly vpcId: string;
  readonly logGroupName: string;
  readonly retentionDays: number;
  readonly key?: ICustomerKey;
}

/** A record of every connection in a VPC, kept in CloudWatch Logs. */
export class FlowLogs extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  readonly flowLog: FlowLog;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: props.logGroupName,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.key?.keyArn,
      tags: nameTags(this, "flow-logs"),
    });
    const role = new IamRole(this, "role", {
      namePrefix: "flow-logs-",
      assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com"),
      tags: nameTags(this, "flow-logs"),
    });
    new IamRolePolicy(this, "policy", {
      role: role.name,
      policy: policyDocument([
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [`${this.logGroup.arn}:*`],
        },
      ]),
    });
    this.flowLog = new FlowLog(this, "flow-log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: this.logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: nameTags(this, "flow-logs"),
    });
  }
}
