import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import type { Boundary } from "../boundary";
import { knownHost } from "../hosts";
import { statementsAt, statementsOf, type Statement } from "../reading/statements";
import { fail, judge, open, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

const hostOf = (text: string) =>
  text
    .replace(/^https?:\/\//, "")
    .replace(/^arn:[^/]*\//, "")
    .split("/")[0]
    ?.toLowerCase() ?? "";

export const SOV_OPS_04 = policyRule({
  id: "SOV-OPS-04-identities",
  title: "identities come from issuers of the boundary, and name one subject each",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["C5:2026 PSS-12.01AC", "C5:2020 IDM-06", "C5:2020 IDM-09", "SecNumCloud 3.2 9.5"],
  covers: ["CKV_AWS_273", "CKV_AWS_358", "CKV_AWS_393"],
  cause:
    "Who issues the identity decides who gets in. A wildcard in the subject lets in every repository of the world.",
  mend: "federate with an issuer of the boundary (`identityIssuers`), and condition trust on audience and exact subject",
  example: {
    fails: "`aws_iam_user` with an access key",
    passes: "a role whose trust names one service account of the cluster's own issuer",
    evades: "trust in GitHub's issuer with `StringLike` and `repo:org/*`",
  },
  *check({ documents, boundary }) {
    for (const user of documents.resources("aws_iam_user", "aws_iam_access_key", "aws_iam_user_login_profile")) {
      yield fail(user, {
        message: "a user of the account with keys of its own, outside the directory",
        covers: user.type === "aws_iam_user" ? ["CKV_AWS_273"] : [],
      });
    }
    for (const provider of documents.resources("aws_iam_openid_connect_provider"))
      yield judgeIssuer(provider, provider.get("url"), boundary);
    for (const provider of documents.resources("aws_iam_saml_provider")) {
      const host = /entityID="https?:\/\/([^/"]+)/.exec(String(provider.get("saml_metadata_document") as string))?.[1];
      yield host === undefined
        ? open(provider, { message: "who issues its identities is not known yet" })
        : judgeIssuer(provider, host, boundary);
    }
    // A document that no role here uses is somebody's trust policy as well.
    for (const policy of documents.dataSources("aws_iam_policy_document")) {
      if (policy.referrers().length === 0) yield* judgeTrusts(policy, statementsOf(policy).statements, boundary);
    }
    for (const role of documents.resources("aws_iam_role")) {
      yield* judgeTrusts(role, statementsAt(role, "assume_role_policy").statements, boundary);
      const seconds = role.get("max_session_duration");
      const short = isUnknown(seconds) ? "unknown" : !(Number(seconds as number) > 43_200);
      yield judge(role, short, { message: "sessions of it last too long", given: seconds });
    }
  },
});

function judgeIssuer(provider: Resource, url: unknown, boundary: Boundary): PolicyOutcome {
  // The cluster's own issuer stands where the cluster stands.
  if (isUnknown(url)) {
    const own = provider.targets("url").some(({ type }) => type === "aws_eks_cluster");
    return own ? pass(provider) : open(provider, { message: "who issues its identities is not known yet", given: url });
  }
  const host = hostOf(String(url));
  const region = /^oidc\.eks\.([a-z0-9-]+)\./.exec(host)?.[1];
  if (region !== undefined && boundary.region(region).inside) return pass(provider);
  const row = knownHost(host);
  const who = row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
  const message = `identities of ${host}${who} are let in, and the boundary does not name that issuer`;
  return judge(provider, boundary.allowedHost("identityIssuers", host) !== undefined, { message, given: host });
}

function* judgeTrusts(thing: Resource, statements: readonly Statement[], boundary: Boundary): Generator<PolicyOutcome> {
  for (const statement of statements) {
    const federated = statement.principals.filter((principal) => principal.startsWith("Federated:"));
    if (statement.effect !== "Allow" || federated.length === 0) continue;
    const id = thing.mode === "data" ? "CKV_AWS_358" : "CKV_AWS_393";
    yield {
      ...judgeTrust(thing, statement, federated, boundary),
      covers: isAbusable(statement, federated) ? [id] : [],
    };
  }
}

const github = "token.actions.githubusercontent.com";

/** Whether a trust in GitHub's issuer takes claims that anyone can bring: no repository, or a wildcard for it. */
function isAbusable({ conditions }: Statement, federated: readonly string[]): boolean {
  if (!federated.some((principal) => principal.includes(`oidc-provider/${github}`))) return false;
  const subjects = conditions.filter(({ key }) => key.startsWith(github) && key.endsWith(":sub"));
  return subjects.length === 0 || subjects.some(({ values }) => values.some((value) => !isOneOwner(value)));
}

function isOneOwner(subject: string): boolean {
  const [claim = "", value = ""] = subject.split(":");
  if (value === "" || value === "*" || claim.includes("*")) return false;
  if (/^(workflow|environment|ref|context|head_ref|base_ref)/.test(claim)) return false;
  return claim !== "repo" || /^[\w.${}-]+\/./.test(value);
}

function judgeTrust(
  role: Resource,
  { conditions }: Statement,
  federated: readonly string[],
  boundary: Boundary,
): PolicyOutcome {
  const subjects = conditions.filter(({ key }) => key.endsWith(":sub"));
  const audiences = conditions.filter(({ key }) => key.endsWith(":aud"));
  const loose = subjects.find(
    ({ operator, values }) =>
      operator.includes("like") && values.some((value) => /^\*|^repo:\*|^repo:[^/]+\/\*|^[^:]*:\*/.test(value)),
  );
  if (loose) return fail(role, { message: "its trust takes any subject that fits a wildcard", given: loose.values });
  const hosts = federated.map((principal) => hostOf(principal.slice("Federated:".length)));
  const foreign = hosts.find((host) => knownHost(host) !== undefined && !boundary.allowedHost("identityIssuers", host));
  if (foreign !== undefined) {
    const row = knownHost(foreign);
    return fail(role, {
      message: `identities of ${foreign} (${row?.operator ?? ""}, ${row?.jurisdiction ?? ""}) may assume it`,
      given: foreign,
    });
  }
  return judge(role, subjects.length > 0 && audiences.length > 0, {
    message: "its trust names no subject, or no audience",
    given: conditions.map(({ key }) => key),
  });
}
