import { imagePinned } from "../../../validation/rules/PLT-010-image-pinned";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(imagePinned, {
  passing: platform,
  stillPasses: {
    "a digest": ({ container }) => (container["image"] = "registry.local:5000/a/b@sha256:0123"),
    "a chart's image without a tag: the chart adds it": ({ values }) => values("efa", { image: { repository: "a/b" } }),
  },
  mutations: {
    latest: { change: ({ container }) => (container["image"] = "a/b:latest"), finds: /tag moves/ },
    "no tag": { change: ({ container }) => (container["image"] = "a/b"), finds: /has no tag/ },
    "a port is no tag": {
      change: ({ container }) => (container["image"] = "registry.local:5000/b"),
      finds: /has no tag/,
    },
    "a chart's image": {
      change: ({ values }) => values("efa", { image: { repository: "a/b", tag: "main" } }),
      finds: /tag moves/,
    },
    "an init container": {
      change: ({ pod }) => (pod["initContainers"] = [{ name: "x", image: "busybox" }]),
      finds: /has no tag/,
    },
  },
  unknown: { "an image from a variable": ({ container }) => (container["image"] = "${var.image}") },
});
