import { App, TerraformStack } from "cdktf";
import {
  checkBalancerAddresses,
  checkInferenceFailover,
  FailoverDns,
  InferenceFailover,
  type InferenceFailoverProps,
} from "../../../constructs/hybrid";
import { FactoryVpc } from "../../../constructs/network";
import { resourcesOf, synthStack, theResource } from "../../../testing";

const golden: InferenceFailoverProps = {
  domain: "models.example.org",
  models: [{ servedName: "chat", dataClass: "internal" }],
  siteAddresses: ["10.64.0.40"],
  cloudAddresses: ["10.0.0.40", "10.0.16.40"],
};
const context = {
  region: "eu-north-1",
  dataClasses: [
    { name: "internal", mayLeave: true, regions: ["eu-north-1"] },
    { name: "patient", mayLeave: false },
  ],
  siteCidrBlocks: ["10.64.0.0/16"],
  cloudCidrBlocks: ["10.0.0.0/16"],
};

describe("two gateways that stand in for each other", () => {
  const failover = new InferenceFailover(golden);

  it("answer to both names, and ask each other for the model", () => {
    expect(failover.atSite).toMatchObject({
      hostname: "site.models.example.org",
      otherHostnames: ["cloud.models.example.org"],
      fallbacks: [{ servedName: "chat", hostname: "cloud.models.example.org", caConfigMapName: "failover-ca" }],
    });
    expect(failover.atCloud).toMatchObject({
      hostname: "cloud.models.example.org",
      fallbacks: [{ hostname: "site.models.example.org", keySecretName: "failover-key" }],
    });
  });

  it("have an internal load balancer of the stated addresses in the cloud", () => {
    expect(failover.atCloud.serviceAnnotations).toMatchObject({
      "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
      "service.beta.kubernetes.io/aws-load-balancer-private-ipv4-addresses": "10.0.0.40, 10.0.16.40",
    });
    expect(failover.atSite.serviceAnnotations).toBeUndefined();
  });
});

describe("names of the gateways", () => {
  const stack = new TerraformStack(new App({ stackTraces: false }), "links");
  const vpc = new FactoryVpc(stack, "network", { region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"] });
  new FailoverDns(stack, "dns", { vpc, failover: new InferenceFailover(golden) });
  const emitted = synthStack(stack);

  it.each([[["10.0.0.40"]], [["10.0.0.40", "10.0.0.41"]], [["10.0.0.40", "10.0.32.40"]]])(
    "need one address in each zone: not %j",
    (cloudAddresses) => {
      const failover = new InferenceFailover({ ...golden, cloudAddresses });
      expect(checkBalancerAddresses(failover, vpc.serviceSubnets, "x").map(({ rule }) => rule)).toEqual([
        "HYB-034-inference-failover",
      ]);
    },
  );

  it("are private to the network", () => {
    expect(theResource(emitted, "aws_route53_zone")).toMatchObject({ name: "models.example.org" });
    expect(theResource(emitted, "aws_route53_zone").vpc).toHaveLength(1);
  });

  it("lead to the site while it is there, and to the cloud when it is not", () => {
    const records = Object.values(resourcesOf(emitted, "aws_route53_record"));
    const site = records.filter(({ name }) => name === "site.models.example.org");
    expect(site).toContainEqual(
      expect.objectContaining({
        records: ["10.64.0.40"],
        failover_routing_policy: { type: "PRIMARY" },
        health_check_id: expect.stringContaining("aws_route53_health_check"),
      }),
    );
    expect(site).toContainEqual(
      expect.objectContaining({ records: golden.cloudAddresses, failover_routing_policy: { type: "SECONDARY" } }),
    );
    expect(records).toHaveLength(3);
  });

  it("follow an alarm on what reaches the site over the link", () => {
    expect(theResource(emitted, "aws_lb_target_group_attachment")).toMatchObject({
      target_id: "10.64.0.40",
      availability_zone: "all",
    });
    expect(theResource(emitted, "aws_cloudwatch_metric_alarm")).toMatchObject({
      metric_name: "HealthyHostCount",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
    expect(theResource(emitted, "aws_route53_health_check")).toMatchObject({ type: "CLOUDWATCH_METRIC" });
  });
});

describe("a failover that is refused", () => {
  const rules = (change: Partial<InferenceFailoverProps>) =>
    checkInferenceFailover(new InferenceFailover({ ...golden, ...change }), context, "x").map(
      ({ rule, path }) => `${rule} ${path}`,
    );

  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<InferenceFailoverProps>, string]>([
    [
      "prompts that may not leave",
      { models: [{ servedName: "chat", dataClass: "patient" }] },
      "HYB-003-data-class x.models[0].dataClass",
    ],
    ["no model", { models: [] }, "HYB-034-inference-failover x.models"],
    ["a model twice", { models: [...golden.models, ...golden.models] }, "HYB-034-inference-failover x.models"],
    ["a domain of one part", { domain: "models" }, "HYB-034-inference-failover x.domain"],
    ["an address elsewhere", { siteAddresses: ["192.168.0.1"] }, "HYB-034-inference-failover x.siteAddresses"],
    ["no address", { cloudAddresses: [] }, "HYB-034-inference-failover x.cloudAddresses"],
    ["a name for an address", { siteAddresses: ["gateway"] }, "HYB-034-inference-failover x.siteAddresses"],
  ])("has %s", (_, change, expected) => expect(rules(change)).toEqual([expected]));
});
