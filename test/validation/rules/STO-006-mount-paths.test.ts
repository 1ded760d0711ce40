import { mountPaths } from "../../../validation/rules/STO-006-mount-paths";
import { check, describeRule } from "../support/describe-rule";

function pod() {
  const mounts: Record<string, unknown>[] = [
    { name: "data", mountPath: "/data" },
    { name: "checkpoints", mountPath: "/checkpoints" },
    { name: "shm", mountPath: "/dev/shm" },
  ];
  const spec = { containers: [{ name: "trainer", volumeMounts: mounts }] };
  const manifest: Record<string, unknown> = { apiVersion: "v1", kind: "Pod", metadata: { name: "trainer" }, spec };
  return {
    mounts,
    manifest,
    spec,
    stacks: { platform: { resource: { kubernetes_manifest: { trainer: { manifest } } } } },
  };
}

describeRule(mountPaths, {
  passing: pod,
  stillPasses: {
    "a single file below a mount": ({ mounts }) => mounts.push({ name: "config", mountPath: "/data/settings.yaml" }),
    "two directories of one volume": ({ mounts }) =>
      mounts.push({ name: "data", mountPath: "/data/cache", subPath: "cache" }),
    "a name that only begins alike": ({ mounts }) => mounts.push({ name: "old", mountPath: "/data-old" }),
  },
  mutations: {
    "one inside the other": {
      change: ({ mounts }) => mounts.push({ name: "home", mountPath: "/data/home/" }),
      finds: /one volume inside another/,
    },
    "one above the other": {
      change: ({ mounts }) => mounts.unshift({ name: "home", mountPath: "/checkpoints/home" }),
      finds: /one volume inside another/,
    },
    "the same path, with a slash": {
      change: ({ mounts }) => mounts.push({ name: "home", mountPath: "/data/" }),
      finds: /two volumes at one path/,
    },
    "over the system": {
      change: ({ mounts }) => (mounts[0] = { name: "data", mountPath: "/usr" }),
      finds: /of the system/,
    },
    "a relative path": {
      change: ({ mounts }) => (mounts[0] = { name: "data", mountPath: "data" }),
      finds: /not absolute/,
    },
    "deep in a custom resource": ({ manifest, spec, mounts }) => {
      mounts.push({ name: "home", mountPath: "/data" });
      manifest["kind"] = "TrainingRuntime";
      manifest["spec"] = { template: { spec: { replicatedJobs: [{ template: { spec: { template: { spec } } } }] } } };
    },
  },
  unknown: { "a path from a variable": ({ mounts }) => (mounts[0] = { name: "data", mountPath: "${var.path}" }) },
});

describe("STO-006 by weight", () => {
  it("is an error where the API server refuses, a warning where a volume is hidden", () => {
    const twice = pod();
    twice.mounts.push({ name: "home", mountPath: "/data" });
    const nested = pod();
    nested.mounts.push({ name: "home", mountPath: "/data/home" });
    const severities = [twice, nested].map((input) => check(mountPaths, input).findings[0]?.severity);
    expect(severities).toEqual(["error", "warning"]);
  });
});
