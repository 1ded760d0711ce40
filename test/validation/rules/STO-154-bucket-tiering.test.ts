import { bucketTiering } from "../../../validation/rules/STO-154-bucket-tiering";
import { describeRule } from "../support/describe-rule";

function lifecycle() {
  const step: Record<string, unknown> = { days: 30, storage_class: "STANDARD_IA" };
  const rule: Record<string, unknown> = {
    id: "tiering",
    status: "Enabled",
    filter: [{ prefix: "" }],
    transition: [step],
  };
  const configuration: Record<string, unknown> = { rule: [rule] };
  const resource = { aws_s3_bucket_lifecycle_configuration: { data: configuration } };
  return { step, rule, configuration, stacks: { infra: { resource } } };
}

describeRule(bucketTiering, {
  passing: lifecycle,
  stillPasses: {
    "intelligent tiering at once": ({ step }) => Object.assign(step, { days: 0, storage_class: "INTELLIGENT_TIERING" }),
    "an expiry after the move": ({ rule }) => (rule["expiration"] = { days: 365 }),
    "a prefix in the older place": ({ rule }) => {
      delete rule["filter"];
      rule["prefix"] = "logs/";
    },
  },
  mutations: {
    "infrequent access after a day": { change: ({ step }) => (step["days"] = 1), finds: /too early/ },
    "infrequent access without an age": { change: ({ step }) => delete step["days"], finds: /too early/ },
    "no filter": { change: ({ rule }) => delete rule["filter"], finds: /which objects/ },
    "an expiry before the move": { change: ({ rule }) => (rule["expiration"] = [{ days: 7 }]), finds: /expire before/ },
    "a class of another cloud": { change: ({ step }) => (step["storage_class"] = "COLDLINE"), finds: /does not have/ },
  },
  unknown: {
    "an age from a variable": ({ step }) => (step["days"] = "${var.days}"),
    "a class from a variable": ({ step }) => (step["storage_class"] = "${var.class}"),
  },
});
