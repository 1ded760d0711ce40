import type { Resource } from "../../documents/types";
import { isObject, isUnknown } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { ingressRules, opensToInternet } from "../reading/ingress";
import { any, flag, isGiven, judge, not, oneOf, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** Switches of the schema that give a public address, with what the provider makes of nothing written. */
const addressSwitches: Readonly<Record<string, boolean>> = {
  associate_public_ip_address: false,
  assign_public_ip: false,
  auto_assign_public_ips: false,
  map_public_ip_on_launch: false,
  publicly_accessible: false,
  is_publicly_accessible: true,
  create_public_ip: false,
  enable_default_internet_access: false,
  enable_internet_access: false,
};
const groupTypes = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
];
const internalMarks = [
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["networking.gke.io/load-balancer-type", "Internal"],
] as const;

export const SOV_NET_01 = policyRule({
  id: "SOV-NET-01-public-ingress",
  title: "nothing is reached from the internet",
  weight: "critical",
  stages: ["synth", "plan"],
  references: [
    "SecNumCloud 3.2 13.2",
    "C5:2020 COS-01",
    "CT.EC2.PR.3",
    "CT.EC2.PR.8",
    "AWS-GR_EC2_INSTANCE_NO_PUBLIC_IP",
  ],
  covers: ["CKV_AWS_17", "CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_88", "CKV_AWS_130", "CKV_AWS_260"],
  cause: "An address or a rule that is open to the internet is open to every jurisdiction.",
  mend: "name the ranges that must come in, and take addresses from private subnets",
  example: {
    fails: "an ingress rule from 0.0.0.0/0",
    passes: "an ingress rule from 10.0.0.0/16",
    evades: "two ingress rules from 0.0.0.0/1 and 128.0.0.0/1",
  },
  *check({ documents, boundary }) {
    const { publicIngress } = boundary.data;
    for (const resource of documents.resources(...groupTypes)) {
      for (const { rule, prefix } of ingressRules(resource)) {
        const web =
          publicIngress &&
          [80, 443].includes(Number(rule.get("from_port") as number)) &&
          rule.get("from_port") === rule.get("to_port");
        const message = "its rules let in the internet";
        yield web
          ? pass(resource)
          : judge(resource, not(opensToInternet(rule, resource, prefix)), { message, given: rangesOf(rule) });
      }
    }
    for (const list of documents.resources("aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule")) {
      // A list in front of a subnet is not the only guard: open lists are remarked, not refused.
      for (const rule of list.type === "aws_network_acl_rule" ? [list] : list.blocks("ingress")) {
        const lets =
          rule.get("egress") !== true &&
          oneOf(rule.get("action") ?? rule.get("rule_action"), ["allow"], false) === true;
        yield {
          ...judge(list, lets ? not(opensToInternet(rule, list)) : true, { message: "the list lets in the internet" }),
          severity: "info",
        };
      }
    }
    for (const resource of documents.resources()) yield* judgeAddresses(resource, publicIngress);
    for (const object of documents.kubernetesObjects("Service")) {
      const spec = isObject(object.object["spec"]) ? object.object["spec"] : {};
      if (spec["type"] !== "LoadBalancer") yield pass(object);
      else {
        const internal = internalMarks.map(([name, value]): Tri =>
          isUnknown(object.annotations[name]) ? "unknown" : String(object.annotations[name] as string) === value,
        );
        yield judge(object, publicIngress ? true : any(...internal), {
          message: "its load balancer faces the internet",
          fix: "annotate it as internal",
        });
      }
    }
    for (const object of documents.kubernetesObjects("Ingress")) {
      const scheme = object.annotations["alb.ingress.kubernetes.io/scheme"];
      yield judge(object, publicIngress ? true : not(oneOf(scheme, ["internet-facing"], false)), {
        message: "its load balancer faces the internet",
        given: scheme,
      });
    }
  },
});

function* judgeAddresses(resource: Resource, publicIngress: boolean): Generator<PolicyOutcome> {
  for (const path of typeFacts(resource.type)?.exposure ?? []) {
    const name = path.split(".").at(-1) ?? path;
    if (Object.hasOwn(addressSwitches, name)) {
      const values = resource.list(path);
      const answers = values.length === 0 ? [] : values.map((value) => flag(value, addressSwitches[name] ?? false));
      yield judge(resource, not(any(...answers, ...(values.length === 0 ? [false] : []))), {
        message: `${path} gives it a public address`,
        given: resource.get(path),
      });
    } else if (path === "internal") {
      // A gateway load balancer has no front that anyone outside could reach.
      const facesInternet =
        oneOf(resource.get("load_balancer_type"), ["gateway"], false) === true
          ? false
          : not(flag(resource.get("internal"), false));
      yield judge(resource, publicIngress ? true : not(facesInternet), {
        message: "the load balancer faces the internet",
        given: resource.get("internal") ?? "internal is not set",
      });
    } else if (path.endsWith("public_access.type")) {
      yield judge(resource, not(oneOf(resource.get(path), ["SERVICE_PROVIDED_EIPS"], false)), {
        message: "the brokers have public addresses",
      });
    }
  }
}

function rangesOf(rule: { get(path: string): unknown }): unknown {
  const given = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"].map((path) => rule.get(path));
  return given.find((value) => isGiven(value as never));
}
