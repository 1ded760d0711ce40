import { textsIn } from "../locations/texts";
import { fail, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** Forms that only a real secret has. */
const forms: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an AWS secret key", /aws_secret_access_key\W{1,5}[A-Za-z0-9/+]{40}\b/i],
  ["a private key", /-----BEGIN (RSA |EC |OPENSSH |)PRIVATE KEY-----/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{30,}\b/],
  ["a GitHub token", /\b(ghp|gho|ghs|ghu)_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b/],
  ["a GitLab token", /\bglpat-[A-Za-z0-9_-]{20,}\b/],
  ["an NGC key", /\bnvapi-[A-Za-z0-9_-]{40,}\b/],
  ["an API key of a model company", /\bsk-(ant-|proj-)?[A-Za-z0-9_-]{32,}\b/],
];
/** Attributes that hold a secret whatever its form. */
const secretAttributes =
  /(^|\.)(password|master_password|admin_password|secret_string|secret_key|access_key|auth_token|private_key)$/;

/** Checks of other tools for keys of AWS, by where they stand. */
const keyCovers: Readonly<Record<string, { readonly in: RegExp; readonly covers: readonly string[] }>> = {
  aws: { in: /^(access_key|secret_key)$/, covers: ["CKV_AWS_41"] },
  aws_datasync_location_object_storage: { in: /^secret_key$/, covers: ["CKV_AWS_295"] },
  aws_instance: { in: /^user_data(_base64)?$/, covers: ["CKV_AWS_46", "AWS-0029"] },
  aws_launch_configuration: { in: /^user_data(_base64)?$/, covers: ["CKV_AWS_46", "AWS-0129"] },
  aws_launch_template: { in: /^user_data$/, covers: ["CKV_AWS_46", "AWS-0129"] },
  aws_lambda_function: {
    in: /^environment\.variables\b/,
    covers: ["CKV_AWS_45", "1402afd8-a95c-4e84-8b0b-6fb43758e6ce"],
  },
};
const encodedKey = ["443488f5-c734-460b-a36d-5b3f330174dc"];

export const SOV_KEY_09 = policyRule({
  id: "SOV-KEY-09-secrets",
  title: "no secret stands in the documents",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 10.5.d", "EU CSF SOV-3"],
  covers: [...Object.values(keyCovers).flatMap(({ covers }) => covers), ...encodedKey],
  cause: "What stands in a document stands in the state, in the repository and in every plan.",
  mend: "let the provider generate the secret, or read it from Secrets Manager at run time",
  example: {
    fails: '`password = "hunter2hunter2"` on a database',
    passes: "`manage_master_user_password = true`",
    evades: "an access key in the base64 of user data",
  },
  *check({ documents, places }) {
    for (const resource of documents.resources()) yield judgeTexts(resource, places.texts(resource));
    for (const provider of documents.providers) yield judgeTexts(provider, textsIn(provider.attributes));
    for (const object of documents.kubernetesObjects()) {
      if (object.resource === undefined) yield judgeTexts(object, textsIn(object.object));
    }
  },
});

function judgeTexts(
  thing: Thing,
  texts: Iterable<{ readonly path: string; readonly text: string; readonly partial: boolean }>,
): PolicyOutcome {
  for (const { path, text, partial } of texts) {
    const form = forms.find(([, pattern]) => pattern.test(text))?.[0];
    // The value itself is not repeated: findings are read by many.
    if (form !== undefined)
      return fail(thing, { message: `${path} holds ${form}`, covers: coversOf(thing, path, form) });
    if (!partial && secretAttributes.test(path) && text.length > 3 && !/^(arn:|\/|https?:)/.test(text)) {
      return fail(thing, { message: `${path} is written out`, covers: coversOf(thing, path, "an AWS secret key") });
    }
  }
  return pass(thing);
}

function coversOf(thing: Thing, path: string, form: string): readonly string[] {
  if (form === "a private key") return path === "user_data_base64" ? encodedKey : [];
  if (!form.startsWith("an AWS ")) return [];
  const row = keyCovers["type" in thing ? thing.type : "name" in thing ? (thing.name ?? "") : ""];
  return row?.in.test(path) === true ? row.covers : [];
}
