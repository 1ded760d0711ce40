import fc from "fast-check";
import { DocumentError, documentsFromMemory, hasUnknown, isUnknown } from "../../documents";
import { resourceAt, stackOf } from "./support";

/** Reads everything there is to read, which must neither throw nor run for ever. */
function readAll(stack: unknown): number {
  try {
    const documents = documentsFromMemory({ stack });
    for (const resource of documents.all) {
      resource.targets();
      resource.referrers();
      JSON.stringify([resource.attributes, resource.lifecycle, resource.provider?.attributes, resource.json("policy")]);
    }
    documents.helmReleases();
    return documents.kubernetesObjects().length;
  } catch (error) {
    if (error instanceof DocumentError) return error.problems.length;
    throw error;
  }
}

describe("any JSON", () => {
  it("is read or refused with a DocumentError", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (stack) => {
        expect(readAll(stack)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it("in the shape of Terraform JSON is read or refused", () => {
    const expression = fc.constantFrom(
      "${aws_vpc.a.id}",
      "${local.a}",
      "${each.value}",
      "${count.index}",
      "${module.m.o}",
      "${var.v}",
      "${jsonencode(local)}",
      "${[for x in local.a : x]}",
      "a",
      "${data.terraform_remote_state.r.outputs.o}",
    );
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        expression,
        fc.integer(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("object"),
      ),
      object: fc.dictionary(
        fc.constantFrom(
          "a",
          "b",
          "for_each",
          "count",
          "dynamic",
          "provider",
          "lifecycle",
          "depends_on",
          "metadata",
          "spec",
          "values",
          "manifest",
          "__proto__",
          "constructor",
          "source",
          "content",
          "backend",
          "config",
        ),
        tie("value"),
        { maxKeys: 5 },
      ),
    }));
    const named = fc.dictionary(fc.constantFrom("a", "b", "r", "m"), value.value, { maxKeys: 3 });
    const types = fc.dictionary(
      fc.constantFrom("aws_vpc", "helm_release", "kubernetes_manifest", "kubernetes_pod", "terraform_remote_state"),
      fc.oneof(named, value.value),
      { maxKeys: 3 },
    );
    const stack = fc.record(
      {
        resource: types,
        data: types,
        locals: named,
        module: named,
        output: named,
        provider: named,
        variable: named,
        terraform: value.value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(stack, (one) => {
        expect(readAll(one)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe("hostile documents", () => {
  it("cannot reach prototypes through their keys", () => {
    const stack = JSON.parse(
      '{"resource":{"t":{"__proto__":{"polluted":1,"__proto__":{"polluted":2}},"a":{"constructor":{"prototype":{"polluted":3}},"tags":{"__proto__":"x"}}}},' +
        '"locals":{"__proto__":{"polluted":4},"m":"${merge({}, {__proto__ = 5})}"}}',
    ) as object;
    const documents = stackOf(stack);
    expect(readAll(stack)).toBe(0);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(resourceAt(documents, "t.__proto__").get("polluted")).toBe(1);
    expect(resourceAt(documents, "t.a").get("tags.__proto__")).toBe("x");
    expect(resourceAt(documents, "t.a").get("toString")).toBeUndefined();
  });

  it("that double a text or a list forty times stay unknown instead of filling the memory", () => {
    const text: Record<string, unknown> = { t0: "xxxxxxxxxx", l0: [1] };
    for (let index = 1; index <= 40; index++) {
      text[`t${index}`] = `\${local.t${index - 1}}\${local.t${index - 1}}`;
      text[`l${index}`] = [`\${local.l${index - 1}}`, `\${local.l${index - 1}}`];
    }
    const documents = stackOf({
      locals: text,
      resource: { t: { a: { text: "${local.t40}", list: "${local.l40}", mild: "${local.t3}" } } },
    });
    const resource = resourceAt(documents, "t.a");
    expect(isUnknown(resource.get("text"))).toBe(true);
    expect(hasUnknown(resource.get("list"))).toBe(true);
    expect(resource.get("mild")).toHaveLength(80);
    expect(JSON.stringify(resource.attributes).length).toBeLessThan(4_000_000);
  });

  it("with a chain of thousands of references are read", () => {
    const t: Record<string, unknown> = { r0: { name: "end" } };
    const locals: Record<string, unknown> = { l0: "end" };
    for (let index = 1; index < 5000; index++) {
      t[`r${index}`] = { name: `\${t.r${index - 1}.name}` };
      locals[`l${index}`] = `\${local.l${index - 1}}`;
    }
    const documents = stackOf({ locals, resource: { t, u: { a: { v: "${local.l4999}", w: "${local.l100}" } } } });
    expect(documents.resources("t")).toHaveLength(5000);
    expect(isUnknown(resourceAt(documents, "t.r4999").get("name"))).toBe(true);
    expect(resourceAt(documents, "t.r100").get("name")).toBe("end");
    expect(resourceAt(documents, "u.a").get("w")).toBe("end");
    expect(isUnknown(resourceAt(documents, "u.a").get("v"))).toBe(true);
    expect(() => resourceAt(documents, "t.r4999").targets()).not.toThrow();
  });

  it("with regular expressions and endless ranges are not run", () => {
    const documents = stackOf({
      resource: {
        t: {
          a: {
            regex: '${replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "/(a+)+$/", "")}',
            range: "${range(1000000000)}",
            pad: '${format("%09999999d", 1)}',
          },
        },
      },
    });
    const resource = resourceAt(documents, "t.a");
    expect(isUnknown(resource.get("regex"))).toBe(true);
    expect(isUnknown(resource.get("range"))).toBe(true);
    expect(String(resource.get("pad")).length).toBeLessThanOrEqual(100);
  });
});

describe("ten thousand resources", () => {
  it("are loaded and read in time that grows with their number", () => {
    const cpu = (count: number) => {
      const aws_vpc: Record<string, unknown> = {};
      const aws_subnet: Record<string, unknown> = {};
      for (let index = 0; index < count / 2; index++) {
        aws_vpc[`v${index}`] = {
          "//": { metadata: { path: `s/v${index}` } },
          cidr_block: "10.0.0.0/16",
          tags: { Name: "x", Team: "y" },
        };
        aws_subnet[`s${index}`] = {
          vpc_id: `\${aws_vpc.v${index}.id}`,
          cidr_block: `\${cidrsubnet(aws_vpc.v${index}.cidr_block, 8, 1)}`,
        };
      }
      const before = process.cpuUsage();
      const documents = stackOf({ resource: { aws_vpc, aws_subnet } });
      for (const subnet of documents.resources("aws_subnet")) {
        expect(subnet.target("vpc_id")?.type).toBe("aws_vpc");
        expect(subnet.get("cidr_block")).toBe("10.0.1.0/24");
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    cpu(1000);
    const small = cpu(2000);
    const large = cpu(10_000);
    // Five times as many may take five times as long; three times that is for the garbage collector and neighbours.
    expect(large).toBeLessThan(15 * Math.max(small, 50));
  });
});
