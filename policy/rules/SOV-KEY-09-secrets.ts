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

export const SOV_KEY_09 = policyRule({
  id: "SOV-KEY-09-secrets",
  title: "no secret stands in the documents",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 10.5.d", "EU CSF SOV-3"],
  covers: ["CKV_AWS_41", "CKV_AWS_45", "CKV_AWS_46"],
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
    if (form !== undefined) return fail(thing, { message: `${path} holds ${form}` });
    if (!partial && secretAttributes.test(path) && text.length > 3 && !/^(arn:|\/|https?:)/.test(text)) {
      return fail(thing, { message: `${path} is written out` });
    }
  }
  return pass(thing);
}
