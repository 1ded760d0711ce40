import { servedModelMemory } from "../../../validation/rules/SRV-003-served-model-memory";
import { describeRule } from "../support/describe-rule";
import { withEngines } from "../support/engines";

describeRule(servedModelMemory, {
  passing: withEngines,
  stillPasses: {
    "half the bits on one GPU": ({ annotations, engine }) => {
      annotations["ai-factory/precision"] = "fp8";
      engine["args"][0] = "--tensor-parallel-size=1";
    },
  },
  mutations: {
    "one GPU for 141 GB of weights": {
      change: ({ engine }) => (engine["args"][0] = "--tensor-parallel-size=1"),
      finds: /'llama-3\.1-70b' does not fit its accelerators/,
    },
    "a larger model by annotation": {
      change: ({ annotations }) => (annotations["ai-factory/model"] = "llama-3.1-405b"),
      finds: /'llama-3\.1-405b' does not fit/,
    },
    "requests of the model's whole length": {
      change: ({ engine, annotations }) => {
        engine["args"][2] = "--max-model-len=131072";
        annotations["ai-factory/concurrency"] = "16";
      },
      finds: /fewer requests than were planned/,
    },
    "one stage instead of two": {
      change: ({ template }) => (template["leaderTemplate"].spec.containers[0].args[2] = "--pipeline-parallel-size=1"),
      finds: /'deepseek-v3' does not fit/,
    },
    "smaller GPUs by an override of the pool": {
      change: ({ h200 }) => (h200["instance_types"] = ["p5.48xlarge"]),
      finds: /does not fit/,
    },
  },
  unknown: {
    "no word on the model": ({ annotations }) => delete annotations["ai-factory/model"],
    "a model that the catalogue does not have": ({ annotations }) => (annotations["ai-factory/model"] = "my-own"),
    "a width from a variable": ({ engine }) => (engine["args"][0] = "--tensor-parallel-size=${var.width}"),
  },
});
