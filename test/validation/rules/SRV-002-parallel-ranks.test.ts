import { parallelRanks } from "../../../validation/rules/SRV-002-parallel-ranks";
import { describeRule } from "../support/describe-rule";
import { withEngines } from "../support/engines";

describeRule(parallelRanks, {
  passing: withEngines,
  stillPasses: {
    "one rank by default stages": ({ engine }) => (engine["args"] = ["--tensor-parallel-size=2"]),
    "a shell's line": ({ engine }) => (engine["args"] = ["exec vllm serve /m --tensor_parallel_size 2"]),
  },
  mutations: {
    "fewer accelerators than ranks": {
      change: ({ engine }) => (engine["resources"].limits["nvidia.com/gpu"] = 1),
      finds: /'llama' has more ranks than accelerators/,
    },
    "more accelerators than ranks": {
      change: ({ engine }) => (engine["resources"].limits["nvidia.com/gpu"] = 8),
      finds: /6 accelerators of each copy of 'llama' have nothing to do/,
    },
    "a group with too few pods": { change: ({ template }) => (template["size"] = 1), finds: /'deepseek'/ },
    "copies of data": { change: ({ engine }) => engine["args"].push("--data-parallel-size=2"), finds: /more ranks/ },
    "no accelerator at all": { change: ({ engine }) => (engine["resources"] = {}), finds: /more ranks/ },
  },
  unknown: {
    "a width from a variable": ({ engine }) => (engine["args"][0] = "--tensor-parallel-size=${var.width}"),
    "accelerators from a variable": ({ engine }) => (engine["resources"].limits["nvidia.com/gpu"] = "${var.gpus}"),
  },
});
