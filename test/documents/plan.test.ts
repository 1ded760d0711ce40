import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documentsFromMemory, isUnknown, loadDocuments, type Documents } from "../../documents";
import { addresses, problemsOf, folderWith, resourceAt } from "./support";

const folder = join(__dirname, "..", "fixtures", "plan");
const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as object;

describe("a plan and the configuration it was made from", () => {
  let planned: Documents;
  let configured: Documents;
  beforeAll(async () => {
    planned = await loadDocuments(join(folder, "plan.json"));
    configured = await loadDocuments(folder);
  });

  it("have the same resources", () => {
    expect(addresses(planned.all)).toEqual(addresses(configured.all));
    expect(planned.all).toHaveLength(9);
    expect([planned.stacks[0]?.kind, configured.stacks[0]?.kind]).toEqual(["plan", "configuration"]);
  });

  it("have the same providers, through aliases and modules", () => {
    const regions = (documents: Documents) => documents.all.map((one) => one.provider?.get("region"));
    expect(regions(planned)).toEqual(regions(configured));
    expect(resourceAt(planned, 'module.net["a"].aws_subnet.node').provider?.get("region")).toBe("us-east-1");
    expect(resourceAt(planned, "aws_vpc.main").provider?.get("region")).toBe("eu-north-1");
  });

  it("have the same references, through modules, their instances and indices", () => {
    const targets = (documents: Documents) => documents.all.map((one) => addresses(one.targets()));
    // The data source was read while planning: its text is known, and the reference is still there.
    expect(targets(planned)).toEqual(targets(configured));
    const template = resourceAt(planned, "aws_launch_template.training");
    expect(template.target("network_interfaces.subnet_id")?.address).toBe('module.net["a"].aws_subnet.node');
    const rule = resourceAt(planned, "aws_vpc_security_group_ingress_rule.fabric");
    expect(rule.target("referenced_security_group_id")?.address).toBe("aws_security_group.fabric[0]");
  });

  it("differ in what is known: the plan has read the data source", () => {
    const trust = "sts:AssumeRole";
    const policy = resourceAt(planned, "aws_iam_role.node").json("assume_role_policy");
    expect(JSON.stringify(policy)).toContain(trust);
    expect(resourceAt(configured, "aws_iam_role.node").get("assume_role_policy")).toMatchObject({
      reason: "data-source",
    });
    expect(resourceAt(planned, "data.aws_iam_policy_document.trust").get("json")).toContain(trust);
  });

  it("say what will be done, and what is known after apply", () => {
    const vpc = resourceAt(planned, "aws_vpc.main");
    expect(vpc.actions).toEqual(["create"]);
    expect(isUnknown(vpc.get("id"))).toBe(true);
    expect(vpc.get("cidr_block")).toBe("10.0.0.0/16");
    expect(resourceAt(planned, 'module.net["b"].aws_subnet.node').get("vpc_id")).toMatchObject({ reason: "computed" });
  });
});

describe("a plan", () => {
  it("is taken from memory too", () => {
    expect(documentsFromMemory({ factory: plan }).find("aws_vpc.main")?.stack).toBe("factory");
  });

  it.each([
    ["without any resources", { format_version: "1.2", planned_values: {} }, []],
    [
      "with a list for its configuration",
      { format_version: "1.2", planned_values: {}, configuration: [] },
      ["plan.json: configuration: expected an object"],
    ],
    [
      "with a resource that has no type",
      { format_version: "1.2", planned_values: { root_module: { resources: [{ name: "x" }] } } },
      ["plan.json: planned_values: a resource without type or name"],
    ],
  ])("%s", async (_name, data, problems) => {
    expect(await problemsOf(join(folderWith({ "plan.json": data }), "plan.json"))).toEqual(problems);
  });
});
