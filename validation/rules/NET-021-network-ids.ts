import type { Resource } from "../../documents/types";
import { fail, pass, resourceAbout, type Outcome, type Rule } from "../rule";

/** Attributes that name parts of a network by id, by what the id begins with. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  vpc: ["vpc_id"],
  subnet: ["subnet_id", "subnet_ids", "vpc_config.subnet_ids", "network_interfaces[].subnet_id", "vpc_zone_identifier"],
  sg: [
    ...["security_group_id", "security_group_ids", "vpc_security_group_ids", "referenced_security_group_id"],
    ...["vpc_config.security_group_ids", "network_interfaces[].security_groups"],
  ],
  rtb: ["route_table_id", "route_table_ids"],
};

const places = Object.entries(attributes).flatMap(([prefix, paths]) =>
  paths.map((path) => ({ path, prefix, form: new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`) })),
);

export const networkIds: Rule = {
  id: "NET-021-network-ids",
  family: "NET",
  title: "parts of a network that exists already are named by their ids",
  severity: "error",
  reads: "documents",
  cause:
    "A network that was there before is named by ids that somebody copied. The provider takes any text; AWS refuses it " +
    "at apply, or, where the name of one thing stands in the place of another, once everything before it stands.",
  mend: "copy the id from `aws ec2 describe-subnets`, `describe-vpcs` or `describe-security-groups`",
  sources: ["Amazon EC2 User Guide, resource IDs: a prefix, and 8 or 17 hexadecimal digits"],
  unknownMeans: "Ids that other resources give are not looked at: Terraform puts them in.",
  example: { fails: "subnet_ids = [subnet-nodes-a]", passes: "subnet_ids = [subnet-0123456789abcdef0]" },
  *check({ documents }) {
    for (const resource of documents?.resources() ?? []) {
      if (!resource.type.startsWith("aws_")) continue;
      const outcome = judge(resource);
      if (outcome !== undefined) yield outcome;
    }
  },
};

/** Undefined where no id is written out. */
function judge(resource: Resource): Outcome | undefined {
  let hasId = false;
  const wrong: { readonly prefix: string; readonly text: string }[] = [];
  // Every resource comes by here.
  for (const { path, prefix, form } of places) {
    for (const given of resource.list(path)) {
      if (typeof given !== "string" || given === "") continue;
      hasId = true;
      if (!form.test(given)) wrong.push({ prefix, text: `${path}: ${given}` });
    }
  }
  if (!hasId) return undefined;
  const about = resourceAbout(resource);
  if (wrong.length === 0) return pass(about);
  return fail(about, {
    message: "something else stands where the id of a part of the network belongs",
    given: wrong.map(({ text }) => text),
    allowed: [...new Set(wrong.map(({ prefix }) => `${prefix}- and 17 (or 8) hexadecimal digits`))],
  });
}
