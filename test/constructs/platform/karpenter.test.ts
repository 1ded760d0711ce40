import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { IEksCluster, IPodIdentity, PodIdentityProps, PolicyStatement } from "../../../constructs/contracts";
import { Karpenter, KarpenterCrds, KarpenterInfrastructure, karpenterStatements } from "../../../constructs/platform";
import { resourcesOf, synthStack, theResource } from "../../../testing";

const access = {
  region: "eu-north-1",
  clusterName: "factory",
  nodeRoleArn: "arn:aws:iam::1:role/node",
  queueArn: "arn:aws:sqs:eu-north-1:1:factory",
};

function infrastructure() {
  const stack = new TerraformStack(new App({ stackTraces: false }), "infra");
  const identities: PodIdentityProps[] = [];
  const cluster = Object.assign(new Construct(stack, "cluster"), {
    clusterName: "factory",
    region: "eu-north-1",
    nodeRoleArn: access.nodeRoleArn,
    addPodIdentity: (_: string, props: PodIdentityProps) => {
      identities.push(props);
      return props as unknown as IPodIdentity;
    },
  }) as unknown as IEksCluster;
  const karpenter = new KarpenterInfrastructure(stack, "karpenter", { cluster });
  return { karpenter, identities, emitted: synthStack(stack) };
}

describe("KarpenterInfrastructure", () => {
  const { emitted, identities } = infrastructure();

  it("queues every notice that takes an instance away", () => {
    const rules = Object.values(resourcesOf(emitted, "aws_cloudwatch_event_rule"));
    const types = rules.map(({ event_pattern: pattern }) => JSON.parse(pattern as string) as Record<string, string[]>);
    expect(types.map((pattern) => pattern["detail-type"]![0]).sort()).toEqual([
      "AWS Health Event",
      "EC2 Capacity Reservation Instance Interruption Warning",
      "EC2 Instance Rebalance Recommendation",
      "EC2 Instance State-change Notification",
      "EC2 Spot Instance Interruption Warning",
    ]);
    expect(Object.keys(resourcesOf(emitted, "aws_cloudwatch_event_target"))).toHaveLength(5);
  });

  it("encrypts the queue, and takes messages over TLS and from those rules only", () => {
    expect(theResource(emitted, "aws_sqs_queue")).toMatchObject({
      name: "factory-karpenter",
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 300,
    });
    const { Statement } = JSON.parse(theResource(emitted, "aws_sqs_queue_policy").policy as string) as {
      Statement: { Effect: string; Condition: Record<string, Record<string, unknown>>; Principal: unknown }[];
    };
    expect(Statement[0]).toMatchObject({ Effect: "Allow", Principal: { Service: "events.amazonaws.com" } });
    expect(Statement[0]!.Condition.ArnEquals!["aws:SourceArn"]).toHaveLength(5);
    expect(Statement[1]).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });

  it("gives the controller an identity", () => {
    expect(identities).toMatchObject([{ namespace: "kube-system", serviceAccountName: "karpenter" }]);
  });
});

describe("karpenterStatements", () => {
  const statements = karpenterStatements(access);
  const byAction = (action: string) => statements.filter(({ actions }) => actions.includes(action));

  it("lets the controller end only instances of this cluster", () => {
    expect(byAction("ec2:TerminateInstances")).toMatchObject([
      {
        conditions: {
          StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/factory": "owned" },
          StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
        },
      },
    ]);
  });

  it("lets it hand out the nodes' role and no other", () => {
    expect(byAction("iam:PassRole")).toMatchObject([{ resources: [access.nodeRoleArn] }]);
  });

  it("has no wildcard among its actions", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("names all of every resource only where the action knows no other", () => {
    const open = statements.filter(({ resources }) => resources.includes("*")).map(({ sid }) => sid);
    expect(open).toEqual(["Read", "ReadPrices", "ListProfiles"]);
  });

  it("stays in its region and partition", () => {
    const china = karpenterStatements({ ...access, region: "cn-north-1" });
    const arns = china.flatMap(({ resources }) => resources).filter((arn) => /:(ec2|eks|ssm|iam):/.test(arn));
    expect(arns.filter((arn) => !arn.startsWith("arn:aws-cn:") && arn !== access.nodeRoleArn)).toEqual([]);
  });

  it("fits into the inline policy of a role, which takes 10,240 characters", () => {
    expect(size(statements)).toBeLessThan(10_240);
  });
});

/** AWS counts an inline policy without white space. */
function size(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(statements).replace(/\s/g, "").length;
}

describe("Karpenter", () => {
  const crds = new KarpenterCrds();
  const nodePool = { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "g6e" }, spec: {} };
  const props = { clusterName: "factory", interruptionQueue: "factory-karpenter", crds, objects: [nodePool] };

  it("comes after its definitions, and brings the pools' objects", () => {
    const karpenter = new Karpenter(props);
    expect(karpenter.dependsOn).toEqual([crds]);
    expect(karpenter.manifests).toEqual([nodePool]);
    expect(karpenter.values).toMatchObject({
      settings: { clusterName: "factory", interruptionQueue: "factory-karpenter", isolatedVPC: false },
    });
  });

  it("asks no price list where the network is closed", () => {
    expect(new Karpenter({ ...props, closedNetwork: true }).values).toMatchObject({ settings: { isolatedVPC: true } });
  });
});
