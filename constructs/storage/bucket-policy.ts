/** A statement of a bucket's own policy, which names principals and can forbid. */
export interface BucketPolicyStatement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly principal: "*" | { readonly service: string };
  readonly action: string;
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Forbids every request without TLS 1.2, whoever asks. */
export function tlsOnly(bucketArn: string): BucketPolicyStatement[] {
  const everything = [bucketArn, `${bucketArn}/*`];
  const base = { effect: "Deny", principal: "*", action: "s3:*", resources: everything } as const;
  return [
    { ...base, sid: "TlsOnly", condition: { Bool: { "aws:SecureTransport": "false" } } },
    { ...base, sid: "Tls12OrNewer", condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}

/** Lets S3 itself write the access log of another bucket. */
export function acceptAccessLogs(bucketArn: string, sid: string, sourceArn: string): BucketPolicyStatement {
  return {
    sid,
    effect: "Allow",
    principal: { service: "logging.s3.amazonaws.com" },
    action: "s3:PutObject",
    resources: [`${bucketArn}/*`],
    condition: { ArnLike: { "aws:SourceArn": sourceArn } },
  };
}

export function bucketPolicyDocument(statements: readonly BucketPolicyStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect, principal, action, resources, condition }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principal === "*" ? { AWS: "*" } : { Service: principal.service },
      Action: action,
      Resource: resources.length === 1 ? resources[0] : resources,
      Condition: condition,
    })),
  });
}
