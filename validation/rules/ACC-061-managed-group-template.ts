import { isUnknown } from "../../documents/value";
import { launchesOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const managedGroupTemplate: Rule = {
  id: "ACC-061-managed-group-template",
  family: "ACC",
  title: "the launch template of a managed node group leaves to EKS what is EKS's, and says nothing twice",
  severity: "error",
  reads: "documents",
  cause:
    "EKS refuses a node group whose launch template sets what EKS sets itself, or whose own settings repeat the " +
    "template's. The provider sees nothing: the apply fails when the cluster and everything before it stand.",
  mend: "take the setting out of the launch template, or out of the node group, as the finding says",
  sources: [
    "Amazon EKS User Guide, launch-templates.md: settings that are prohibited, and where each must be specified",
  ],
  unknownMeans: "A value is not known yet, so that it may still be empty; the plan decides.",
  example: {
    fails: "iam_instance_profile or a subnet in the template, instance_types beside the template's instance_type",
    passes: "the role and subnets on the node group, the type in one of the two places",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (launch.group?.type === "aws_eks_node_group" && launch.template) yield* judge(launch);
    }
  },
};

/** What a template of a managed node group may not have, and who sets it. */
const prohibited: readonly (readonly [path: string, instead: string])[] = [
  ["iam_instance_profile", "node_role_arn of the node group"],
  ["network_interfaces[].subnet_id", "subnet_ids of the node group"],
  ["hibernation_options.configured", "nothing: EKS terminates nodes"],
  ["instance_initiated_shutdown_behavior", "nothing: EKS ends nodes by itself"],
];

/** Settings of the node group that exclude one of the template. */
const twice: readonly (readonly [group: string, template: string])[] = [
  ["instance_types", "instance_type"],
  ["disk_size", ""],
  ["remote_access", ""],
];

function* judge({ about, group, template }: Launch): Iterable<Outcome> {
  const said: Outcome[] = [];
  const isSet = (values: readonly unknown[]) => values.some((value) => ![null, "", false, 0].includes(value as null));
  for (const [path, allowed] of prohibited) {
    const values = template?.list(path) ?? [];
    if (!isSet(values) || (path.endsWith("behavior") && values.includes("terminate"))) continue;
    const name = path.replace("[]", "");
    if (values.every(isUnknown) && !path.startsWith("iam")) {
      said.push(unknown(about, { message: `whether the launch template sets ${name} is not known yet`, allowed }));
    } else {
      const given = values.map(shown);
      said.push(fail(about, { message: `the launch template sets ${name}, which EKS refuses`, given, allowed }));
    }
  }
  if (template?.get("instance_market_options.market_type") === "spot") {
    const message = "the launch template asks for spot, which EKS refuses";
    said.push(fail(about, { message, given: "market_type spot", allowed: "capacity_type = SPOT of the node group" }));
  }
  for (const [own, other] of twice) {
    if (!isSet(group?.list(own) ?? []) || (other !== "" && !isSet(template?.list(other) ?? []))) continue;
    said.push(
      fail(about, {
        message: `the node group sets ${own} beside a launch template${other === "" ? "" : ` with ${other}`}`,
        given: group?.list(own).map(shown),
        allowed: other === "" ? "the same in the launch template" : "one of the two",
      }),
    );
  }
  yield* said.length > 0 ? said : [pass(about)];
}
