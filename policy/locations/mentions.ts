import { findRegion, partitions } from "../../catalog/aws/regions";
import { otherCloudRegion, otherCloudsIn } from "./other-clouds";

/** Something in a text that says where: an ARN, a host, a region, a zone. */
export interface Mention {
  readonly kind: "arn" | "host" | "region" | "zone" | "bucket" | "other-cloud";
  /** As it stands in the text. */
  readonly text: string;
  readonly partition?: string;
  /** Absent where the name says none (`arn:aws:s3:::bucket`); `*` where it says any. */
  readonly region?: string;
  readonly account?: string;
  readonly service?: string;
  /** Host name, lower case. */
  readonly host?: string;
  /** Country of a region of another cloud. */
  readonly country?: string;
}

const regionName = "(?:us-gov|us-isob?|us-isof|eu-isoe|eusc|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+(?:-[a-z]+)?-\\d+";
const arnPattern = /arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*|\*):(\d{12}|aws|\*)?:[^\s"'`,;)\]}]*/g;
const urlPattern =
  /\b(?:https?|wss?|grpcs?|oci|git|ssh|ftp|docker):\/\/(?:[^\s/@"']+@)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)/gi;
/** Labels and names are as long as DNS allows: without a bound, a long text would be read again from each character. */
const awsHostPattern =
  /(?:[a-z0-9*](?:[a-z0-9*-]{0,61}[a-z0-9*])?\.){0,20}(?:amazonaws\.com\.cn|amazonaws\.com|amazonaws\.eu|api\.aws|on\.aws|amazonwebservices\.eu|amazonwebservices\.com\.cn|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)\b/gi;
const regionPattern = new RegExp(`(?<![a-z0-9-])(${regionName})(?:-([a-z]{3,4}-\\d+[a-z]?)|([a-z]))?(?![a-z0-9])`, "g");
const zoneIdPattern = /(?<![a-z0-9-])((?:[a-z]{3,4}\d)-(?:[a-z]{3}\d-)?az\d)(?![a-z0-9])/g;
const bucketPattern = /\bs3a?:\/\/([a-z0-9][a-z0-9.-]+)/g;
/** Names of services in policies and in filters of events, which are no hosts in any partition. */
const principalPattern =
  /"Service"\s*:\s*(?:"[^"]*"|\[[^\]]*\])|\beventSource["'\s]*(?:=|:|==)\s*(?:\[\s*)?["']?[a-z0-9-]+\.amazonaws\.com\b/g;
/** One look that spares most texts the others. */
const worthALook = /arn:|:\/\/|-\d|-az\d|amazonaws|\.aws\b|amazonwebservices/;

/** Everything in a text that says where. The same place said twice is one mention. */
export function mentionsIn(text: string): readonly Mention[] {
  const found = new Map<string, Mention>();
  const add = (mention: Mention) => found.set(`${mention.kind} ${mention.text}`, mention);
  for (const { cloud, name, country } of otherCloudsIn(text))
    add({ kind: "other-cloud", text: `${name} of ${cloud}`, country });
  if (!worthALook.test(text)) return [...found.values()];
  let rest = text.replace(principalPattern, " ");
  for (const [whole, partition = "", service = "", region = "", account] of text.matchAll(arnPattern)) {
    add({ kind: "arn", text: whole, partition, service, ...(region && { region }), ...(account && { account }) });
    rest = rest.replace(whole, " ");
  }
  for (const [whole] of rest.matchAll(awsHostPattern)) {
    // Service principals keep this suffix in every partition and are no hosts.
    const host = whole.toLowerCase();
    if (!isServicePrincipal(host, text)) add({ kind: "host", text: whole, host, ...awsHost(host) });
    rest = rest.replace(whole, " ");
  }
  for (const [, host = ""] of rest.matchAll(urlPattern)) add({ kind: "host", text: host, host: host.toLowerCase() });
  for (const [, bucket = ""] of rest.matchAll(bucketPattern)) add({ kind: "bucket", text: `s3://${bucket}` });
  for (const [whole, region = "", local, letter] of rest.matchAll(regionPattern)) {
    if (otherCloudRegion(region) !== undefined) continue;
    if (local !== undefined || letter !== undefined) add({ kind: "zone", text: whole, region });
    else add({ kind: "region", text: whole, region, partition: findRegion(region)?.partition });
  }
  for (const [, zone = ""] of rest.matchAll(zoneIdPattern)) add({ kind: "zone", text: zone });
  return [...found.values()];
}

/** `pods.eks.amazonaws.com` is a principal in every partition; a region, a bucket or a scheme makes a host of it. */
function isServicePrincipal(host: string, text: string): boolean {
  // The path of a service-linked role is its service's principal, whatever that is called.
  if (text.toLowerCase().includes(`role/aws-service-role/${host}/`)) return true;
  if (regionIn(host) !== undefined || /(^|\.)(s3|ecr|\*)\./.test(host) || /^[^.]+\.(com|eu|aws)/.test(host))
    return false;
  return /\.amazonaws\.com(\.cn)?$/.test(host) && !text.toLowerCase().includes(`://${host}`);
}

const wholeRegion = new RegExp(`^${regionName}$`);

function regionIn(host: string): string | undefined {
  const labels = host.split(".").map((label) => label.replace(/^s3-/, ""));
  return labels.find((label) => wholeRegion.test(label));
}

function awsHost(host: string): Pick<Mention, "region" | "partition" | "service" | "account"> {
  const region = regionIn(host);
  const suffix = [...partitions()]
    .filter((row) => [row.dnsSuffix, row.dualStackDnsSuffix].some((end) => end !== undefined && host.endsWith(end)))
    .sort((a, b) => b.dnsSuffix.length - a.dnsSuffix.length);
  const partition = region === undefined ? suffix[0]?.id : findRegion(region)?.partition;
  const ecr = /^(\d{12})\.dkr[.-]ecr/.exec(host)?.[1];
  return {
    ...(region && { region }),
    ...(partition && { partition }),
    ...(ecr && { account: ecr, service: "ecr" }),
  };
}
