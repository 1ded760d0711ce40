import * as fc from "fast-check";
import {
  accelerator,
  chart,
  findInstanceType,
  helmChart,
  instanceType,
  instanceTypes,
  partitionOf,
  quota,
  region,
  suggestNames,
  UnknownNameError,
} from "../../catalog";

function errorOf(call: () => unknown): UnknownNameError {
  try {
    call();
  } catch (error) {
    if (error instanceof UnknownNameError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a misspelt instance type is refused with what was meant", () => {
  const error = errorOf(() => instanceType("p5.48xlage"));
  expect(error.message).toBe("unknown instance type 'p5.48xlage'; did you mean 'p5.48xlarge'?");
  expect(error.kind).toBe("instance type");
  expect(error.given).toBe("p5.48xlage");
  expect(error.suggestions[0]).toBe("p5.48xlarge");
  expect(error.name).toBe("UnknownNameError");
});

test("a name like no other is refused without a suggestion", () => {
  expect(errorOf(() => instanceType("mainframe")).message).toBe("unknown instance type 'mainframe'");
});

test.each([
  [() => region("eu-nort-1"), "unknown region 'eu-nort-1'; did you mean 'eu-north-1'?"],
  [() => partitionOf("eu-west-9"), /^unknown region 'eu-west-9'; did you mean 'eu-west-\d'\?$/],
  [() => accelerator("h100-sxm-80g"), "unknown accelerator 'h100-sxm-80g'; did you mean 'h100-sxm-80gb'?"],
  [() => chart("gpu-opertor"), "unknown chart 'gpu-opertor'; did you mean 'gpu-operator'?"],
  [() => quota("L-417A185C"), "unknown quota code 'L-417A185C'; did you mean 'L-417A185B'?"],
])("every table suggests (%#)", (call, message) => {
  expect(call).toThrow(message);
});

test("a type without published size is refused with the reason, not called unknown", () => {
  expect(errorOf(() => instanceType("p6e-gb300.36xlarge")).message).toBe(
    "instance type 'p6e-gb300.36xlarge' cannot be used: AWS names it, but no public source gives its size",
  );
  expect(findInstanceType("p6e-gb300.36xlarge")).toBeUndefined();
  expect(errorOf(() => instanceType("f1.2xlarge")).message).toContain("use f2");
});

test("a component that is no Helm chart, or has no known version, is refused with the reason", () => {
  expect(errorOf(() => helmChart("beegfs-csi-driver")).message).toContain("published as 'kustomize'");
  expect(errorOf(() => helmChart("litellm")).message).toContain("has no version");
  expect(helmChart("kueue").repository).toBe("oci://registry.k8s.io/kueue/charts");
});

test("suggestions are the nearest names, in a stable order", () => {
  expect(suggestNames("g6.2xlarg", ["g6.2xlarge", "g5.2xlarge", "g6.12xlarge"])).toEqual([
    "g6.2xlarge",
    "g5.2xlarge",
    "g6.12xlarge",
  ]);
  expect(suggestNames("P5.48XLARGE", ["p5.48xlarge"])).toEqual(["p5.48xlarge"]);
});

test("whatever is given, a look-up returns the row of that name or throws UnknownNameError", () => {
  const names = instanceTypes().map((type) => type.name);
  const given = fc.oneof(fc.string(), fc.constantFrom(...names), fc.constantFrom("__proto__", "constructor", ""));
  fc.assert(
    fc.property(given, (name) => {
      const found = findInstanceType(name);
      if (found !== undefined) return instanceType(name) === found && found.name === name;
      return errorOf(() => instanceType(name)).given === name;
    }),
  );
});
