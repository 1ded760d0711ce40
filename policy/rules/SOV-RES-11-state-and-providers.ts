import type { Block, Stack } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { placelessProviders, placesByProvider } from "../provider-regions";
import { all, fail, flag, isGiven, judge, judgeRegion, open, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

/** Providers that act inside AWS or a cluster, or only compute. */
const own: ReadonlySet<string> = new Set(["aws", "awscc", ...placelessProviders]);
/** Backends that keep the state with somebody else. */
const abroad = ["remote", "cloud", "gcs", "azurerm", "cos", "oss"];

export const SOV_RES_11 = policyRule({
  id: "SOV-RES-11-state-and-providers",
  title: "state and providers are inside the boundary",
  weight: "high",
  stages: ["synth", "plan", "evidence"],
  guardrail: "the pipeline's record of its state backend",
  references: ["SecNumCloud 3.2 19.2.d", "EU CSF SOV-4"],
  cause: "The state holds every attribute, secrets included; a provider sends what it manages to its operator.",
  mend: "keep the state in an encrypted, locked bucket of the boundary, and list each other provider with its jurisdiction",
  example: {
    fails: '`backend "s3"` with `region = "us-east-1"`',
    passes: '`backend "s3"` in eu-central-1 with encryption and a lock',
    evades: "`cloud {}`: the state is kept by a company abroad",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    for (const stack of documents.stacks) {
      if (stack.kind === "configuration") yield* judgeBackend(stack, subject);
    }
    for (const source of documents.dataSources("terraform_remote_state")) {
      const region = source.get("config.region");
      if (isGiven(region)) yield judgeRegion(source, region, "the remote state's region", subject);
      else if (abroad.includes(String(source.get("backend") as string))) {
        yield fail(source, {
          message: "the remote state is kept by somebody outside the boundary",
          given: source.get("backend"),
        });
      }
    }
    const seen = new Set<string>();
    for (const resource of documents.all) {
      const name = resource.type.split("_")[0] ?? "";
      const key = `${resource.stack} ${name}`;
      if (own.has(name) || seen.has(key) || placesByProvider.has(name)) continue;
      seen.add(key);
      const listed = boundary.data.providers.some((entry) => entry.name === name || entry.name.endsWith(`/${name}`));
      const message = `provider ${name} is not among the boundary's providers: nobody has said under whose law it is operated`;
      yield judge(resource, listed, {
        message,
        given: name,
        allowed: boundary.data.providers.map((entry) => entry.name).join(", "),
      });
    }
  },
});

function* judgeBackend(stack: Stack, subject: PolicySubject): Generator<PolicyOutcome> {
  const about = { path: stack.name, address: stack.name };
  const { terraform } = stack;
  if (isGiven(terraform.get("cloud"))) {
    yield fail(about, { message: "the state is kept by HCP Terraform, outside the boundary" });
    return;
  }
  const [backend] = terraform.blocks("backend");
  const kinds = backend === undefined ? [] : kindsOf(terraform.get("backend"));
  if (backend === undefined || kinds.length === 0 || kinds.includes("local")) {
    const message = "the state lies on the machine that runs terraform; where that is stands in no document";
    yield open(about, { message, dischargedBy: "evidence" });
    return;
  }
  for (const kind of kinds) {
    if (abroad.includes(kind))
      yield fail(about, { message: `the state is kept by the backend '${kind}', outside the boundary`, given: kind });
    else if (kind === "s3") yield* judgeBucketBackend(about, backend, subject);
    else
      yield kind === "kubernetes"
        ? pass(about)
        : open(about, { message: `where the backend '${kind}' keeps the state is not known`, given: kind });
  }
}

function* judgeBucketBackend(
  about: { readonly path: string; readonly address: string },
  backend: Block,
  subject: PolicySubject,
): Generator<PolicyOutcome> {
  const region = backend.get("s3.region");
  if (isGiven(region)) yield judgeRegion(about, region, "the region of the state", subject);
  else yield open(about, { message: "the region of the state is given when terraform is initialised" });
  const locked = flag(backend.get("s3.use_lockfile"), isGiven(backend.get("s3.dynamodb_table")));
  yield judge(about, all(flag(backend.get("s3.encrypt"), false), locked), {
    message: "the state is not encrypted, or not locked",
    given: { encrypt: backend.get("s3.encrypt") ?? false, use_lockfile: backend.get("s3.use_lockfile") ?? false },
    fix: "set encrypt, kms_key_id and use_lockfile of the backend",
    severity: "warning",
  });
}

function kindsOf(backend: Value | undefined): readonly string[] {
  const blocks: readonly Value[] = Array.isArray(backend)
    ? (backend as readonly Value[])
    : backend === undefined
      ? []
      : [backend];
  return blocks.flatMap((block) => (isObject(block) ? Object.keys(block) : []));
}
