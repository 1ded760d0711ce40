import { zoneOfRegion } from "../../../validation/rules/NET-012-zone-of-region";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

const zone = (name: string) => (input: ReturnType<typeof vpcStack>) =>
  (input.subnets.node_a["availability_zone"] = name);
const zoneId = (id: string) => (input: ReturnType<typeof vpcStack>) => {
  delete input.subnets.node_a["availability_zone"];
  input.subnets.node_a["availability_zone_id"] = id;
};

describeRule(zoneOfRegion, {
  passing: vpcStack,
  stillPasses: { "by id": zoneId("eun1-az2") },
  mutations: {
    "another region": { change: zone("eu-west-1a"), finds: /not one of eu-north-1/ },
    "the region itself": zone("eu-north-1"),
    "an id in the name's place": zone("eun1-az1"),
    "an id of another region": { change: zoneId("euw1-az1"), finds: /zone's id/ },
    "a letter beyond all": { change: zone("eu-north-1z"), finds: /no source knows/ },
    "a volume elsewhere": ({ stack }) =>
      Object.assign(stack.resource, { aws_ebs_volume: { data: { availability_zone: "us-east-1a" } } }),
  },
  unknown: {
    "a zone from a variable": zone("${var.zone}"),
    "a region from a variable": ({ provider }) => (provider["region"] = "${var.region}"),
  },
});
