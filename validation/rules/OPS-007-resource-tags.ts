import type { Resource } from "../../documents/types";
import { isObject, isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

const limits = { tags: 50, key: 128, value: 256 };

export const resourceTags: Rule = {
  id: "OPS-007-resource-tags",
  family: "OPS",
  title: "tags are ones that AWS takes",
  severity: "error",
  reads: "documents",
  cause:
    "Keys that begin with aws: belong to AWS, and more than 50 tags or too long ones are refused, at apply, by each " +
    "resource that carries them: a fault in the default tags stops the whole stack.",
  mend: "rename the tag, shorten it, or remove some",
  sources: ["AWS General Reference, tagging: 50 tags, keys of 128 and values of 256 characters, no prefix aws:"],
  unknownMeans: "The tags are not known yet; the plan decides.",
  example: { fails: "tags = { aws:team = research }", passes: "tags = { team = research }" },
  *check({ documents }) {
    for (const resource of documents?.resources() ?? []) {
      if (resource.type.startsWith("aws_") && resource.get("tags") !== undefined) yield judge(resource);
    }
    for (const provider of documents?.providers ?? []) {
      const tags = provider.get("default_tags.tags");
      const at = { path: `${provider.stack}: provider ${provider.name}` };
      if (provider.name === "aws" && isObject(tags)) yield { ...judgeTags(at, tags), ...at };
    }
  },
};

function judge(resource: Resource): Outcome {
  const about = resourceAbout(resource);
  const tags = resource.get("tags");
  if (isUnknown(tags)) return unknown(about, { message: "the tags are not known yet" });
  return isObject(tags) ? judgeTags(about, tags) : pass(about);
}

function judgeTags(about: { readonly path: string; readonly address?: string }, tags: object): Outcome {
  const entries = Object.entries(tags) as [string, unknown][];
  if (entries.length > limits.tags) {
    return fail(about, { message: "too many tags", given: entries.length, allowed: `at most ${limits.tags}` });
  }
  for (const [key, value] of entries) {
    if (/^aws:/i.test(key)) {
      return fail(about, { message: "a tag has a name that only AWS gives", given: key, allowed: "no prefix aws:" });
    }
    if (key.length === 0 || key.length > limits.key) {
      return fail(about, {
        message: "a tag's name is too long or empty",
        given: key,
        allowed: `1 to ${limits.key} characters`,
      });
    }
    if (typeof value === "string" && value.length > limits.value) {
      const message = `the value of tag '${key}' is too long`;
      return fail(about, { message, given: `${value.length} characters`, allowed: `at most ${limits.value}` });
    }
  }
  return pass(about);
}
