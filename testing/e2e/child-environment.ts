/** Variables of the caller that would change what a child does: their AWS account, their Terraform, their proxy. */
const callersOwn = /^(AWS_|TF_|TERRAFORM_|MOTO_|HTTPS?_PROXY$|ALL_PROXY$|NO_PROXY$)/i;

/** The caller's environment without what belongs to their AWS account, Terraform set-up or proxy, plus `added`. */
export function childEnvironment(
  callers: NodeJS.ProcessEnv,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(callers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !callersOwn.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...added };
}
