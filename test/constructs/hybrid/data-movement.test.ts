import { App, TerraformStack } from "cdktf";
import {
  checkDataMovement,
  checkSiteAgents,
  DataMovement,
  DataMover,
  SiteAgent,
  SiteStore,
  type DataMovementFacts,
} from "../../../constructs/hybrid";
import { CustomerKey } from "../../../constructs/keys";
import { FactoryVpc } from "../../../constructs/network";
import { ObjectStore } from "../../../constructs/storage";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing";
import { FactoryError } from "../../../validation/factory-error";

const region = "eu-north-1";
const siteCidrBlocks = ["10.64.0.0/16"];
const context = {
  region,
  dataClasses: [
    { name: "public", mayLeave: true },
    { name: "swedish", mayLeave: true, regions: [region] },
    { name: "german", mayLeave: true, regions: ["eu-central-1"] },
    { name: "patient", mayLeave: false },
  ],
  link: { gbps: 2.5, usdPerGBOut: 0.09 },
};
const golden: DataMovementFacts = {
  name: "crawl",
  direction: "to-cloud",
  dataClass: "swedish",
  siteStore: SiteStore.nfs({ server: "nfs.site.example.org", path: "/export/crawl" }),
  prefix: "/crawl",
  totalGB: 10_000,
  dailyChangeGB: 400,
  everyHours: 6,
  limitMbps: 1_000,
};
const agents = [
  SiteAgent.activated({ name: "a", address: "10.64.0.20" }),
  SiteAgent.existing({ name: "b", agentArn: `arn:aws:datasync:${region}:111122223333:agent/agent-0123456789abcdef0` }),
];

function build() {
  const stack = new TerraformStack(new App({ stackTraces: false }), "links");
  const vpc = new FactoryVpc(stack, "network", { region, zones: ["eu-north-1a", "eu-north-1b"] });
  const logsKey = new CustomerKey(stack, "logs", { purpose: "logs", region });
  const key = new CustomerKey(stack, "storage", { purpose: "storage", region });
  const bucket = new ObjectStore(stack, "datasets", { region, purpose: "datasets", key });
  const mover = new DataMover(stack, "mover", { siteId: "site", siteCidrBlocks, vpc, agents, logsKey });
  const common = { ...context, siteId: "site", mover, bucket };
  new DataMovement(stack, "crawl", { ...common, ...golden });
  new DataMovement(stack, "weights", {
    ...common,
    ...golden,
    name: "weights",
    direction: "to-site",
    siteStore: SiteStore.objectStore({ server: "s3.site.example.org", bucket: "models", port: 8443 }),
    everyHours: 1,
    limitMbps: undefined,
  });
  new DataMovement(stack, "scans", {
    ...common,
    ...golden,
    name: "scans",
    siteStore: SiteStore.smb({ server: "files.site.example.org", path: "/scans", user: "datasync" }),
  });
  return { stack, emitted: synthStack(stack) };
}

describe("copies between a site and a bucket", () => {
  const { stack, emitted } = build();
  const named = (type: string, part: string) =>
    Object.entries(resourcesOf(emitted, type)).find(([name]) => name.startsWith(part))?.[1] ?? {};

  it("go from the export to the bucket, or back, when it is stated", () => {
    const there = named("aws_datasync_task", "crawl");
    expect(there.source_location_arn).toMatch(/aws_datasync_location_nfs\.crawl/);
    expect(there.destination_location_arn).toMatch(/aws_datasync_location_s3\.crawl/);
    expect(there.schedule).toEqual({ schedule_expression: "rate(6 hours)" });
    const back = named("aws_datasync_task", "weights");
    expect(back.source_location_arn).toMatch(/aws_datasync_location_s3\.weights/);
    expect(back.destination_location_arn).toMatch(/aws_datasync_location_object_storage\.weights/);
    expect(back.schedule).toEqual({ schedule_expression: "rate(1 hour)" });
  });

  it("take no more of the link than they may: 1,000 Mbps are 125,000,000 bytes a second", () => {
    expect(named("aws_datasync_task", "crawl").options).toMatchObject({ bytes_per_second: 125_000_000 });
    expect(named("aws_datasync_task", "weights").options).toMatchObject({ bytes_per_second: -1 });
  });

  it("delete nothing at the other end, and compare what they moved", () => {
    for (const { options } of Object.values(resourcesOf(emitted, "aws_datasync_task"))) {
      expect(options).toMatchObject({ preserve_deleted_files: "PRESERVE", verify_mode: "ONLY_FILES_TRANSFERRED" });
    }
  });

  it("keep users and modes of files only where the other end knows them", () => {
    expect(named("aws_datasync_task", "crawl").options).not.toHaveProperty("uid");
    expect(named("aws_datasync_task", "scans").options).toMatchObject({ uid: "NONE", posix_permissions: "NONE" });
  });

  it("say what class of data they move, and where to", () => {
    const classOf = (name: string) => named("aws_datasync_task", name).tags;
    expect(classOf("crawl")).toMatchObject({ "ai-factory/data-class": "swedish", "ai-factory/moves-to": region });
    expect(classOf("weights")).toMatchObject({ "ai-factory/moves-to": "site" });
  });

  it("read what they take and write what they bring, with the bucket's key", () => {
    const policy = (name: string) => String(named("aws_iam_role_policy", name).policy);
    expect(policy("crawl")).toMatch(/s3:PutObject.*kms:GenerateDataKey/);
    expect(policy("weights")).not.toMatch(/Put|Delete/);
    expect(policy("weights")).toMatch(/kms:Decrypt/);
  });

  it("reach AWS by a private endpoint, from the site alone", () => {
    const endpoint = Object.values(resourcesOf(emitted, "aws_vpc_endpoint")).find(({ service_name: service }) =>
      String(service).endsWith(".datasync"),
    );
    expect(endpoint?.subnet_ids).toHaveLength(1);
    const rules = Object.entries(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule"))
      .filter(([name]) => name.startsWith("mover"))
      .map(([, rule]) => [rule.from_port, rule.to_port, rule.cidr_ipv4]);
    expect(rules).toEqual([
      [443, 443, "10.64.0.0/16"],
      [1024, 1064, "10.64.0.0/16"],
    ]);
    const agent = theResource(emitted, "aws_datasync_agent");
    expect(agent.ip_address).toBe("10.64.0.20");
    expect(agent.private_link_endpoint).toMatch(/endpoint-interface/);
  });

  it("use every agent, activated or there already", () => {
    const { on_prem_config: config } = theResource(emitted, "aws_datasync_location_nfs") as {
      on_prem_config?: { agent_arns?: string[] };
    };
    expect(config?.agent_arns).toHaveLength(2);
    expect(config?.agent_arns?.[1]).toMatch(/^arn:aws:datasync/);
  });

  it("keep secrets out of what is written", () => {
    const variables = (emitted as { variable?: Record<string, { sensitive?: boolean }> }).variable ?? {};
    expect(Object.keys(variables).sort()).toEqual(["scans_password", "weights_access_key", "weights_secret_key"]);
    expect(Object.values(variables).every(({ sensitive }) => sensitive)).toBe(true);
  });

  it("record every object, under the factory's own key", () => {
    const group = named("aws_cloudwatch_log_group", "mover");
    expect(group).toMatchObject({ retention_in_days: 365 });
    expect(group.kms_key_id).toMatch(/aws_kms_key/);
    expect(named("aws_datasync_task", "crawl").cloudwatch_log_group_arn).toMatch(/mover_log-group/);
  });

  it("are links of the model, with what they move", () => {
    const { links } = collectModel(stack, { name: "x", intent: "mixed" });
    expect(links.filter(({ kind }) => kind === "transfer")).toMatchObject([
      { id: "copy-crawl", from: "site", to: "datasets", transfer: { direction: "to-cloud", dailyChangeGB: 400 } },
      { id: "copy-weights", from: "datasets", to: "site" },
      { id: "copy-scans" },
    ]);
  });
});

describe("a copy that is refused", () => {
  const rules = (change: Partial<DataMovementFacts>) =>
    checkDataMovement({ ...golden, ...change }, context, "x").map(({ rule, path }) => `${rule} ${path}`);

  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<DataMovementFacts>, string]>([
    ["data that must stay", { dataClass: "patient" }, "HYB-003-data-class x.dataClass"],
    ["data for another region", { dataClass: "german" }, "HYB-003-data-class x.dataClass"],
    ["data that nobody classed", { dataClass: "other" }, "HYB-003-data-class x.dataClass"],
    [
      "data of no class that comes home",
      { dataClass: "other", direction: "to-site" },
      "HYB-003-data-class x.dataClass",
    ],
    ["a name with blanks", { name: "the crawl" }, "HYB-027-dataset-sync x"],
    ["a prefix without a slash", { prefix: "crawl" }, "HYB-027-dataset-sync x"],
    [
      "a path above the export",
      { siteStore: SiteStore.nfs({ server: "nfs", path: "/export/../etc" }) },
      "HYB-027-dataset-sync x.siteStore.path",
    ],
    [
      "a URL for a server",
      { siteStore: SiteStore.nfs({ server: "nfs://nfs", path: "/export" }) },
      "HYB-027-dataset-sync x.siteStore.server",
    ],
    ["half an hour", { everyHours: 0.5 }, "HYB-027-dataset-sync x"],
    ["no amount", { dailyChangeGB: Number.NaN }, "HYB-027-dataset-sync x"],
    ["more than its limit moves", { dailyChangeGB: 11_000 }, "HYB-006-transfer-bandwidth x"],
    ["more than the link moves", { dailyChangeGB: 22_000, limitMbps: undefined }, "HYB-006-transfer-bandwidth x"],
  ])("has %s", (_, change, expected) => expect(rules(change)).toEqual([expected]));

  it("is not built", () => {
    const stack = new TerraformStack(new App({ stackTraces: false }), "links");
    const props = { ...golden, ...context, dataClass: "patient", siteId: "site" };
    expect(() => new DataMovement(stack, "x", { ...props, mover: {} as never, bucket: {} as never })).toThrow(
      FactoryError,
    );
    expect(resourcesOf(synthStack(stack), "aws_datasync_task")).toEqual({});
  });

  it.each<[string, readonly SiteAgent[]]>([
    ["none", []],
    ["one name twice", [agents[0]!, agents[0]!]],
    ["no name", [SiteAgent.activated({ name: "", address: "10.64.0.20" })]],
    ["an address elsewhere", [SiteAgent.activated({ name: "a", address: "192.168.0.1" })]],
    ["no address", [SiteAgent.activated({ name: "a", address: "agent.example.org" })]],
    ["an ARN of something else", [SiteAgent.existing({ name: "a", agentArn: "arn:aws:s3:::bucket" })]],
  ])("has agents: %s", (_, given) =>
    expect(checkSiteAgents(given, siteCidrBlocks, "agents").map(({ rule }) => rule)).toEqual(["HYB-030-site-agents"]),
  );
});
