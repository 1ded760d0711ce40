import { documentsFromMemory } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { mentionsIn } from "../../policy/locations/mentions";
import { otherCloudsIn } from "../../policy/locations/other-clouds";
import { Places } from "../../policy/locations/places";
import { boundaryOf, fromHcl, judgeHcl, of } from "./support/judge";

const verdicts = (findings: readonly { readonly verdict?: string }[]) => findings.map(({ verdict }) => verdict);

describe("custody of a key in a key store that is made elsewhere", () => {
  const key = (store: string) => `variable "store" {}\nresource "aws_kms_key" "k" { custom_key_store_id = ${store} }`;
  const judged = async (keyCustody: string, store: string) =>
    verdicts(
      of(await judgeHcl(key(store), { boundary: boundaryOf({ extends: "eu-strict", keyCustody }) }), "SOV-KEY-03"),
    );

  it("is an HSM at the least, which is enough for a boundary that asks no more", async () => {
    expect(await judged("customer-managed", '"cks-1"')).toEqual([]);
    expect(await judged("hsm", '"cks-1"')).toEqual([]);
    expect(await judged("external", '"cks-1"')).toEqual(["unknown"]);
  });

  it("is not known where the store itself is not: it may be none", async () => {
    expect(await judged("hsm", "var.store")).toEqual(["unknown"]);
  });
});

describe("the class of data of a store", () => {
  const bucket = (tags: string) => `provider "aws" {
      region = "eu-central-1"
      default_tags { tags = { classification = "confidential" } }
    }
    resource "aws_s3_bucket" "b" { ${tags} }`;

  it("is what the provider's default tags say, unless its own say another", async () => {
    expect(of(await judgeHcl(bucket("")), "SOV-AIG-02")).toEqual([]);
    const own = await judgeHcl(bucket('tags = { classification = "whatever" }'));
    expect(verdicts(of(own, "SOV-AIG-02"))).toEqual(["fail"]);
  });
});

describe("a site of the factory's owner", () => {
  const judged = (site: object) => {
    const documents = documentsFromMemory({ stack: {} }, { sites: [{ id: "home", kind: "on-prem", ...site }] });
    return of(runPolicy(documents, { boundary: boundaryProfile("eu-strict") }), "SOV-RES-01");
  };

  it("stands inside by its country", () => {
    expect(judged({ country: "AT" })).toEqual([]);
    expect(judged({ country: "CH" })).toMatchObject([{ verdict: "fail", address: "site home", location: "CH" }]);
    expect(judged({})).toMatchObject([{ verdict: "unknown", dischargedBy: "evidence" }]);
  });
});

describe("a host whose operator nobody could verify", () => {
  it("counts as outside, and is called so", async () => {
    const found = of(
      await judgeHcl('resource "aws_instance" "i" { user_data = "pool 0.pool.ntp.org iburst" }'),
      "SOV-REL-04",
    );
    expect(found.map(({ message }) => message).join()).toContain("jurisdiction not verified");
  });
});

describe("a machine's root disk that no block describes", () => {
  const key = 'resource "aws_kms_key" "k" { enable_key_rotation = true }\n';
  const encryptedByDefault = 'resource "aws_ebs_encryption_by_default" "d" { enabled = true }\n';
  const defaultKey = `${key}resource "aws_ebs_default_kms_key" "d" { key_arn = aws_kms_key.k.arn }\n`;
  const good = "encrypted = true\n kms_key_id = aws_kms_key.k.arn";
  const judged = async (hcl: string, rule = "SOV-KEY-01") =>
    of(await judgeHcl(hcl), rule)
      .filter(({ address = "" }) =>
        /^aws_(instance|launch|spot|batch|eks_node|ebs_volume|autoscaling|ec2_fleet)/.test(address),
      )
      .map(({ verdict, dischargedBy }) => dischargedBy ?? verdict);

  it.each([
    ["an instance", 'resource "aws_instance" "x" {}'],
    [
      "an instance whose other disk is encrypted",
      `${key}resource "aws_instance" "x" { ebs_block_device { device_name = "/dev/sdf"\n ${good} } }`,
    ],
    ["a request for an instance", 'resource "aws_spot_instance_request" "x" {}'],
    ["a launch configuration", 'resource "aws_launch_configuration" "x" {}'],
    [
      "one specification of a fleet",
      `${key}resource "aws_spot_fleet_request" "x" { launch_specification { root_block_device { ${good} } }
       launch_specification { ami = "ami-0" } }`,
    ],
    ["a launch template", 'resource "aws_launch_template" "x" {}'],
    [
      "a launch template of another disk",
      `${key}resource "aws_launch_template" "x" { block_device_mappings { device_name = "/dev/xvdb"\n ebs { ${good} } } }`,
    ],
    ["a batch environment", 'resource "aws_batch_compute_environment" "x" { compute_resources { type = "EC2" } }'],
    ["a template that is elsewhere", 'resource "aws_instance" "x" { launch_template { id = "lt-0" } }'],
    [
      "a template that is only looked up",
      'data "aws_launch_template" "t" { name = "t" }\nresource "aws_instance" "x" { launch_template { id = data.aws_launch_template.t.id } }',
    ],
    [
      "a group of a template elsewhere",
      'resource "aws_autoscaling_group" "launch" { launch_template { id = "lt-0" } }',
    ],
    [
      "a fleet of a template elsewhere",
      'resource "aws_ec2_fleet" "launch" { launch_template_config { launch_template_specification { launch_template_id = "lt-0" } } }',
    ],
    [
      "an image that is copied in plain",
      `resource "aws_ami_copy" "c" {}\nresource "aws_instance" "x" { ami = aws_ami_copy.c.id }`,
    ],
  ])("of %s is the image's and the account's, which no document states", async (_what, hcl) => {
    expect(await judged(hcl)).toEqual(["deploy"]);
    expect(await judged(`${encryptedByDefault}${hcl}`)).toEqual(["deploy"]);
    expect(await judged(`${defaultKey.replace(key, hcl.includes(key) ? "" : key)}${encryptedByDefault}${hcl}`)).toEqual(
      [],
    );
  });

  it.each([
    ["an instance", `resource "aws_instance" "x" { root_block_device { ${good} } }`],
    [
      "a launch template",
      `resource "aws_launch_template" "x" { block_device_mappings { device_name = "/dev/xvda"\n ebs { ${good} } } }`,
    ],
    [
      "a launch template by its image",
      `data "aws_ami" "i" {}\nresource "aws_launch_template" "x" { block_device_mappings {
        device_name = data.aws_ami.i.root_device_name\n ebs { ${good} } } }`,
    ],
    [
      "an encrypted copy of an image",
      `resource "aws_ami_copy" "c" { ${good} }\nresource "aws_instance" "x" { ami = aws_ami_copy.c.id }`,
    ],
    [
      "a group of a template that is here",
      `resource "aws_launch_template" "t" { block_device_mappings { device_name = "/dev/sda1"\n ebs { ${good} } } }
       resource "aws_autoscaling_group" "g" { launch_template { id = aws_launch_template.t.id } }`,
    ],
    [
      "containers without machines",
      'resource "aws_batch_compute_environment" "x" { compute_resources { type = "FARGATE" } }',
    ],
  ])("is right where it is written: %s", async (_what, hcl) => {
    expect(await judged(`${key}${hcl}`)).toEqual([]);
  });

  it("is wrong where it is written without a key, unless the account's default has one", async () => {
    const machine = 'resource "aws_instance" "x" { root_block_device { encrypted = true } }';
    expect(await judged(machine)).toEqual(["fail"]);
    expect(await judged(`${defaultKey}${machine}`)).toEqual([]);
    const plain = 'resource "aws_instance" "x" { root_block_device { encrypted = false } }';
    expect(await judged(`${defaultKey}${encryptedByDefault}${plain}`)).toEqual(["fail"]);
  });

  it("is not decided by the settings of another region or account", async () => {
    const elsewhere = (more: string) => `provider "aws" { region = "eu-central-1" }
      provider "aws" {
        alias = "other"
        ${more}
      }
      ${defaultKey.replace(/key_arn/, "provider = aws.other\n key_arn")}
      ${encryptedByDefault.replace(/enabled/, "provider = aws.other\n enabled")}
      resource "aws_instance" "x" {}`;
    expect(await judged(elsewhere('region = "eu-west-1"'))).toEqual(["deploy"]);
    expect(await judged(elsewhere('region = "eu-central-1"\n profile = "b"'))).toEqual(["deploy"]);
    expect(await judged(elsewhere('region = "eu-central-1"'))).toEqual([]);
  });

  it("is not decided by settings of which there may be none, or by a key that AWS owns", async () => {
    const machine = 'resource "aws_instance" "x" {}';
    const maybe = `variable "n" {}\n${defaultKey}${encryptedByDefault.replace("enabled", "count = var.n\n enabled")}`;
    expect(await judged(`${maybe}${machine}`)).toEqual(["deploy"]);
    const owned = 'resource "aws_ebs_default_kms_key" "d" { key_arn = "alias/aws/ebs" }\n';
    expect(await judged(`${owned}${encryptedByDefault}${machine}`)).toEqual(["deploy"]);
  });

  it("counts for volumes and for node groups without a template", async () => {
    const volume = 'resource "aws_ebs_volume" "v" {}';
    expect(await judged(volume)).toEqual(["fail"]);
    expect(await judged(`${defaultKey}${encryptedByDefault}${volume}`)).toEqual([]);
    const group = 'resource "aws_eks_node_group" "g" {}';
    expect(await judged(group, "SOV-KEY-07")).toEqual(["fail"]);
    expect(await judged(`${defaultKey}${encryptedByDefault}${group}`, "SOV-KEY-07")).toEqual([]);
    const elsewhere = 'resource "aws_eks_node_group" "g" { launch_template { id = "lt-0" } }';
    expect(await judged(elsewhere, "SOV-KEY-07")).toEqual(["deploy"]);
  });
});

describe("a store whose block of encryption is absent", () => {
  const judged = async (hcl: string) => verdicts(of(await judgeHcl(hcl), "SOV-KEY-01"));
  const named = (type: string, block: string, attribute: string) => `resource "aws_kms_key" "k" {}
    resource "${type}" "x" { ${block} { ${attribute} = aws_kms_key.k.arn } }`;

  it.each([
    ["aws_msk_cluster", "encryption_info", "encryption_at_rest_kms_key_arn"],
    ["aws_opensearch_domain", "encrypt_at_rest", "kms_key_id"],
    ["aws_mq_broker", "encryption_options", "kms_key_id"],
    ["aws_s3tables_table_bucket", "encryption_configuration", "kms_key_arn"],
    ["aws_apprunner_service", "encryption_configuration", "kms_key"],
    ["aws_osis_pipeline", "encryption_at_rest_options", "kms_key_arn"],
  ])("is under a key that AWS owns: %s", async (type, block, attribute) => {
    expect(await judged(`resource "${type}" "x" {}`)).toEqual(["fail"]);
    expect(await judged(named(type, block, attribute))).toEqual([]);
  });

  it("of collections without servers is a document of its own", async () => {
    const policy = (document: string, type = "encryption") =>
      judged(`resource "aws_kms_key" "k" {}
        resource "aws_opensearchserverless_security_policy" "x" {
          type   = "${type}"
          policy = jsonencode({ Rules = [], ${document} })
        }`);
    expect(await policy("AWSOwnedKey = true")).toEqual(["fail"]);
    expect(await policy("AWSOwnedKey = true, KmsARN = aws_kms_key.k.arn")).toEqual(["fail"]);
    expect(await policy("AWSOwnedKey = false")).toEqual(["fail"]);
    expect(await policy("AWSOwnedKey = false, KmsARN = aws_kms_key.k.arn")).toEqual([]);
    expect(await policy("", "network")).toEqual([]);
  });

  it("is encrypted by the stream that it is read from", async () => {
    const delivery = (more: string) => `resource "aws_kinesis_firehose_delivery_stream" "x" { ${more} }`;
    expect(await judged(delivery(""))).toEqual(["fail"]);
    expect(await judged(delivery('kinesis_source_configuration { kinesis_stream_arn = "s" }'))).toEqual([]);
  });

  it.each([
    ["aws_dynamodb_table", "server_side_encryption { kms_key_arn = aws_kms_key.k.arn }", "replica", "kms_key_arn"],
    ["aws_secretsmanager_secret", "kms_key_id = aws_kms_key.k.arn", "replica", "kms_key_id"],
    ["aws_efs_replication_configuration", "", "destination", "kms_key_id"],
  ])("has copies with keys of their own: %s", async (type, own, block, attribute) => {
    const store = (copies: string) => `resource "aws_kms_key" "k" {}\nresource "${type}" "x" { ${own}\n ${copies} }`;
    const copy = (region: string, more = "") => `${block} { region = "${region}"\n ${more} }`;
    const keyed = copy("eu-west-1", `${attribute} = aws_kms_key.k.arn`);
    expect(await judged(store(keyed))).toEqual([]);
    expect(await judged(store(`${keyed}\n${copy("eu-west-3")}`))).toEqual(["fail"]);
  });
});

describe("regions of other clouds in texts", () => {
  const judged = async (text: string, boundary: object = { extends: "eu-strict" }) =>
    of(
      await judgeHcl(`resource "aws_instance" "i" { user_data = "${text}" }`, {
        boundary: boundaryOf({ ...boundary }),
      }),
      "SOV-RES-12",
    ).map(({ verdict, location }) => [verdict, location]);

  it.each([
    ["gcloud config set compute/region us-central1", "us-central1 of Google Cloud (US)"],
    ["curl https://us-east4-docker.pkg.dev/p/r", "us-east4 of Google Cloud (US)"],
    ["curl https://k-dns-1.hcp.eastus2.azmk8s.io", "eastus2 of Azure (US)"],
    ["zone=asia-northeast1-b", "asia-northeast1 of Google Cloud (JP)"],
    ["curl https://x.objectstorage.us-ashburn-1.oci.customer-oci.com", "us-ashburn-1 of Oracle Cloud (US)"],
    ["curl https://s3.bhs.io.cloud.ovh.net/b", "bhs of OVHcloud (CA)"],
    ["curl https://sos-ch-gva-2.exo.io/b", "ch-gva-2 of Exoscale (CH)"],
    ["curl https://b.ash.your-objectstorage.com", "ash of Hetzner (US)"],
  ])("stand outside: %s", async (text, place) => {
    expect(await judged(text)).toEqual([["fail", place]]);
  });

  it.each([
    "region: europe-west4",
    "az group create -l germanywestcentral",
    "SCW_DEFAULT_REGION=fr-par SCW_DEFAULT_ZONE=pl-waw-1",
    "region=eu-frankfurt-1",
    "curl https://s3.gra.io.cloud.ovh.net/b",
    "curl https://fsn1.your-objectstorage.com/b",
  ])("stand inside by their country: %s", async (text) => {
    expect(await judged(text)).toEqual([]);
    expect(await judged(text, { extends: "eu-strict", countries: ["SE"], regions: ["eu-north-1"] })).not.toEqual([]);
  });

  it("are in base64 and in values of charts as well", async () => {
    const hidden = Buffer.from("#!/bin/sh\nexport REGION=southeastasia").toString("base64");
    const coded = await judgeHcl(`resource "aws_instance" "i" { user_data_base64 = "${hidden}" }`);
    expect(of(coded, "SOV-RES-12").map(({ location }) => location)).toEqual(["southeastasia of Azure (SG)"]);
    const chart = await judgeHcl(
      'resource "helm_release" "r" { values = [yamlencode({ storage = { region = "us-east1" } })] }',
    );
    expect(of(chart, "SOV-RES-12").map(({ location }) => location)).toContain("us-east1 of Google Cloud (US)");
  });

  it.each([
    "the central part of the north, south of east",
    "northeastern westernized-eastus2ish",
    "my-westeurope1 x-us-central1 us-central1x us-central-1",
    "ash and hil and de and uk are words; gra.example.org, de.ovh.net, xgra.io.cloud.ovh.net",
    "s3.gra.io.cloud.ovh.net.example.org",
    "arn:aws:s3:::b eu-central-1 me-central-1 sa-east-1",
    "deployment-central4 europe-west5 europe-west41",
  ])("are no false alarm: %s", (text) => {
    expect(otherCloudsIn(text)).toEqual([]);
  });

  it("are not taken for regions of AWS", () => {
    expect(mentionsIn("eu-frankfurt-1, eu-central-1").map(({ kind, text }) => [kind, text])).toEqual([
      ["other-cloud", "eu-frankfurt-1 of Oracle Cloud"],
      ["region", "eu-central-1"],
    ]);
  });
});

test("a text is read once, however long a name in it is", () => {
  const long = "x".repeat(300_000);
  expect(mentionsIn(`${long} arn: ${long}`)).toEqual([]);
  expect(mentionsIn(`https://${long}.s3.eu-north-1.amazonaws.com`)).toMatchObject([
    { kind: "host", region: "eu-north-1" },
    { kind: "host" },
  ]);
});

describe("a provider without a place", () => {
  const config = (script: string) => `data "cloudinit_config" "c" { part { content = "${script}" } }`;

  it("is nowhere and needs no law of its own, and what it computes is judged", async () => {
    const documents = await fromHcl(config("echo"));
    expect(documents.all.map((resource) => new Places(documents).of(resource))).toEqual([{ kind: "none" }]);
    const clean = await judgeHcl(config("echo"));
    expect(of(clean, "SOV-RES-11").filter(({ verdict }) => verdict === "fail")).toEqual([]);
    const abroad = await judgeHcl(config("curl https://s3.us-east-1.amazonaws.com/x"));
    expect(verdicts(of(abroad, "SOV-RES-12"))).toEqual(["fail"]);
  });

  it("is not every provider that nobody listed", async () => {
    const other = await judgeHcl('resource "acme_thing" "t" {}');
    expect(verdicts(of(other, "SOV-RES-11"))).toContain("fail");
  });
});

describe("a policy of the organisation", () => {
  const judged = async (region: string) => {
    const arn = `arn:aws:ec2:${region}:*:volume/*`;
    const content = `jsonencode({ Statement = [{ Effect = "Deny", Action = "ec2:*", Resource = "${arn}" }] })`;
    return verdicts(
      of(await judgeHcl(`resource "aws_organizations_policy" "p" { content = ${content} }`), "SOV-RES-12"),
    );
  };

  it("may forbid in any region, and names none outside", async () => {
    expect(await judged("*")).toEqual([]);
    expect(await judged("us-east-1")).toEqual(["fail"]);
  });
});
