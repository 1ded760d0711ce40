import fc from "fast-check";
import { isUnknown, type Value } from "../../documents";
import { parseExpression, parseTemplate, traversals } from "../../documents/expression";
import { resourceAt, stackOf } from "./support";

/** The value of an expression in a stack with a VPC, locals and variables. */
function valueOf(text: string): Value | undefined {
  const documents = stackOf({
    variable: { region: { default: "eu-north-1" }, open: {} },
    locals: { list: ["b", "a"], map: { x: 1, y: 2 }, number: 3, vpc: "${aws_vpc.main.id}" },
    resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } }, example: { it: { value: text } } },
  });
  return resourceAt(documents, "example.it").get("value");
}

describe("an expression", () => {
  it.each<[string, Value]>([
    ["plain text", "plain text"],
    ["a-${var.region}-b", "a-eu-north-1-b"],
    ["$${literal} %%{literal}", "${literal} %{literal}"],
    ["${local.number}", 3],
    ["${local.list[1]}", "a"],
    ['${local.map["y"]}', 2],
    ["${local.map.x + local.number * 2}", 7],
    ["${(1 + 2) * 3 - -1}", 10],
    ['${var.region == "eu-north-1" ? 1 : 2}', 1],
    ["${!(1 > 2) && true || false}", true],
    ["${[for item in local.list : upper(item)]}", ["B", "A"]],
    ['${[for item in local.list : item if item != "a"]}', ["b"]],
    ["${{for key, item in local.map : key => item + 1}}", { x: 2, y: 3 }],
    ["${[1, 2,]}", [1, 2]],
    ['${{ a = 1, "b" : 2 }}', { a: 1, b: 2 }],
    ['${join(",", sort(local.list))}', "a,b"],
    ['${format("%s-%02d-%q", "a", 7, "x")}', 'a-07-"x"'],
    ["${merge(local.map, {x = 9})}", { x: 9, y: 2 }],
    ['${concat(local.list, ["c"])}', ["b", "a", "c"]],
    ['${toset(["b", "a", "b"])}', ["a", "b"]],
    ['${lookup(local.map, "z", 5)}', 5],
    ["${try(local.nothing, 4)}", 4],
    ["${try(jsondecode([5]), [6])}", [6]],
    ['${try(tonumber("x"), 7)}', 7],
    ["${cidrsubnet(aws_vpc.main.cidr_block, 8, 2)}", "10.0.2.0/24"],
    ['${cidrhost("10.0.0.0/24", -1)}', "10.0.0.255"],
    ['${cidrsubnets("10.0.0.0/16", 4, 8)}', ["10.0.0.0/20", "10.0.16.0/24"]],
    ['${cidrsubnet("fd00::/48", 16, 1)}', "fd00:0:0:1::/64"],
    ['${replace("a.b", ".", "-")}', "a-b"],
    ["${max(local.list...)}", "unknown"],
    ['${base64decode(base64encode("x"))}', "x"],
    ['${jsondecode("{\\"a\\":[1]}")}', { a: [1] }],
    ["${length(local.map)}", 2],
    ["${<<EOT\nline ${var.region}\nEOT\n}", "line eu-north-1\n"],
  ])("%s", (text, expected) => {
    const value = valueOf(text);
    if (expected === "unknown") expect(isUnknown(value)).toBe(true);
    // Objects have no prototypes; that is not what is compared here.
    else expect(JSON.parse(JSON.stringify(value))).toEqual(expected);
  });

  it.each([
    ["${aws_vpc.main.id}", "computed", "aws_vpc.main"],
    ["${var.open}", "variable", "var.open"],
    ["${data.aws_region.here.name}", "dangling", "data.aws_region.here"],
    ["${aws_vpc.other.id}", "dangling", "aws_vpc.other"],
    ["${local.none}", "dangling", "local.none"],
    ["${module.net.vpc_id}", "dangling", "module.net"],
    ["${upper(aws_vpc.main.id)}", "computed", "aws_vpc.main"],
    ["${local.vpc}", "computed", "aws_vpc.main"],
  ])("%s is unknown because it is %s", (text, reason, address) => {
    const value = valueOf(text);
    expect(value).toMatchObject({ reason });
    expect(isUnknown(value) && value.references[0]?.address).toBe(address);
  });

  it.each([
    "${timestamp()}",
    "${uuid()}",
    '${regex("a+", "aa")}',
    "${provider::x::y(1)}",
    "${1 +}",
    "${",
    "${a b}",
    "%{ if x }y%{ endif }",
  ])("%s is unknown and never guessed", (text) => expect(isUnknown(valueOf(text))).toBe(true));

  it("keeps the known pieces of a text that is not known as a whole", () => {
    const value = valueOf("arn:aws:s3:::${aws_vpc.main.id}/eu-west-1/*");
    expect(isUnknown(value) && value.literals).toEqual(["arn:aws:s3:::", "/eu-west-1/*"]);
    expect(String(value)).toBe("arn:aws:s3:::${aws_vpc.main.id}/eu-west-1/*");
  });

  it("names every reference, those in indices, conditions and function calls too", () => {
    const found = traversals(parseTemplate('${f(a.b[c.d.e], local.x) ? "${data.t.n.z}" : [for k in m.n : k.v]}'));
    expect(found.map(({ text }) => text)).toEqual(["a.b[c.d.e]", "c.d.e", "local.x", "data.t.n.z", "m.n", "k.v"]);
  });
});

describe("any text", () => {
  it("is read as a template or left unread, without an exception", () => {
    const piece = fc.constantFrom(
      "${",
      "}",
      "%{",
      '"',
      "[",
      "]",
      "{",
      "(",
      ")",
      ".",
      "*",
      "a",
      "1",
      " ",
      "for",
      "in",
      "=>",
      "?",
      ":",
      "\\",
      "<<E\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        expect(() => [parseTemplate(text), parseExpression(text)].flatMap(traversals)).not.toThrow();
        expect(() => valueOf(text)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it.each(["(", "[", "!", "-", "{a=", "f("])("nested ten thousand times by %s does not exhaust the stack", (open) => {
    expect(parseExpression(open.repeat(10_000)).kind).toBe("unread");
  });
});
