import { isUnknown } from "../../documents/value";
import { judgeClassified } from "../reading/classified";
import { isGiven, judge, judgeRegion, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Ways to another network whose place no document states. */
const ways = ["aws_vpn_connection", "aws_dx_gateway", "aws_dx_gateway_association", "aws_customer_gateway"] as const;

export const SOV_RES_09 = policyRule({
  id: "SOV-RES-09-network-paths",
  title: "no network path leads to regions outside the boundary",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP cross-region-networking-deny",
  references: ["SecNumCloud 3.2 13.2", "AWS-GR_DISALLOW_CROSS_REGION_NETWORKING", "AWS-GR_DISALLOW_VPN_CONNECTIONS"],
  cause: "A peering or a cross-region endpoint is a path that no firewall of the region sees.",
  mend: "remove the path, or let it end inside the boundary",
  example: {
    fails: '`aws_vpc_peering_connection` with `peer_region = "us-east-1"`',
    passes: "a peering of two VPCs of the same documents",
    evades: '`aws_vpc_endpoint` with `service_region = "us-east-1"`',
  },
  *check(subject) {
    const { documents, boundary } = subject;
    yield* judgeClassified("SOV-RES-09-network-paths", subject);
    for (const endpoint of documents.resources("aws_vpc_endpoint")) {
      for (const { path, region } of subject.places.mentions(endpoint)) {
        if (path === "service_name" && region !== undefined)
          yield judgeRegion(endpoint, region, "its service", subject);
      }
    }
    for (const peering of documents.resources(
      "aws_vpc_peering_connection",
      "aws_ec2_transit_gateway_peering_attachment",
    )) {
      if (isGiven(peering.get("peer_region"))) continue;
      const owner = peering.get("peer_owner_id") ?? peering.get("peer_account_id");
      if (!isGiven(owner)) yield pass(peering);
      else if (isUnknown(owner))
        yield open(peering, { message: "the account at the other end is not known yet", given: owner });
      else {
        const message = `it leads to account ${String(owner as string)}, which is not in the boundary`;
        yield judge(peering, boundary.account(String(owner as string)), { message, allowed: boundary.data.accounts });
      }
    }
    for (const way of documents.resources(...ways)) {
      yield open(way, {
        message: "where the network at the other end stands is in no document",
        dischargedBy: "evidence",
      });
    }
    for (const policy of documents.resources("aws_networkmanager_core_network_policy_attachment")) {
      for (const { region } of subject.places.mentions(policy)) {
        if (region !== undefined) yield judgeRegion(policy, region, "an edge location of the core network", subject);
      }
    }
    for (const cluster of documents.resources("aws_eks_cluster")) {
      if (!isGiven(cluster.get("remote_network_config"))) yield pass(cluster);
      else yield open(cluster, { message: "where its remote nodes stand is in no document", dischargedBy: "evidence" });
    }
  },
});
