import {
  aiServicesOptOutPolicy,
  bucketGuardStatements,
  controlPolicyCharacters,
  declarativeEc2Policy,
  endpointPolicy,
  iamPolicy,
  keyGuardStatements,
  packPolicies,
  resourceControlPolicies,
  serviceControlPolicies,
  type GuardrailScope,
} from "../../../constructs/sovereignty";
import { evaluateRequest, type PolicyData } from "../../../policy/iam/evaluate";
import { account, mustBeDenied, mustWork, organization, places, type Place } from "./corpus";

function scopeOf({ partition, region }: Place, rest: Partial<GuardrailScope> = {}): GuardrailScope {
  const pipeline = `arn:${partition}:iam::${account}:role/pipeline`;
  return { name: "test", regions: [region], organization, keyCustody: "hsm", exemptRoleArns: [pipeline], ...rest };
}

describe.each(places)("service control in $partition", (place) => {
  const controls = serviceControlPolicies(scopeOf(place));

  it.each(mustBeDenied(place).map((request) => [request.name, request] as const))("denies: %s", (_name, request) => {
    expect(evaluateRequest(request, { controls }).allowed).toBe(false);
  });

  it.each(mustWork(place).map((request) => [request.name, request] as const))("lets work: %s", (_name, request) => {
    expect(evaluateRequest(request, { controls })).toEqual({ allowed: true, reason: "nothing denies it" });
  });

  it("spares the exempt role where that is meant, and never for keys", () => {
    const [abroad] = mustBeDenied(place);
    const context = { "aws:PrincipalArn": `arn:${place.partition}:iam::${account}:role/pipeline` };
    const asPipeline = { ...abroad!, context: { ...abroad!.context, ...context } };
    expect(evaluateRequest(asPipeline, { controls }).allowed).toBe(true);
    const key = {
      action: "kms:CreateKey",
      resource: "*",
      context: { ...asPipeline.context, "kms:MultiRegion": "true" },
    };
    expect(evaluateRequest(key, { controls }).allowed).toBe(false);
  });

  it("names no other partition and stays within the size", () => {
    for (const policy of controls) {
      const text = JSON.stringify(policy);
      expect(text.length).toBeLessThanOrEqual(controlPolicyCharacters);
      const partitions = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, name]) => name);
      expect(new Set([...partitions, place.partition])).toEqual(new Set([place.partition]));
    }
  });
});

describe.each(places)("resource control in $partition", (place) => {
  const controls = resourceControlPolicies(scopeOf(place));
  const context = {
    "aws:PrincipalOrgID": organization,
    "aws:PrincipalIsAWSService": "false",
    "aws:SecureTransport": "true",
  };
  const judge = (action: string, differing: Record<string, string>, without: readonly string[] = []) => {
    const all = Object.entries({ ...context, ...differing }).filter(([key]) => !without.includes(key));
    return evaluateRequest({ action, resource: "*", context: Object.fromEntries(all) }, { controls });
  };

  it.each(["s3:GetObject", "kms:Decrypt", "sts:AssumeRole", "ecr:BatchGetImage", "secretsmanager:GetSecretValue"])(
    "denies %s to strangers and to nobody, and lets the organisation work",
    (action) => {
      expect(judge(action, { "aws:PrincipalOrgID": "o-stranger00" }).reason).toBe("OwnIdentitiesOnly");
      expect(judge(action, {}, ["aws:PrincipalOrgID"]).reason).toBe("OwnIdentitiesOnly");
      expect(judge(action, {}).allowed).toBe(true);
    },
  );

  it("lets services act for resources of the organisation only", () => {
    const service = { "aws:PrincipalIsAWSService": "true", "aws:SourceAccount": account };
    expect(judge("s3:PutObject", { ...service, "aws:SourceOrgID": organization }, ["aws:PrincipalOrgID"]).allowed).toBe(
      true,
    );
    const foreign = judge("s3:PutObject", { ...service, "aws:SourceOrgID": "o-stranger00" }, ["aws:PrincipalOrgID"]);
    expect(foreign.reason).toBe("ServicesForOwnResourcesOnly");
  });

  it("denies plain text and old TLS", () => {
    expect(judge("s3:GetObject", { "aws:SecureTransport": "false" }).reason).toBe("TlsOnly");
    expect(judge("s3:GetObject", { "s3:TlsVersion": "1.1" }).reason).toBe("Tls12OrNewer");
    expect(judge("s3:GetObject", { "s3:TlsVersion": "1.3" }).allowed).toBe(true);
  });
});

describe.each(places)("policies of resources in $partition", (place) => {
  const own = { "aws:PrincipalAccount": account, "aws:ResourceAccount": account };
  const through = (service: string, action: string, resource: string, context: Record<string, string>) => {
    const endpoint = JSON.parse(endpointPolicy(service, { region: place.region, accountId: account })) as PolicyData;
    return evaluateRequest({ action, resource, context }, { endpoint }).allowed;
  };

  it("let own identities through an endpoint to own data only", () => {
    const bucket = `arn:${place.partition}:s3:::data/key`;
    expect(through("s3", "s3:PutObject", bucket, own)).toBe(true);
    expect(through("s3", "s3:PutObject", bucket, { ...own, "aws:ResourceAccount": "444455556666" })).toBe(false);
    expect(through("s3", "s3:PutObject", bucket, { ...own, "aws:PrincipalAccount": "444455556666" })).toBe(false);
    expect(through("ec2", "ec2:DescribeInstances", "*", { "aws:PrincipalAccount": account })).toBe(true);
  });

  it("let layers of images through, and write nothing there", () => {
    const layers = `arn:${place.partition}:s3:::prod-${place.region}-starport-layer-bucket/sha256`;
    expect(through("s3", "s3:GetObject", layers, {})).toBe(true);
    expect(through("s3", "s3:PutObject", layers, { "aws:PrincipalAccount": account })).toBe(false);
    expect(through("ecr.api", "ecr:GetAuthorizationToken", "*", { "aws:PrincipalAccount": account })).toBe(true);
  });

  it("guard keys and buckets", () => {
    const key = iamPolicy(keyGuardStatements(scopeOf(place)));
    const use = (action: string, context: Record<string, string>) =>
      evaluateRequest({ action, resource: "*", context }, { resource: key as PolicyData }).allowed;
    expect(use("kms:Decrypt", { "aws:PrincipalOrgID": organization })).toBe(true);
    expect(use("kms:Decrypt", { "aws:PrincipalOrgID": "o-stranger00" })).toBe(false);
    expect(use("kms:CreateGrant", { "aws:PrincipalOrgID": organization, "kms:GrantIsForAWSResource": "false" })).toBe(
      false,
    );
    const lockout = { "aws:PrincipalOrgID": organization, "kms:BypassPolicyLockoutSafetyCheck": "true" };
    expect(use("kms:PutKeyPolicy", lockout)).toBe(false);

    const bucketArn = `arn:${place.partition}:s3:::data`;
    const bucket = iamPolicy(bucketGuardStatements(bucketArn, scopeOf(place), ["vpce-1"])) as PolicyData;
    const read = (context: Record<string, string>) =>
      evaluateRequest({ action: "s3:GetObject", resource: `${bucketArn}/key`, context }, { resource: bucket }).allowed;
    const identity = { "aws:PrincipalOrgID": organization, "aws:SecureTransport": "true" };
    const role = { "aws:PrincipalArn": `arn:${place.partition}:iam::${account}:role/reader` };
    expect(read({ ...identity, ...role, "aws:SourceVpce": "vpce-1" })).toBe(true);
    expect(read({ ...identity, ...role, "aws:SourceVpce": "vpce-2" })).toBe(false);
    expect(read({ ...identity, ...role })).toBe(false);
    const linked = `arn:${place.partition}:iam::${account}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/x`;
    expect(read({ ...identity, "aws:PrincipalArn": linked })).toBe(true);
  });
});

describe("guardrails", () => {
  it("leave nothing out of the region deny where the global region is inside", () => {
    const [policy] = serviceControlPolicies(scopeOf(places[2]!));
    expect(policy?.Statement[0]).toMatchObject({ Sid: "RegionDeny", Action: "*" });
  });

  it("ask for a custody of keys only where the boundary does", () => {
    const sids = (keyCustody: GuardrailScope["keyCustody"]) =>
      serviceControlPolicies(scopeOf(places[0]!, { keyCustody })).flatMap(({ Statement }) =>
        Statement.map(({ Sid }) => Sid),
      );
    expect(sids("customer-managed")).not.toContain("KeyCustody");
    expect(sids("external")).toContain("KeyCustody");
  });

  it("refuse regions of two partitions, of none, and a boundary without insiders", () => {
    const scope = scopeOf(places[0]!);
    expect(() => serviceControlPolicies({ ...scope, regions: ["eu-central-1", "eusc-de-east-1"] })).toThrow(
      "one partition",
    );
    expect(() => serviceControlPolicies({ ...scope, regions: [] })).toThrow("one partition");
    expect(() => serviceControlPolicies({ ...scope, regions: ["eu-central-9"] })).toThrow("eu-central-9");
    expect(() => resourceControlPolicies({ ...scope, organization: undefined })).toThrow("who is inside");
  });

  it("are split when they grow, and refuse a statement that fits nowhere", () => {
    const role = (index: number) => `arn:aws:iam::${account}:role/break-glass-${index}`;
    const many = scopeOf(places[0]!, { exemptRoleArns: Array.from({ length: 20 }, (_, index) => role(index)) });
    const policies = serviceControlPolicies(many);
    expect(policies.length).toBeGreaterThan(2);
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(controlPolicyCharacters);
    expect(() => packPolicies([{ Sid: "Long", Effect: "Deny", Action: "x:".padEnd(6000, "y") }])).toThrow("'Long'");
  });

  it("set EC2's defaults for all accounts and opt out of AI services below which nothing can change it", () => {
    const { ec2_attributes: attributes } = declarativeEc2Policy({});
    expect(attributes.vpc_block_public_access?.internet_gateway_block.mode).toEqual({
      "@@assign": "block_bidirectional",
    });
    expect(declarativeEc2Policy({ closedNetwork: false }).ec2_attributes).not.toHaveProperty("vpc_block_public_access");
    expect(aiServicesOptOutPolicy().services.default.opt_out_policy["@@assign"]).toBe("optOut");
  });
});
