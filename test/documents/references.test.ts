import { documentsFromMemory, isUnknown } from "../../documents";
import { addresses, resourceAt, stackOf } from "./support";

const network = {
  locals: { cfg: { vpc: "${aws_vpc.main.id}", names: ["x"] }, alias: "${local.cfg}" },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, other: {} },
    aws_subnet: {
      direct: { vpc_id: "${aws_vpc.main.id}" },
      by_local: { vpc_id: "${local.alias.vpc}" },
      by_attribute: { vpc_id: "${aws_subnet.direct.vpc_id}" },
      by_function: { vpc_id: "${coalesce(null, aws_vpc.main.id)}" },
      each: { for_each: { a: "${aws_vpc.main.id}", b: "${aws_vpc.other.id}" }, vpc_id: "${each.value}" },
    },
    aws_instance: {
      counted: { count: 2, subnet_id: "${aws_subnet.direct.id}", name: "n-${count.index}" },
      uses: { peers: "${aws_instance.counted[*].id}", first: "${aws_instance.counted[0].name}" },
      one: { subnet_id: '${aws_subnet.each["b"].id}' },
    },
  },
};

describe("a reference", () => {
  const documents = stackOf(network);

  it.each(["direct", "by_local", "by_attribute", "by_function"])("leads to the VPC: %s", (name) => {
    expect(resourceAt(documents, `aws_subnet.${name}`).target("vpc_id")?.address).toBe("aws_vpc.main");
  });

  it("leads through for_each to the one that this instance uses", () => {
    expect(resourceAt(documents, 'aws_subnet.each["a"]').target("vpc_id")?.address).toBe("aws_vpc.main");
    expect(resourceAt(documents, 'aws_subnet.each["b"]').target("vpc_id")?.address).toBe("aws_vpc.other");
    expect(resourceAt(documents, "aws_instance.one").target("subnet_id")?.address).toBe('aws_subnet.each["b"]');
  });

  it("to an instance is its value, and a splat leads to all instances", () => {
    const uses = resourceAt(documents, "aws_instance.uses");
    expect(uses.get("first")).toBe("n-0");
    expect(addresses(uses.targets("peers"))).toEqual(["aws_instance.counted[0]", "aws_instance.counted[1]"]);
  });

  it("can be followed backwards", () => {
    const vpc = resourceAt(documents, "aws_vpc.main");
    expect(addresses(vpc.referrers())).toEqual([
      "aws_subnet.by_attribute",
      "aws_subnet.by_function",
      "aws_subnet.by_local",
      "aws_subnet.direct",
      'aws_subnet.each["a"]',
    ]);
    expect(vpc.referrers("aws_instance")).toEqual([]);
  });

  it("is said as it is written", () => {
    expect(resourceAt(documents, "aws_subnet.by_local").references("vpc_id")).toEqual([
      { expression: "local.alias.vpc", address: "local.alias", attribute: "vpc" },
    ]);
  });
});

describe("reading by path", () => {
  const documents = stackOf({
    resource: {
      aws_launch_template: {
        object: {
          metadata_options: { http_tokens: "required" },
          network_interfaces: { subnet_id: "${aws_subnet.a.id}" },
        },
        list: {
          metadata_options: [{ http_tokens: "required" }],
          network_interfaces: [{ subnet_id: "x" }, { subnet_id: "${aws_subnet.a.id}", other: 1 }],
          tags: { "app.kubernetes.io/name": "x", constructor: "y" },
        },
      },
      aws_subnet: { a: {} },
    },
  });
  const object = resourceAt(documents, "aws_launch_template.object");
  const list = resourceAt(documents, "aws_launch_template.list");

  it("takes a block as an object for the same as a list of one", () => {
    for (const template of [object, list]) {
      expect(template.get("metadata_options.http_tokens")).toBe("required");
      expect(template.get("metadata_options[0].http_tokens")).toBe("required");
      expect(template.get("metadata_options[].http_tokens")).toEqual(["required"]);
      expect(template.blocks("metadata_options").map((block) => block.get("http_tokens"))).toEqual(["required"]);
    }
  });

  it("gives all values where there are several, and nothing where nothing is written", () => {
    expect(list.list("network_interfaces.subnet_id")).toHaveLength(2);
    expect(list.get("network_interfaces[].other")).toEqual([1]);
    expect(list.get("network_interfaces[5].subnet_id")).toBeUndefined();
    expect(list.get("nothing.at.all")).toBeUndefined();
    expect(list.list("nothing")).toEqual([]);
  });

  it("reads keys with dots, and keys that JavaScript has on every object", () => {
    expect(list.get('tags["app.kubernetes.io/name"]')).toBe("x");
    expect(list.get("tags.constructor")).toBe("y");
    expect(object.get("constructor")).toBeUndefined();
    expect(object.get("metadata_options.toString")).toBeUndefined();
  });

  it("keeps the references of each block apart", () => {
    const [first, second] = list.blocks("network_interfaces");
    expect(first?.target("subnet_id")).toBeUndefined();
    expect(second?.target("subnet_id")?.address).toBe("aws_subnet.a");
    expect(object.target("network_interfaces.subnet_id")?.address).toBe("aws_subnet.a");
  });

  it("refuses a path that is none, which is a mistake in a rule", () => {
    expect(() => object.get("a[b")).toThrow(/is no path/);
  });
});

describe("JSON inside a string", () => {
  const statement = { Effect: "Allow", Resource: "${aws_s3_bucket.b.arn}/*", Count: 1 };
  const documents = stackOf({
    resource: {
      aws_s3_bucket: { b: { bucket: "data" } },
      aws_iam_policy: {
        text: { policy: JSON.stringify({ Statement: [statement] }) },
        encoded: {
          policy:
            '${jsonencode({"Statement" = [{"Effect" = "Allow", "Resource" = "${aws_s3_bucket.b.arn}/*", "Count" = 1}]})}',
        },
        whole: { policy: "${data.aws_iam_policy_document.d.json}" },
        none: { policy: "no JSON" },
        arn: { policy: "arn:aws:iam::aws:policy/AdministratorAccess" },
        mapping: { policy: "Version:\n  2012-10-17\n" },
        list: { policy: "---\n- s3:GetObject" },
        anchored: { policy: "--- &all\nAction: s3:*" },
      },
    },
    data: { aws_iam_policy_document: { d: { statement: [{ effect: "Deny" }] } } },
  });

  it.each(["text", "encoded"])("is parsed with the unknown pieces in their places: %s", (name) => {
    const policy = resourceAt(documents, `aws_iam_policy.${name}`);
    const parsed = policy.json("policy") as { Statement: { Effect: string; Resource: unknown; Count: number }[] };
    expect(parsed.Statement[0]).toMatchObject({ Effect: "Allow", Count: 1 });
    const resource = parsed.Statement[0]?.Resource;
    expect(isUnknown(resource) && [resource.references[0]?.expression, resource.literals]).toEqual([
      "aws_s3_bucket.b.arn",
      ["/*"],
    ]);
    expect(policy.target("policy")?.address).toBe("aws_s3_bucket.b");
  });

  it.each([
    ["mapping", { Version: "2012-10-17" }],
    ["list", ["s3:GetObject"]],
    ["anchored", { Action: "s3:*" }],
  ])("may be YAML: %s", (name, value) => {
    expect(resourceAt(documents, `aws_iam_policy.${name}`).json("policy")).toEqual(value);
  });

  it("is undefined where the text is none, and the data source can be followed", () => {
    for (const name of ["none", "arn"]) {
      expect(resourceAt(documents, `aws_iam_policy.${name}`).json("policy")).toBeUndefined();
    }
    const whole = resourceAt(documents, "aws_iam_policy.whole");
    expect(whole.get("policy")).toMatchObject({ reason: "data-source" });
    expect(whole.target("policy")?.get("statement.effect")).toBe("Deny");
  });
});

describe("repetition", () => {
  it("writes out as many instances as are known, and one that repeats where they are not", () => {
    const documents = stackOf({
      variable: { names: { default: ["b", "a"] }, open: {} },
      resource: {
        t: {
          none: { count: 0 },
          two: { count: "${length(var.names)}", n: "${count.index}" },
          each: { for_each: "${toset(var.names)}", n: "${each.key}-${each.value}" },
          open: { for_each: "${var.open}", n: "${each.value}", fixed: 1 },
          many: { count: 1e9, n: "${count.index}" },
        },
      },
    });
    expect(documents.resources("t").map(({ address, repeated }) => [address, repeated])).toEqual([
      ['t.each["a"]', false],
      ['t.each["b"]', false],
      ["t.many", true],
      ["t.open", true],
      ["t.two[0]", false],
      ["t.two[1]", false],
    ]);
    expect(resourceAt(documents, 't.each["a"]').get("n")).toBe("a-a");
    expect(resourceAt(documents, "t.two[1]").get("n")).toBe(1);
    expect(resourceAt(documents, "t.open").get("n")).toMatchObject({ reason: "repetition" });
    expect(resourceAt(documents, "t.open").get("fixed")).toBe(1);
  });

  it("expands dynamic blocks beside those that are written out", () => {
    const dynamic = {
      rule: { for_each: ["${t.x.id}", "b"], iterator: "it", content: { to: "${it.value}", at: "${it.key}" } },
    };
    const documents = stackOf({
      variable: { open: {} },
      resource: {
        t: {
          x: {},
          known: { rule: { to: "c" }, dynamic },
          open: { dynamic: [{ rule: [{ for_each: "${var.open}", content: [{ to: "${rule.value.to}", port: 1 }] }] }] },
        },
      },
    });
    const known = resourceAt(documents, "t.known");
    expect(known.get("rule[].at")).toEqual([0, 1]);
    expect(known.list("rule.to").map(String)).toEqual(["c", "${t.x.id}", "b"]);
    expect(known.targets("rule.to").map(({ address }) => address)).toEqual(["t.x"]);
    const open = resourceAt(documents, "t.open");
    expect(open.get("rule.to")).toMatchObject({ reason: "variable" });
    expect(open.get("rule.port")).toBe(1);
  });
});

describe("several stacks", () => {
  const backend = (path: string) => ({ backend: { local: { path } } });
  const output = { "cross-stack-output-vpc": { value: "${aws_vpc.v.id}" }, cidr: { value: "${aws_vpc.v.cidr_block}" } };
  const remote = { backend: "local", config: { path: "net.tfstate" } };
  const consumer = {
    terraform: backend("app.tfstate"),
    data: { terraform_remote_state: { whatever: remote } },
    resource: {
      aws_subnet: {
        s: {
          vpc_id: "${data.terraform_remote_state.whatever.outputs.cross-stack-output-vpc}",
          cidr_block: "${cidrsubnet(data.terraform_remote_state.whatever.outputs.cidr, 8, 1)}",
        },
      },
    },
  };
  const producer = {
    terraform: backend("net.tfstate"),
    output,
    resource: { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } },
  };

  it("are joined through the state that one writes and the other reads", () => {
    const documents = documentsFromMemory({ app: consumer, net: producer });
    const subnet = resourceAt(documents, "aws_subnet.s");
    expect(subnet.target("vpc_id")).toMatchObject({ address: "aws_vpc.v", stack: "net" });
    expect(subnet.get("cidr_block")).toBe("10.0.1.0/24");
    expect(addresses(resourceAt(documents, "aws_vpc.v").referrers())).toEqual(["aws_subnet.s"]);
  });

  it("are not joined through another state", () => {
    const documents = documentsFromMemory({ app: consumer, net: { ...producer, terraform: backend("other.tfstate") } });
    expect(resourceAt(documents, "aws_subnet.s").get("vpc_id")).toMatchObject({ reason: "remote-state" });
  });

  it("keep resources of the same address apart", () => {
    const documents = documentsFromMemory({
      a: producer,
      b: { resource: { aws_vpc: { v: { cidr_block: "10.1.0.0/16" } } } },
    });
    expect(resourceAt(documents, "aws_vpc.v", "b").get("cidr_block")).toBe("10.1.0.0/16");
    expect(resourceAt(documents, "aws_vpc.v", "a").get("cidr_block")).toBe("10.0.0.0/16");
  });
});

describe("providers", () => {
  it("are found by alias, by default, and through a module's providers", () => {
    const documents = stackOf({
      variable: { region: { default: "eu-north-1" } },
      provider: { aws: [{ region: "${var.region}" }, { alias: "us", region: "us-east-1" }] },
      resource: {
        aws_vpc: { plain: {}, abroad: { provider: "aws.us" }, hcl: { provider: "${aws.us}" } },
        helm_release: { h: {} },
      },
    });
    const regionOf = (address: string) => resourceAt(documents, address).provider?.get("region");
    expect(regionOf("aws_vpc.plain")).toBe("eu-north-1");
    expect(regionOf("aws_vpc.abroad")).toBe("us-east-1");
    expect(regionOf("aws_vpc.hcl")).toBe("us-east-1");
    expect(resourceAt(documents, "helm_release.h").provider).toBeUndefined();
    expect(resourceAt(documents, "aws_vpc.abroad").providerAlias).toBe("aws.us");
  });
});
