import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { documentsFromMemory, loadDocuments } from "../../documents";
import { addresses, folderWith, problemsOf, resourceAt } from "./support";

function synthesised() {
  const outdir = folderWith({});
  const app = new App({ outdir });
  const [net, nodes] = ["net", "nodes"].map((id) => {
    const stack = new TerraformStack(app, id);
    new LocalBackend(stack, { path: `terraform.${id}.tfstate` });
    new AwsProvider(stack, "aws", { region: "eu-north-1" });
    return stack;
  }) as [TerraformStack, TerraformStack];
  const vpc = new Vpc(net, "vpc", { cidrBlock: "10.0.0.0/16" });
  new Subnet(nodes, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  const template = new LaunchTemplate(nodes, "template", {
    networkInterfaces: [{ interfaceType: "efa" }, { interfaceType: "efa-only" }],
  });
  template.addOverride("network_interfaces.1.interface_type", "interface");
  nodes.addOverride("resource.aws_launch_template.template.instance_type", "p5.48xlarge");
  return { app, outdir, stacks: [net, nodes] };
}

describe("what cdktf has synthesised", () => {
  it("is loaded with all stacks, overrides, construct paths and what crosses stacks", async () => {
    const { app, outdir } = synthesised();
    app.synth();
    writeFileSync(join(outdir, "factory.json"), '{"schemaVersion":1}');
    const documents = await loadDocuments(outdir);
    expect(documents.stacks.map(({ name, file, kind }) => [name, file, kind])).toEqual([
      ["net", "stacks/net/cdk.tf.json", "configuration"],
      ["nodes", "stacks/nodes/cdk.tf.json", "configuration"],
    ]);
    const template = resourceAt(documents, "aws_launch_template.template");
    expect(template).toMatchObject({
      constructPath: "nodes/template",
      file: "stacks/nodes/cdk.tf.json",
      stack: "nodes",
    });
    expect(template.get("network_interfaces[].interface_type")).toEqual(["efa", "interface"]);
    expect(template.get("instance_type")).toBe("p5.48xlarge");
    expect(resourceAt(documents, "aws_subnet.subnet").target("vpc_id")).toMatchObject({
      address: "aws_vpc.vpc",
      stack: "net",
    });
    expect(documents.factory).toEqual({ schemaVersion: 1 });
    expect(documents.stacks[0]?.terraform.get("backend.local.path")).toBe("terraform.net.tfstate");
  });

  it("is loaded by stack folder, by file and from memory with the same result", async () => {
    const { app, outdir, stacks } = synthesised();
    app.synth();
    const memory = documentsFromMemory(
      Object.fromEntries(
        stacks.map((stack) => [stack.node.id, JSON.parse(JSON.stringify(stack.toTerraform())) as unknown]),
      ),
    );
    const folder = await loadDocuments(join(outdir, "stacks", "nodes"));
    const file = await loadDocuments(join(outdir, "stacks", "nodes", "cdk.tf.json"));
    const template = "aws_launch_template.template";
    for (const documents of [memory, folder, file]) {
      expect(resourceAt(documents, template).attributes).toEqual(resourceAt(memory, template).attributes);
      expect(resourceAt(documents, template)).toMatchObject({ stack: "nodes", constructPath: "nodes/template" });
    }
    expect(folder.stacks.map(({ name }) => name)).toEqual(["nodes"]);
  });
});

describe("a folder of Terraform files", () => {
  const root = {
    "main.tf": `
      variable "region" {
        default = "eu-north-1"
      }
      variable "zone" {}
      module "net" {
        source   = "./modules/net"
        for_each = toset(["a", "b"])
        name     = "\${var.region}\${each.key}"
        vpc_id   = aws_vpc.main.id
      }
      module "registry" {
        source = "terraform-aws-modules/vpc/aws"
      }
      resource "aws_vpc" "main" {
        cidr_block = "10.0.0.0/16"
      }
      resource "aws_instance" "one" {
        subnet_id = module.net["b"].subnet_id
        zone      = var.zone
        user_data = file("\${path.module}/user-data.sh")
        vpc       = module.registry.vpc_id
      }
    `,
    "more.tf.json": { resource: { aws_vpc: { second: { cidr_block: "10.1.0.0/16" } } } },
    "x_override.tf.json": { resource: { aws_vpc: { second: { cidr_block: "10.2.0.0/16" } } } },
    "terraform.tfvars": 'zone = "eu-north-1a"\n',
    "z.auto.tfvars.json": { region: "eu-central-1" },
    "user-data.sh": "echo hello",
    "modules/net/main.tf": `
      variable "name" {}
      variable "vpc_id" {}
      resource "aws_subnet" "s" {
        vpc_id = var.vpc_id
        tags   = { Name = var.name }
      }
      output "subnet_id" {
        value = aws_subnet.s.id
      }
    `,
  };

  it("is one root module with its modules, variables and override files", async () => {
    const documents = await loadDocuments(folderWith(root));
    expect(addresses(documents.all)).toEqual([
      "aws_instance.one",
      "aws_vpc.main",
      "aws_vpc.second",
      'module.net["a"].aws_subnet.s',
      'module.net["b"].aws_subnet.s',
    ]);
    const subnet = resourceAt(documents, 'module.net["b"].aws_subnet.s');
    expect(subnet.get("tags.Name")).toBe("eu-central-1b");
    expect(subnet.target("vpc_id")?.address).toBe("aws_vpc.main");
    expect(subnet).toMatchObject({ modulePath: 'module.net["b"]', file: "modules/net/main.tf" });
    const instance = resourceAt(documents, "aws_instance.one");
    expect(instance.target("subnet_id")).toBe(subnet);
    expect(instance.get("zone")).toBe("eu-north-1a");
    expect(instance.get("user_data")).toBe("echo hello");
    expect(resourceAt(documents, "aws_vpc.second").get("cidr_block")).toBe("10.2.0.0/16");
  });

  it("names the modules whose source is not there, and what comes from them is unknown", async () => {
    const documents = await loadDocuments(folderWith(root));
    expect(documents.opaqueModules).toEqual([
      {
        address: "module.registry",
        stack: expect.any(String),
        source: "terraform-aws-modules/vpc/aws",
        file: "main.tf",
        given: {},
      },
    ]);
    expect(resourceAt(documents, "aws_instance.one").get("vpc")).toMatchObject({ reason: "module" });
  });

  it("reads OpenTofu's files, and refuses two of which the tool picks one", async () => {
    const queue = (region: string) => `resource "aws_sqs_queue" "q" {\n  region = "${region}"\n}\n`;
    const documents = await loadDocuments(folderWith({ "main.tofu": queue("us-east-1") }));
    expect(resourceAt(documents, "aws_sqs_queue.q").get("region")).toBe("us-east-1");
    const both = folderWith({ "main.tf": queue("eu-central-1"), "main.tofu": queue("us-east-1") });
    await expect(loadDocuments(both)).rejects.toThrow("main.tofu: stands beside main.tf");
  });

  it("reads modules that terraform init has fetched", async () => {
    const documents = await loadDocuments(
      folderWith({
        ...root,
        ".terraform/modules/modules.json": {
          Modules: [
            { Key: "", Dir: "." },
            { Key: "registry", Dir: ".terraform/modules/registry" },
          ],
        },
        ".terraform/modules/registry/main.tf.json": {
          output: { vpc_id: { value: "vpc-1" } },
          resource: { aws_vpc: { this: {} } },
        },
      }),
    );
    expect(documents.opaqueModules).toEqual([]);
    expect(resourceAt(documents, "module.registry.aws_vpc.this").modulePath).toBe("module.registry");
    expect(resourceAt(documents, "aws_instance.one").get("vpc")).toBe("vpc-1");
  });

  it("fills in what a variable's type says of attributes that are not given", async () => {
    const documents = await loadDocuments(
      folderWith({
        "main.tf": `
          variable "pools" {
            type = map(object({
              vpc    = string
              name   = optional(string)
              disk   = optional(object({ size = optional(number, 100) }), {})
              labels = optional(list(string), ["gpu"])
            }))
            default = {}
          }
          module "m" {
            source = "./m"
            pools  = { a = { vpc = aws_vpc.v.id, disk = { size = 7 } }, b = { vpc = "x" } }
          }
          resource "aws_vpc" "v" {}
        `,
        "m/main.tf": `
          variable "pools" {
            type = map(object({
              vpc    = string
              name   = optional(string)
              disk   = optional(object({ size = optional(number, 100) }), {})
              labels = optional(list(string), ["gpu"])
            }))
          }
          resource "t" "it" {
            for_each = var.pools
            vpc      = each.value.vpc
            name     = coalesce(each.value.name, each.key)
            size     = each.value.disk.size
            labels   = each.value.labels
          }
        `,
      }),
    );
    const [a, b] = [resourceAt(documents, 'module.m.t.it["a"]'), resourceAt(documents, 'module.m.t.it["b"]')];
    expect([a.get("name"), a.get("size"), a.get("labels")]).toEqual(["a", 7, ["gpu"]]);
    expect([b.get("name"), b.get("size"), b.get("vpc")]).toEqual(["b", 100, "x"]);
    expect(a.target("vpc")?.address).toBe("aws_vpc.v");
  });

  it("without files of its own is searched for root modules", async () => {
    const vpc = { resource: { aws_vpc: { v: {} } } };
    const documents = await loadDocuments(
      folderWith({ "a/main.tf.json": vpc, "b/c/main.tf.json": vpc, "node_modules/x/main.tf.json": vpc }),
    );
    expect(documents.stacks.map(({ file }) => file)).toEqual(["a/main.tf.json", "b/c/main.tf.json"]);
    expect(new Set(documents.all.map(({ stack }) => stack)).size).toBe(2);
  });
});

describe("file()", () => {
  it("reads nothing outside of the loaded folder", async () => {
    const outside = folderWith({ secret: "hidden" });
    const folder = folderWith({
      "main.tf.json": {
        resource: {
          t: {
            absolute: { v: `\${file("${join(outside, "secret")}")}` },
            linked: { v: '${file("link")}' },
            up: { v: '${file("../../../../../../etc/hostname")}' },
          },
        },
      },
    });
    symlinkSync(join(outside, "secret"), join(folder, "link"));
    const documents = await loadDocuments(folder);
    for (const resource of documents.resources("t")) expect(resource.get("v")).toMatchObject({ reason: "expression" });
  });
});

describe("what cannot be read", () => {
  const stack = { resource: { aws_vpc: { v: {} } } };
  const manifest = (path: string) => ({ version: "0.21.0", stacks: { a: { name: "a", synthesizedStackPath: path } } });

  it.each<[string, Record<string, unknown>, string, readonly string[]]>([
    ["nothing", {}, "", ["holds no documents"]],
    ["a path that does not exist", {}, "nope", ["does not exist"]],
    [
      "a JSON file of something else",
      { "x.json": { a: 1 } },
      "x.json",
      ["x.json: is neither Terraform JSON nor a plan"],
    ],
    ["a list", { "x.tf.json": [1] }, "", ["x.tf.json: is no Terraform JSON: expected an object"]],
    ["a truncated file", { "cdk.tf.json": '{"resource":{"aws_vpc"' }, "cdk.tf.json", ["cdk.tf.json: is no JSON"]],
    [
      "two broken files at once",
      { "a.tf.json": "{", "b.tf.json": "" },
      "",
      ["a.tf.json: is no JSON", "b.tf.json: is no JSON"],
    ],
    [
      "resources of a wrong shape",
      { "a.tf.json": { resource: { t: { a: 1, b: "x" } } } },
      "",
      [
        "a.tf.json: resource.t.a: expected an object, found a number",
        "a.tf.json: resource.t.b: expected an object, found a string",
      ],
    ],
    ["broken HCL", { "main.tf": 'resource "a" {' }, "", ["main.tf: is no HCL"]],
    ["a manifest without stacks", { "manifest.json": {} }, "", ["manifest.json: names no stacks"]],
    [
      "a manifest that names a missing file",
      { "manifest.json": manifest("stacks/a/cdk.tf.json") },
      "",
      ["stacks/a/cdk.tf.json: does not exist"],
    ],
    [
      "a manifest that leads out",
      { "manifest.json": manifest("../../x/cdk.tf.json") },
      "",
      ["stack 'a' has no file in this folder"],
    ],
    [
      "locals in a circle",
      { "a.tf.json": { locals: { a: "${local.b}", b: "x${local.a}" } } },
      "",
      ["local.a: depends on itself: local.a → local.b → local.a"],
    ],
    [
      "resources in a circle",
      { "a.tf.json": { resource: { t: { a: { x: "${t.b.id}" }, b: { depends_on: ["t.a"] } } } } },
      "",
      ["t.a: depends on itself: t.a → t.b → t.a"],
    ],
    [
      "a module that calls itself",
      { "main.tf.json": { module: { m: { source: "./" } }, ...stack } },
      "",
      ["nested deeper than 20 levels"],
    ],
    [
      "deep nesting",
      { "a.tf.json": `{"resource":${"[".repeat(5000)}${"]".repeat(5000)}}` },
      "",
      ["a.tf.json: is nested deeper than 100 levels"],
    ],
    ["very deep nesting", { "a.tf.json": "[".repeat(1_000_000) }, "", ["a.tf.json: is no JSON"]],
    ["a broken manifest", { "a.yaml": "apiVersion: v1\nkind: Pod\n  x: [\n" }, "", ["a.yaml: is no YAML"]],
  ])("is refused with path and reason: %s", async (_name, files, path, expected) => {
    const problems = await problemsOf(join(folderWith(files), path));
    expect(problems).toHaveLength(expected.length);
    expected.forEach((text, at) => expect(problems[at]).toContain(text));
  });

  it("is refused with a mend", async () => {
    await expect(loadDocuments(folderWith({ "a.tf.json": "{" }))).rejects.toThrow(/fix: synthesise it again/);
  });

  it("is a link that leads out of the folder", async () => {
    const outside = folderWith({ "cdk.tf.json": stack });
    const folder = folderWith({});
    symlinkSync(join(outside, "cdk.tf.json"), join(folder, "cdk.tf.json"));
    expect(await problemsOf(folder)).toEqual(["cdk.tf.json: is a link that leads out of the folder"]);
    const linked = folderWith({});
    symlinkSync(outside, join(linked, "stack"));
    expect(await problemsOf(linked)).toEqual(["stack/cdk.tf.json: is a link that leads out of the folder"]);
  });

  it("is a file of more than 64 MiB, and a folder where a file should be", async () => {
    const folder = folderWith({ "big.tf.json": `{"x":"${"y".repeat(65 * 1024 * 1024)}"}` });
    expect(await problemsOf(folder)).toEqual(["big.tf.json: has 65 MiB, more than the 64 MiB that are read"]);
    const odd = folderWith({});
    mkdirSync(join(odd, "x.tf.json"));
    expect(await problemsOf(odd)).toEqual(["x.tf.json: is no regular file"]);
  });

  it("is a model or a manifest that is no file, and bytes that are no UTF-8", async () => {
    const manifest = { stacks: { infra: { synthesizedStackPath: "stacks/infra/cdk.tf.json" } } };
    const files = { "manifest.json": manifest, "stacks/infra/cdk.tf.json": stack };
    const folder = folderWith(files);
    mkdirSync(join(folder, "factory.json"));
    expect(await problemsOf(folder)).toEqual(["factory.json: is no regular file"]);
    const piped = folderWith({ "stacks/infra/cdk.tf.json": stack });
    execFileSync("mkfifo", [join(piped, "manifest.json")]);
    expect(await problemsOf(piped)).toEqual(["manifest.json: is no regular file"]);
    const broken = folderWith(files);
    writeFileSync(join(broken, "factory.json"), Buffer.from('{"name":"\xff"}', "latin1"));
    expect(await problemsOf(broken)).toEqual(["factory.json: is no UTF-8 text"]);
  });
});
