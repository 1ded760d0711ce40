import type { EksCluster } from "../../constructs/cluster";
import { cloudWatchExporterAccount, cloudWatchExporterStatements } from "../../constructs/observability";
import {
  efsCsiControllerAccount,
  efsCsiStatements,
  fsxCsiControllerAccount,
  fsxCsiStatements,
  loadBalancerControllerAccount,
  loadBalancerControllerStatements,
  s3CsiDriverAccount,
} from "../../constructs/platform";
import type { ObjectStore } from "../../constructs/storage";

/** What the platform's identities are given access to. */
export interface IdentityScope {
  readonly region: string;
  readonly storageKeyArn: string;
  readonly buckets: Iterable<ObjectStore>;
  /** Whether there is a home on EFS, whose driver needs an identity. */
  readonly hasHome: boolean;
  /** Whether metrics of filesystems are fetched. */
  readonly watchesFilesystems: boolean;
}

/** AWS identities of the platform's own components; each gets what it needs and no more. */
export function addPlatformIdentities(cluster: EksCluster, scope: IdentityScope): void {
  const { region, storageKeyArn } = scope;
  cluster.addPodIdentity("load-balancer-controller", {
    ...loadBalancerControllerAccount,
    statements: loadBalancerControllerStatements(region),
  });
  cluster.addPodIdentity("fsx-csi", {
    ...fsxCsiControllerAccount,
    statements: fsxCsiStatements({ region, clusterName: cluster.clusterName, keyArns: [storageKeyArn] }),
  });
  if (scope.hasHome) {
    cluster.addPodIdentity("efs-csi", { ...efsCsiControllerAccount, statements: efsCsiStatements(region) });
  }
  if (scope.watchesFilesystems) {
    const statements = cloudWatchExporterStatements(region);
    cluster.addPodIdentity("cloudwatch-exporter", { ...cloudWatchExporterAccount, statements });
  }
  const buckets = [...scope.buckets];
  if (buckets.length === 0) return;
  const s3 = cluster.addPodIdentity("s3-csi", s3CsiDriverAccount);
  for (const bucket of buckets) bucket.grantReadWrite(s3);
}
