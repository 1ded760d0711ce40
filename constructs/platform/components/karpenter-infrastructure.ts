import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { nameTags } from "../../aws/tags";
import type { ICustomerKey, IEksCluster, IPodIdentity } from "../../contracts";
import { karpenterAccount } from "./karpenter";
import { karpenterStatements } from "./karpenter-policy";

export interface KarpenterInfrastructureProps {
  /** Cluster that Karpenter adds nodes to. */
  readonly cluster: IEksCluster;
  /** Key of the queue, of purpose `messages`. @default - the key that SQS manages */
  readonly key?: ICustomerKey;
}

/** Notices that Karpenter acts on, by the source and the detail type of their events. */
const notices = {
  "scheduled-change": { source: "aws.health", detailType: "AWS Health Event" },
  "spot-interruption": { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  "instance-state": { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  "reservation-interruption": {
    source: "aws.ec2",
    detailType: "EC2 Capacity Reservation Instance Interruption Warning",
  },
} as const;

/**
 * What Karpenter needs of AWS: a queue with notices of instances that will be taken away, and the controller's identity.
 * Nodes get the cluster's node role, whose access entry exists. Stands in the cluster's stack.
 */
export class KarpenterInfrastructure extends Construct {
  /** Queue with notices of instances that EC2 takes away. */
  readonly queue: SqsQueue;
  /** Identity of Karpenter's controller. */
  readonly identity: IPodIdentity;

  constructor(scope: Construct, id: string, props: KarpenterInfrastructureProps) {
    super(scope, id);
    const { cluster, key } = props;
    this.queue = new SqsQueue(this, "interruptions", {
      name: `${cluster.clusterName}-karpenter`.slice(0, maxQueueName),
      messageRetentionSeconds: 300,
      ...(key === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: key.keyArn }),
      tags: nameTags(this, `${cluster.clusterName}-karpenter`),
    });
    const rules = Object.entries(notices).map(([notice, event]) => this.forward(notice, event));
    new SqsQueuePolicy(this, "interruptions-policy", {
      queueUrl: this.queue.url,
      policy: queuePolicy(
        this.queue.arn,
        rules.map((rule) => rule.arn),
      ),
    });
    this.identity = cluster.addPodIdentity("karpenter", {
      ...karpenterAccount,
      statements: [
        ...karpenterStatements({
          region: cluster.region,
          clusterName: cluster.clusterName,
          nodeRoleArn: cluster.nodeRoleArn,
          queueArn: this.queue.arn,
        }),
        ...(key === undefined ? [] : [{ actions: ["kms:Decrypt"], resources: [key.keyArn] }]),
      ],
    });
  }

  /** Name of the queue, for the component `Karpenter`. */
  get queueName(): string {
    return this.queue.name;
  }

  private forward(
    notice: string,
    event: { readonly source: string; readonly detailType: string },
  ): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, notice, {
      eventPattern: JSON.stringify({ source: [event.source], "detail-type": [event.detailType] }),
      tags: nameTags(this, notice),
    });
    new CloudwatchEventTarget(this, `${notice}-target`, { rule: rule.name, arn: this.queue.arn });
    return rule;
  }
}

/** SQS refuses a longer name. */
const maxQueueName = 80;

function queuePolicy(queueArn: string, ruleArns: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Notices",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
