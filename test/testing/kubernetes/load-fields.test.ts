import { customResourceFields } from "../../../catalog";
import { schemasFromFields, validateObject } from "../../../testing/kubernetes";

const schemas = schemasFromFields(customResourceFields());
const found = (object: unknown) => validateObject(object, schemas).map(({ path, message }) => `${path}: ${message}`);

const user = (change: Record<string, unknown> = {}, operations: unknown = ["Read"]) => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaUser",
  metadata: { name: "pipelines", namespace: "kafka" },
  spec: {
    authentication: { type: "tls" },
    authorization: { type: "simple", acls: [{ resource: { type: "topic", name: "questions" }, operations }] },
    ...change,
  },
});

const nodePool = (limits: unknown) => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "burst" },
  spec: {
    template: {
      spec: { nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "burst" }, requirements: [] },
    },
    limits,
  },
});

describe("kinds of the catalogue's table of fields", () => {
  test("take what the library emits", () => {
    expect(found(user())).toEqual([]);
    expect(found(nodePool({ nodes: "4", "nvidia.com/gpu": 32 }))).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["a field that the table does not have", user({ quotas: { requestPercentage: 5 } }), "spec.quotas: unknown field"],
    [
      "a value that is not one of those allowed",
      user({}, ["Raed"]),
      "not one of the allowed values; did you mean 'Read'",
    ],
    ["a value of another type", user({}, "Read"), "acls[0].operations: not of type array"],
    [
      "a required field left out",
      user({ authorization: { type: "simple" } }),
      "acls: required field 'acls' is missing",
    ],
    ["a map's value of another type", nodePool({ nodes: true }), "limits.nodes: neither an integer nor a string"],
    ["a namespace on what stands outside of them", inNamespace(nodePool({})), "metadata.namespace"],
    ["a kind that is in no row", { ...user(), kind: "KafkaBridge" }, "kind: no schema of this kind is known"],
    ["a version that is in no row", { ...user(), apiVersion: "kafka.strimzi.io/v1beta2" }, "kind: no schema"],
  ])("refuse %s", (_, object, problem) => {
    expect(found(object)).toEqual([expect.stringContaining(problem)]);
  });

  test("leave content open where the definition does", () => {
    const topic = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", metadata: { name: "questions" } };
    expect(found({ ...topic, spec: { config: { "any.key": [1, "a"] } } })).toEqual([]);
    expect(found({ ...topic, spec: { config: "retention.ms=1" } })).toHaveLength(1);
  });

  test("yield to a cluster's own definitions", () => {
    const [row] = customResourceFields();
    const wider = schemasFromFields([{ ...row!, fields: { spec: { type: "any" } } }]);
    const object = { apiVersion: `${row!.group}/${row!.version}`, kind: row!.kind, metadata: { name: "a" } };
    expect(validateObject({ ...object, spec: { other: 1 } }, schemas)).not.toEqual([]);
    expect(validateObject({ ...object, spec: { other: 1 } }, schemas.with(wider))).toEqual([]);
  });

  test("must say what is in a list", () => {
    const [row] = customResourceFields();
    const partial = schemasFromFields([{ ...row!, fields: { spec: { type: "list" } } }]);
    expect(() => partial.find(`${row!.group}/${row!.version}`, row!.kind)).toThrow(
      "'spec' is a list, and 'spec[]' is not described",
    );
  });
});

function inNamespace<T extends { metadata: object }>(object: T): T {
  return { ...object, metadata: { ...object.metadata, namespace: "kafka" } };
}
