import { TerraformStack, TerraformVariable, Token, App } from "cdktf";
import fc from "fast-check";
import { KubernetesSchemas, assertValidObject, schemasFromCrds, validateObject } from "../../../testing/kubernetes";
import type { StructuralSchema } from "../../../testing/kubernetes";

function judge(spec: StructuralSchema, value: unknown, options: { scope?: "Namespaced" | "Cluster" } = {}) {
  const crd = {
    kind: "CustomResourceDefinition",
    spec: {
      group: "factory.example",
      names: { kind: "Thing" },
      scope: options.scope ?? "Namespaced",
      versions: [
        { name: "v1", served: true, schema: { openAPIV3Schema: { type: "object", properties: { spec } } } },
        { name: "v1beta1", served: true, deprecated: true },
        { name: "v1alpha1", served: false },
      ],
    },
  };
  return { schemas: schemasFromCrds(crd), object: thing(value) };
}

function thing(spec: unknown, metadata: Record<string, unknown> = { name: "it" }) {
  return { apiVersion: "factory.example/v1", kind: "Thing", metadata, spec };
}

const problems = (spec: StructuralSchema, value: unknown) => {
  const { schemas, object } = judge(spec, value);
  return validateObject(object, schemas).map(({ path, message }) => `${path}: ${message}`);
};
const fieldOf = (field: StructuralSchema): StructuralSchema => ({ type: "object", properties: { field } });
const field = (schema: StructuralSchema, value: unknown) => problems(fieldOf(schema), { field: value });

describe("unknown fields", () => {
  test("are errors, with the field that was meant", () => {
    expect(problems(fieldOf({ type: "string" }), { feild: "x" })).toEqual([
      "spec.feild: unknown field 'feild'; did you mean 'field'?",
    ]);
  });

  test("are errors in an object that has no fields at all", () => {
    expect(field({ type: "object" }, { any: 1 })).toEqual(["spec.field.any: unknown field 'any'"]);
  });

  test("are allowed in maps and where the schema keeps them", () => {
    expect(field({ type: "object", additionalProperties: { type: "string" } }, { any: "x" })).toEqual([]);
    expect(field({ type: "object", "x-kubernetes-preserve-unknown-fields": true }, { any: { thing: 1 } })).toEqual([]);
  });

  test("are still errors below a known field of an object that keeps unknown ones", () => {
    const schema = { ...fieldOf(fieldOf({ type: "string" })), "x-kubernetes-preserve-unknown-fields": true };
    expect(problems(schema, { other: 1, field: { nope: 1 } })).toEqual(["spec.field.nope: unknown field 'nope'"]);
  });

  test("of an embedded object are not its apiVersion, kind and metadata", () => {
    const schema = { type: "object", "x-kubernetes-embedded-resource": true, properties: {} };
    expect(field(schema, { apiVersion: "v1", kind: "Pod", metadata: {}, spec: {} })).toEqual([
      "spec.field.spec: unknown field 'spec'",
    ]);
  });

  test("are not judged by the branches of anyOf", () => {
    const schema = { ...fieldOf({ type: "string" }), anyOf: [{ required: ["field"] }, { required: ["other"] }] };
    expect(problems(schema, { field: "x" })).toEqual([]);
    expect(problems(schema, {})).toHaveLength(1);
  });
});

describe("nulls and defaults", () => {
  test("a null of a field that cannot be null is dropped, then the default applies", () => {
    const schema = { ...fieldOf({ type: "string", default: "x", enum: ["x"] }), required: ["field"] };
    expect(problems(schema, { field: null })).toEqual([]);
  });

  test("a dropped null leaves a required field missing", () => {
    const schema = { ...fieldOf({ type: "string" }), required: ["field"] };
    expect(problems(schema, { field: null })).toEqual(["spec.field: required field 'field' is missing"]);
    expect(problems(schema, { field: undefined })).toEqual(["spec.field: required field 'field' is missing"]);
  });

  test("a null of a nullable field stays", () => {
    const schema = { ...fieldOf({ type: "string", nullable: true }), required: ["field"] };
    expect(problems(schema, { field: null })).toEqual([]);
  });

  test("a rule sees defaults", () => {
    const schema = {
      ...fieldOf({ type: "integer", default: 5 }),
      "x-kubernetes-validations": [{ rule: "self.field == 5" }],
    };
    expect(problems(schema, {})).toEqual([]);
  });
});

describe("values", () => {
  test.each<[StructuralSchema, unknown, string]>([
    [{ type: "string" }, 1, "not of type string"],
    [{ type: "integer" }, 1.5, "not of type integer"],
    [{ type: "integer", format: "int32" }, 2 ** 31, "out of the range of int32"],
    [{ type: "number" }, "1", "not of type number"],
    [{ type: "boolean" }, "true", "not of type boolean"],
    [{ type: "array", items: { type: "string" } }, { 0: "x" }, "not of type array"],
    [{ type: "integer", minimum: 1 }, 0, "too small"],
    [{ type: "integer", minimum: 1, exclusiveMinimum: true }, 1, "too small"],
    [{ type: "integer", maximum: 1 }, 2, "too large"],
    [{ type: "integer", multipleOf: 2 }, 3, "not a multiple of 2"],
    [{ type: "string", minLength: 2 }, "x", "shorter than 2 characters"],
    [{ type: "string", maxLength: 2 }, "xyz", "longer than 2 characters"],
    [{ type: "string", pattern: "^(?P<a>[[:alpha:]]+)\\z" }, "1", "does not match the pattern"],
    [{ type: "string", enum: ["Delete", "Retain"] }, "Delet", "not one of the allowed values; did you mean 'Delete'?"],
    [{ type: "array", minItems: 1 }, [], "fewer than 1 items"],
    [{ type: "array", maxItems: 1 }, [1, 2], "more than 1 items"],
    [{ "x-kubernetes-int-or-string": true }, 1.5, "neither an integer nor a string"],
    [{ "x-kubernetes-int-or-string": true }, true, "neither an integer nor a string"],
    [{ type: "string", format: "duration" }, "1 hour", "not a duration"],
    [{ type: "string", format: "date-time" }, "2026-02-30T00:00:00Z", "not a date-time"],
    [{ type: "string", format: "byte" }, "%%", "not a byte"],
    [{ type: "string", format: "ipv4" }, "300.1.1.1", "not a ipv4"],
    [{ type: "string", not: { enum: ["x"] } }, "x", "is what the schema forbids (not)"],
  ])("%j refuses %j", (schema, value, message) => {
    expect(field(schema, value)).toEqual([`spec.field: ${message}`]);
  });

  test.each<[StructuralSchema, unknown]>([
    [{ "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] }, "50%"],
    [{ "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] }, 5],
    [{ type: "string", format: "duration" }, "1h30m"],
    [{ type: "string", format: "date-time" }, "2026-02-28T00:00:00Z"],
    [{ type: "string", pattern: "(?i)^abc$" }, "ABC"],
    [{ type: "string", format: "no-such-format" }, "anything"],
    [{ type: "number" }, 3],
  ])("%j takes %j", (schema, value) => {
    expect(field(schema, value)).toEqual([]);
  });

  test("oneOf takes exactly one alternative", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    };
    expect(problems(schema, { a: "x" })).toEqual([]);
    expect(problems(schema, { a: "x", b: "x" })[0]).toContain("fits 2 of the alternatives");
    expect(problems(schema, {})[0]).toContain("fits 0 of the alternatives");
  });

  test("lists that are maps have unique keys, sets unique items", () => {
    const map: StructuralSchema = {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      items: { type: "object", properties: { name: { type: "string" }, value: { type: "string" } } },
    };
    expect(field(map, [{ name: "a" }, { name: "b" }])).toEqual([]);
    expect(field(map, [{ name: "a" }, { name: "a", value: "x" }])).toEqual([
      "spec.field[1]: same key as an item before",
    ]);
    const set: StructuralSchema = { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } };
    expect(field(set, ["a", "a"])).toEqual(["spec.field[1]: same as an item before"]);
  });
});

describe("rules in CEL", () => {
  const atMost = (rule: string, message?: string) => ({
    type: "object",
    properties: { min: { type: "integer" }, max: { type: "integer" }, namespace: { type: "string" } },
    "x-kubernetes-validations": [{ rule, message }],
  });

  test("are judged with their message", () => {
    expect(problems(atMost("self.min <= self.max", "min must not exceed max"), { min: 2, max: 1 })).toEqual([
      "spec: min must not exceed max",
    ]);
    expect(problems(atMost("self.min <= self.max"), { min: 1, max: 1 })).toEqual([]);
  });

  test("see fields with reserved names, and absent ones with has()", () => {
    expect(problems(atMost("!has(self.__namespace__) || self.__namespace__ == 'a'"), {})).toEqual([]);
    expect(problems(atMost("!has(self.__namespace__) || self.__namespace__ == 'a'"), { namespace: "b" })).toHaveLength(
      1,
    );
  });

  test("about changes are not judged on a new object", () => {
    expect(problems(atMost("self.min == oldSelf.min"), { min: 1 })).toEqual([]);
  });

  test("that fail while they run are errors; functions the interpreter lacks are warnings", () => {
    expect(problems(atMost("self.min / 0 == 1"), { min: 1 })).toHaveLength(1);
    const { schemas, object } = judge(atMost("noSuchFunction(self.min)"), { min: 1 });
    expect(validateObject(object, schemas)).toMatchObject([{ severity: "warning", path: "spec" }]);
    const method = judge(atMost("self.__namespace__.noSuchMethod('a') == 'a'"), { namespace: "a" });
    expect(validateObject(method.object, method.schemas)).toMatchObject([{ severity: "warning", path: "spec" }]);
  });

  test("find the first match of a text, or the empty one", () => {
    const rule = atMost("!self.__namespace__.find('^([^/]+)').endsWith('karpenter.sh')");
    expect(problems(rule, { namespace: "example.org/karpenter.sh" })).toEqual([]);
    expect(problems(rule, { namespace: "a.karpenter.sh/own" })).toHaveLength(1);
    expect(problems(atMost("self.__namespace__.find('[0-9]+') == ''"), { namespace: "a" })).toEqual([]);
  });

  test("are not held against values that Terraform fills in later", () => {
    expect(problems(atMost("self.namespace == 'a'"), { namespace: "${aws_vpc.a.id}" })).toEqual([]);
  });
});

describe("tokens", () => {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "s");
  const variable = new TerraformVariable(stack, "v", { type: "any" });

  test.each<[string, StructuralSchema, unknown]>([
    ["a string", { type: "string", pattern: "^a$", maxLength: 1 }, variable.stringValue],
    ["a number", { type: "integer", maximum: 3 }, variable.numberValue],
    ["a list", { type: "array", items: { type: "string" }, maxItems: 1 }, variable.listValue],
    ["a whole object", { type: "object", required: ["a"] }, variable.value],
    ["an interpolation for a number", { type: "integer" }, "${var.v}"],
    ["an interpolation for a list", { type: "array" }, "${var.v}"],
    ["a string with a token in it", { type: "string", pattern: "^a$" }, `a-${Token.asString("x")}-\${var.v}`],
  ])("fit as %s", (_, schema, value) => {
    expect(field(schema, value)).toEqual([]);
  });

  test("a string with a token in it is still no number", () => {
    expect(field({ type: "integer" }, "a-${var.v}")).toEqual(["spec.field: not of type integer"]);
  });

  test("do not hide an unknown field beside them", () => {
    expect(problems(fieldOf({ type: "string" }), { field: "${var.v}", other: 1 })).toHaveLength(1);
  });
});

describe("objects", () => {
  const { schemas } = judge(fieldOf({ type: "string" }), {});

  test.each<[string, Record<string, unknown> | undefined, string]>([
    ["no metadata", undefined, "metadata"],
    ["no name", {}, "metadata.name"],
    ["an upper-case name", { name: "It" }, "metadata.name"],
    ["a label value with a space", { name: "it", labels: { a: "b c" } }, "metadata.labels.a"],
    ["a label that is a number", { name: "it", labels: { a: 1 } }, "metadata.labels.a"],
    ["a label key with two slashes", { name: "it", labels: { "a/b/c": "x" } }, 'metadata.labels["a/b/c"]'],
    ["a bad namespace", { name: "it", namespace: "A B" }, "metadata.namespace"],
  ])("with %s are refused", (_, metadata, path) => {
    const object = { ...thing({}), metadata };
    expect(validateObject(object, schemas).map((problem) => problem.path)).toEqual([path]);
  });

  test("of a kind outside namespaces have no namespace", () => {
    const cluster = judge({ type: "object" }, {}, { scope: "Cluster" }).schemas;
    const object = thing({}, { name: "it", namespace: "here" });
    expect(validateObject(object, cluster)[0]?.message).toBe("Thing stands outside namespaces");
  });

  test("of a deprecated version are warned about, of one not served refused", () => {
    const at = (version: string) => validateObject({ ...thing({}), apiVersion: `factory.example/${version}` }, schemas);
    expect(at("v1beta1").map((problem) => problem.severity)).toEqual(["warning"]);
    expect(at("v1alpha1").map((problem) => problem.severity)).toEqual(["error"]);
  });

  test("of an unknown kind are refused, with the kind that was meant", () => {
    const [problem] = validateObject({ ...thing({}), apiVersion: "factory.example/v2" }, schemas);
    expect(problem).toMatchObject({ path: "kind", severity: "error" });
    expect(problem?.allowed).toContain("factory.example/v1/Thing");
  });

  test("are told apart by group, not by kind alone", () => {
    const other = new KubernetesSchemas().add("other.example", "v1", "Thing", () => {
      throw new Error("the wrong kind was read");
    });
    expect(validateObject(thing({ field: "x" }), schemas.with(other))).toEqual([]);
  });

  test("are refused by an assertion that names every problem", () => {
    expect(() => assertValidObject(thing({ a: 1, b: 2 }), schemas)).toThrow(/spec\.a: unknown field[\s\S]*spec\.b/);
    expect(() => assertValidObject(thing({ field: "x" }), schemas)).not.toThrow();
  });

  test("of any shape never crash the check", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Array.isArray(validateObject(value, schemas))).toBe(true);
        expect(Array.isArray(validateObject(thing(value), schemas))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test("a document without CRDs is refused", () => {
  expect(() => schemasFromCrds({ items: [{ kind: "Pod" }] })).toThrow("kubectl get crd -o json");
  expect(() => schemasFromCrds(null)).toThrow(TypeError);
});
