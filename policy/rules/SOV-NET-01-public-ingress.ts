import type { Block, Resource } from "../../documents/types";
import { isObject, isUnknown } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { ingressRules, namesSource, opensToInternet } from "../reading/ingress";
import { coverInternet } from "../reading/ranges";
import { any, fail, flag, isGiven, judge, not, numberOf, oneOf, pass, textsOf, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

interface PortCovers {
  readonly port: number;
  readonly ids: readonly string[];
}

/**
 * Switches of the schema that give a public address, with what the provider makes of nothing written. A Redshift
 * cluster was public by default until version 6 of the provider.
 */
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
/** Checks of other tools for public addresses, by type. */
const addressCovers: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["CKV_AWS_17", "AWS-0180", "35113e6f-2c6b-414d-beec-7a9482d3b2d1"],
  aws_alb: ["AWS-0053"],
  aws_dms_replication_instance: ["CKV_AWS_89", "030d3b18-1821-45b4-9e08-50efbe7becbb"],
  aws_ecs_service: ["CKV_AWS_333"],
  aws_instance: ["CKV_AWS_88", "AWS-0009"],
  aws_launch_configuration: ["CKV_AWS_389", "AWS-0009"],
  aws_launch_template: ["CKV_AWS_88"],
  aws_lb: ["AWS-0053"],
  aws_mq_broker: ["CKV_AWS_69", "AWS-0072", "4eb5f791-c861-4afd-9f94-f2a6a3fe49cb"],
  aws_msk_cluster: ["CKV_AWS_291", "54378d69-dd7c-4b08-a43e-80d563396857"],
  aws_neptune_cluster_instance: ["CKV_AWS_102", "9ba198e0-fef4-464a-8a4d-75ea55300de7"],
  aws_rds_cluster_instance: ["CKV_AWS_17", "AWS-0180"],
  aws_redshift_cluster: ["CKV_AWS_87", "af173fde-95ea-4584-b904-bb3923ac4bda"],
  aws_transfer_server: ["CKV_AWS_164"],
  aws_subnet: ["CKV_AWS_130", "AWS-0164", "52f04a44-6bfa-4c41-b1d3-4ae99a2de05c"],
};
/** Checks of other tools for ports of security groups. */
const openPorts: readonly PortCovers[] = [
  { port: 22, ids: ["CKV_AWS_24", "AWS-0107", "65905cec-d691-4320-b320-2000436cb696"] },
  { port: 80, ids: ["CKV_AWS_260", "ffac8a12-322e-42c1-b9b9-81ff85c39ef7"] },
  { port: 2383, ids: ["54c417bf-c762-48b9-9d31-b3d87047e3f0"] },
  { port: 3389, ids: ["CKV_AWS_25", "AWS-0107", "151187cb-0efc-481c-babd-ad24e3c9bc22"] },
];
const everyPort = ["CKV_AWS_277"];
/** Checks of other tools for ports of network lists. */
const openListPorts: readonly PortCovers[] = [
  { port: 20, ids: ["CKV_AWS_230"] },
  { port: 21, ids: ["CKV_AWS_229"] },
  { port: 22, ids: ["CKV_AWS_232", "AWS-0105", "3af7f2fd-06e6-4dab-b996-2912bea19ba4"] },
  { port: 3389, ids: ["CKV_AWS_231", "AWS-0105", "a20be318-cac7-457b-911d-04cc6e812c25"] },
];
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
  covers: [
    ...Object.values(addressCovers).flat(),
    ...[...openPorts, ...openListPorts].flatMap(({ ids }) => ids),
    ...everyPort,
  ],
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
        const covers = [...portCovers(rule, openPorts), ...(portsOf(rule) === "all" ? everyPort : [])];
        if (web) yield pass(resource);
        else if (!namesSource(rule)) {
          const message = "a rule of it does not say who may come in, which the provider refuses";
          yield fail(resource, { message, fix: "name the ranges or the groups that may", severity: "warning", covers });
        } else
          yield judge(resource, not(opensToInternet(rule, resource, prefix)), {
            message: "its rules let in the internet",
            given: rangesOf(rule),
            covers,
          });
      }
    }
    for (const list of documents.resources("aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule")) {
      // A list in front of a subnet is not the only guard: open lists are remarked, not refused.
      const rules = list.type === "aws_network_acl_rule" ? [list] : list.blocks("ingress");
      for (const rule of rules) {
        const lets =
          rule.get("egress") !== true &&
          oneOf(rule.get("action") ?? rule.get("rule_action"), ["allow"], false) === true;
        yield {
          ...judge(list, lets ? not(opensToInternet(rule, list)) : true, {
            message: "the list lets in the internet",
            covers: portCovers(
              rule,
              openListPorts.filter(({ port }) => !isDenied(port, rule, rules)),
            ),
          }),
          severity: "info",
        };
      }
    }
    for (const resource of documents.resources()) yield* judgeAddresses(resource, publicIngress);
    for (const server of documents.resources("aws_transfer_server")) {
      yield judge(server, oneOf(server.get("endpoint_type"), ["VPC", "VPC_ENDPOINT"], false), {
        message: "its endpoint is reached from the internet",
        given: server.get("endpoint_type") ?? "PUBLIC, the default",
        covers: addressCovers[server.type] ?? [],
      });
    }
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
  const covers = addressCovers[resource.type] ?? [];
  for (const path of typeFacts(resource.type)?.exposure ?? []) {
    const name = path.split(".").at(-1) ?? path;
    if (Object.hasOwn(addressSwitches, name)) {
      const values = resource.list(path);
      const absent = resource.type === "aws_redshift_cluster" ? true : (addressSwitches[name] ?? false);
      const answers = values.length === 0 ? [flag(undefined, absent)] : values.map((value) => flag(value, absent));
      yield judge(resource, not(any(...answers)), {
        message: `${path} gives it a public address`,
        covers,
        given: resource.get(path) ?? "nothing: the default is public",
      });
    } else if (path === "internal") {
      // A gateway load balancer has no front that anyone outside could reach.
      const facesInternet =
        oneOf(resource.get("load_balancer_type"), ["gateway"], false) === true
          ? false
          : not(flag(resource.get("internal"), false));
      yield judge(resource, publicIngress ? true : not(facesInternet), {
        message: "the load balancer faces the internet",
        covers,
        given: resource.get("internal") ?? "internal is not set",
      });
    } else if (path.endsWith("public_access.type")) {
      yield judge(resource, not(oneOf(resource.get(path), ["SERVICE_PROVIDED_EIPS"], false)), {
        message: "the brokers have public addresses",
        covers,
      });
    }
  }
}

/** The ports that a rule opens; undefined where they are not known, or no ports. */
function portsOf(rule: Block): "all" | { readonly from: number; readonly to: number } | undefined {
  const protocol = String((rule.get("protocol") ?? rule.get("ip_protocol") ?? "tcp") as string).toLowerCase();
  if (protocol === "-1" || protocol === "all") return "all";
  if (!/^(tcp|udp|6|17)$/.test(protocol)) return undefined;
  const [from, to] = [numberOf(rule.get("from_port")), numberOf(rule.get("to_port"))];
  if (from === undefined || to === undefined) return undefined;
  return from < 0 || (from === 0 && to === 0) || (from === 0 && to === 65_535) ? "all" : { from, to };
}

/** Whether a rule of a lower number, which comes first, denies the port to everyone. */
function isDenied(port: number, rule: Block, rules: readonly Block[]): boolean {
  const numberIn = (one: Block) => numberOf(one.get("rule_no")) ?? 0;
  return rules.some((one) => {
    const ports = portsOf(one);
    return (
      numberIn(one) < numberIn(rule) &&
      one.get("action") === "deny" &&
      coverInternet(textsOf([...one.list("cidr_block"), ...one.list("ipv6_cidr_block")]).texts) &&
      (ports === "all" || (ports !== undefined && ports.from <= port && port <= ports.to))
    );
  });
}

function portCovers(rule: Block, table: readonly PortCovers[]): readonly string[] {
  const ports = portsOf(rule);
  if (ports === undefined) return [];
  return table
    .filter(({ port }) => ports === "all" || (ports.from <= port && port <= ports.to))
    .flatMap(({ ids }) => ids);
}

function rangesOf(rule: { get(path: string): unknown }): unknown {
  const given = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"].map((path) => rule.get(path));
  return given.find((value) => isGiven(value as never));
}
