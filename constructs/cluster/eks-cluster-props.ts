import { findKubernetesVersion, kubernetesVersions } from "../../catalog";
import { cidrContains, cidrsOverlap, parseCidr } from "../../planning/addresses";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey, IFactoryVpc } from "../contracts";

export interface EksClusterProps {
  /** Letters, digits, hyphens and underscores, at most 100; unique in account and region. @default - the construct's id */
  readonly clusterName?: string;
  /** Network that control plane and nodes stand in. */
  readonly vpc: IFactoryVpc;
  /** Minor version of Kubernetes, e.g. `1.34`. @default - the catalogue's default version */
  readonly kubernetesVersion?: string;
  /** Key that encrypts Kubernetes secrets. It cannot be changed later. */
  readonly secretsKey: ICustomerKey;
  /** Key that encrypts the control plane's logs. @default - the key that CloudWatch Logs manages itself */
  readonly logsKey?: ICustomerKey;
  /** Days that control plane logs are kept. @default 365 */
  readonly logRetentionDays?: number;
  /**
   * Ranges that reach the API server from the internet. The private endpoint is always on.
   * @default - none: the API server is private
   */
  readonly publicAccessCidrs?: readonly string[];
  /**
   * Ranges of networks joined to the VPC that reach the private API: a site behind a VPN or Direct Connect.
   * @default - none: the VPC alone
   */
  readonly privateAccessCidrs?: readonly string[];
  /** Networks of machines at a site that join as nodes (EKS Hybrid Nodes). @default - none */
  readonly remoteNetworks?: RemoteNetworks;
  /** ARNs of IAM roles that administer the cluster. @default - none: only access entries added elsewhere */
  readonly adminRoleArns?: readonly string[];
  /** Range of Kubernetes services. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
  /**
   * Whether the cluster moves to paid extended support at the end of standard support, or is upgraded by AWS.
   * @default "STANDARD"
   */
  readonly supportType?: "STANDARD" | "EXTENDED";
}

/** Where machines of a site stand that are nodes of an EKS cluster. */
export interface RemoteNetworks {
  /** Private IPv4 ranges of the machines. */
  readonly nodeCidrs: readonly string[];
  /** Private IPv4 ranges of their pods; needed for webhooks that run there. @default - none */
  readonly podCidrs?: readonly string[];
}

/** What a check needs of the props: plain data fits, before anything is built. */
export type EksClusterFacts = Pick<
  EksClusterProps,
  "kubernetesVersion" | "serviceCidr" | "publicAccessCidrs" | "privateAccessCidrs" | "remoteNetworks"
> & {
  readonly vpc: Pick<IFactoryVpc, "cidrBlocks">;
};

/** Range of Kubernetes services of a cluster whose props name none. */
export const defaultServiceCidr = "172.20.0.0/16";

/** Everything that is wrong with the props of an EksCluster. */
export function checkEksClusterProps(props: EksClusterFacts, clusterName: string, path: string): Finding[] {
  return [
    ...checkName(clusterName, path),
    ...checkVersion(props, path),
    ...checkServiceCidr(props, path),
    ...checkPublicAccess(props, path),
    ...checkJoinedNetworks(props, path),
  ];
}

/** EKS takes ranges of RFC 1918 only for hybrid nodes, and none that the cluster uses itself. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
  .map(parseCidr)
  .filter((each) => each !== undefined);

function checkJoinedNetworks(props: EksClusterFacts, path: string): Finding[] {
  const { remoteNetworks, privateAccessCidrs = [], vpc, serviceCidr = defaultServiceCidr } = props;
  const remote = [...(remoteNetworks?.nodeCidrs ?? []), ...(remoteNetworks?.podCidrs ?? [])];
  const own = [...vpc.cidrBlocks, serviceCidr].map(parseCidr).filter((each) => each !== undefined);
  const isPrivate = (block: string) => {
    const range = parseCidr(block);
    return range !== undefined && privateRanges.some((outer) => cidrContains(outer, range));
  };
  const wrong = [
    ...remote.filter((block) => !isPrivate(block)),
    ...privateAccessCidrs.filter((block) => parseCidr(block) === undefined),
  ];
  const clashing = remote.filter((block) => {
    const range = parseCidr(block);
    return range !== undefined && own.some((known) => cidrsOverlap(known, range));
  });
  if (wrong.length + clashing.length === 0) return [];
  return [
    problem("NET-030-joined-networks", path, "networks that are to be joined to the cluster cannot be", {
      given: [...new Set([...wrong, ...clashing])],
      allowed: "private IPv4 ranges (RFC 1918) outside of the VPC's and the services' own",
      fix: "correct `privateAccessCidrs` and `remoteNetworks`",
    }),
  ];
}

function checkName(clusterName: string, path: string): Finding[] {
  if (/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(clusterName)) return [];
  return [
    problem("NAM-001-cluster-name", `${path}.clusterName`, "not a name that EKS takes", {
      given: clusterName,
      allowed: "letters, digits, hyphens and underscores, beginning with a letter or digit, at most 100",
      fix: "rename the cluster",
    }),
  ];
}

function checkVersion({ kubernetesVersion }: EksClusterFacts, path: string): Finding[] {
  if (kubernetesVersion === undefined || findKubernetesVersion(kubernetesVersion) !== undefined) return [];
  return [
    problem("VER-001-kubernetes-version", `${path}.kubernetesVersion`, "not a Kubernetes version that EKS offers", {
      given: kubernetesVersion,
      allowed: kubernetesVersions().map((row) => row.version),
      fix: "take one of these, or leave it out for the catalogue's default",
    }),
  ];
}

function checkServiceCidr({ serviceCidr = defaultServiceCidr, vpc }: EksClusterFacts, path: string): Finding[] {
  const range = parseCidr(serviceCidr);
  const at = `${path}.serviceCidr`;
  const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
  const isPrivate = privateRanges.some((block) => serviceCidrWithin(serviceCidr, block));
  if (range === undefined || !isPrivate || range.prefix < 12 || range.prefix > 24) {
    return [
      problem("NET-003-service-range", at, "not a range that EKS takes for services", {
        given: serviceCidr,
        allowed: `/12 to /24 inside ${privateRanges.join(", ")}`,
        fix: `for example ${defaultServiceCidr}`,
      }),
    ];
  }
  const overlapping = vpc.cidrBlocks.filter((block) => {
    const vpcRange = parseCidr(block);
    return vpcRange !== undefined && cidrsOverlap(range, vpcRange);
  });
  if (overlapping.length === 0) return [];
  return [
    problem("NET-001-cidr-overlap", at, "the service range overlaps the VPC", {
      given: [serviceCidr, ...overlapping],
      allowed: "a range outside the VPC's",
      fix: "move serviceCidr; it cannot be changed after the cluster exists",
    }),
  ];
}

function serviceCidrWithin(block: string, outer: string): boolean {
  const inside = parseCidr(block);
  const around = parseCidr(outer);
  if (inside === undefined || around === undefined) return false;
  return around.start <= inside.start && inside.start + inside.size <= around.start + around.size;
}

function checkPublicAccess({ publicAccessCidrs = [] }: EksClusterFacts, path: string): Finding[] {
  const at = `${path}.publicAccessCidrs`;
  const findings: Finding[] = [];
  const malformed = publicAccessCidrs.filter((block) => parseCidr(block) === undefined);
  if (malformed.length > 0) {
    findings.push(
      problem("NET-004-public-api", at, "not IPv4 CIDR blocks", {
        given: malformed,
        allowed: "blocks like 203.0.113.0/24",
        fix: "correct or remove them",
      }),
    );
  }
  if (publicAccessCidrs.includes("0.0.0.0/0")) {
    findings.push(
      problem("NET-004-public-api", at, "the API server would be open to the whole internet", {
        given: "0.0.0.0/0",
        allowed: "the ranges that your people and pipelines come from",
        fix: "name those ranges, or leave publicAccessCidrs out for a private API",
      }),
    );
  }
  return findings;
}
