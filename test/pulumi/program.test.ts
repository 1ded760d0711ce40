import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiBridgeError } from "../../pulumi/bridge-error";
import { formulaOf } from "../../pulumi/expressions";
import { Program } from "../../pulumi/program";
import { readStacks } from "../../pulumi/synthesised";
import type { Block } from "./documents";
import { writeFixture } from "./fixture";

describe("an expression of a document", () => {
  it("is no formula where it is plain text", () => {
    expect(formulaOf("10.0.0.0/16")).toBeUndefined();
  });

  it("keeps an escaped dollar", () => {
    expect(formulaOf("$${HOME}/logs")?.valueWith([])).toBe("${HOME}/logs");
  });

  it("is evaluated with the values of its references, in order", () => {
    const formula = formulaOf('${join("-", [aws_vpc.a.id, aws_vpc.b.id])}');
    expect(formula?.references.map(({ text }) => text)).toEqual(["aws_vpc.a.id", "aws_vpc.b.id"]);
    expect(formula?.valueWith(["x", "y"])).toBe("x-y");
  });

  it("keeps the type of a value that stands alone", () => {
    expect(formulaOf("${aws_launch_template.a.latest_version}")?.valueWith([3])).toBe(3);
  });

  it("names a function that it does not know", () => {
    expect(formulaOf("${timestamp()}")?.problems).toEqual(["the function timestamp() has no counterpart"]);
  });

  it("fails where the value cannot be worked out, and says of what", () => {
    expect(() => formulaOf("${cidrsubnet(aws_vpc.a.cidr, 8, 1)}")?.valueWith(["none"])).toThrow("cidrsubnet");
  });
});

describe("a program", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "program-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function problemsWith(changes: Block): readonly string[] {
    writeFixture(folder, changes);
    return new Program(readStacks(folder)).problems;
  }

  it("has no problem with what is mapped", () => {
    expect(problemsWith({})).toEqual([]);
  });

  it("orders stacks by what they need, and knows which attributes are read", () => {
    writeFixture(folder);
    const program = new Program(readStacks(folder));
    const [first] = program.stacks;
    expect(program.stacks.map(({ name }) => name)).toEqual(["first", "second"]);
    const vpc = first && program.resourceAt(first, "aws_vpc.vpc");
    expect(vpc && program.attributesOf(vpc)).toEqual(["id"]);
  });

  it("names every type, function, argument, block and reference that it cannot carry over, all at once", () => {
    const problems = problemsWith({
      variable: { size: {} },
      data: { aws_ami: { gpu: {} } },
      output: { vpc: { value: "${aws_vpc.other.id}" } },
      resource: {
        aws_instance: { node: { ami: "ami-1" } },
        aws_vpc: { vpc: { cidr_block: "${uuid()}", count: 2, lifecycle: { replace_triggered_by: [] } } },
        kubernetes_namespace_v1: { ns: { metadata: { name: "a" }, wait_for_default_service_account: true } },
      },
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        "first: variable: blocks of this kind are not carried over",
        "first: data.aws_ami.gpu: the data source type aws_ami is not mapped",
        "first: output.vpc: the reference leads nowhere: aws_vpc.other.id",
        "first: aws_instance.node: the resource type aws_instance is not mapped",
        "first: aws_vpc.vpc: the function uuid() has no counterpart",
        "first: aws_vpc.vpc: the argument count is not carried over",
        "first: aws_vpc.vpc: lifecycle.replace_triggered_by is not carried over",
        "first: kubernetes_namespace_v1.ns: the argument wait_for_default_service_account is not mapped",
      ]),
    );
    expect(new PulumiBridgeError(problems).message).toContain("aws_instance.node");
  });

  it("says that the state of another app is read otherwise", () => {
    const [problem] = problemsWith({
      data: { terraform_remote_state: { net: { backend: "local", config: { path: "net.tfstate" } } } },
    });
    expect(problem).toContain("read it with stateOutputs()");
  });
});
