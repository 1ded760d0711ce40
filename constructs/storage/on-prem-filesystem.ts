import { Construct } from "constructs";
import { contribute } from "../../model";
import type { FilesystemNode } from "../../model";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type {
  IFilesystemExporter,
  INodePool,
  IParallelFilesystem,
  IPlatformComponent,
  KubernetesVolumeSource,
} from "../contracts";
import { announce, isKnown } from "./findings";

/** What every filesystem of the owner's own says of itself; the design rules about storage judge by these figures. */
export interface OnPremFilesystemProps {
  /** Id of the site in the factory model that the servers stand at. */
  readonly siteId: string;
  /** What users can fill, in GiB: after replicas, erasure coding and the reserve that the filesystem keeps free. */
  readonly capacityGiB: number;
  /** Disks beneath, in GiB, before replicas and erasure coding. @default - unknown */
  readonly rawCapacityGiB?: number;
  /**
   * Aggregate read throughput of the whole filesystem in decimal MB/s: measured (IOR, fio on many clients) or promised by
   * its maker in writing. @default - unknown: the rules about throughput say that they cannot judge
   */
  readonly readMBps?: number;
  /** Aggregate write throughput in decimal MB/s. @default - unknown */
  readonly writeMBps?: number;
  /**
   * Metadata operations per second (creates, stats, deletes) of the whole filesystem, measured (mdtest) or promised.
   * @default - unknown
   */
  readonly metadataIops?: number;
  /** What the files are, for reports and the rules about traffic across zones. @default "datasets" */
  readonly use?: FilesystemNode["use"];
  /** Whether clients reach the servers by RDMA. @default false */
  readonly rdma?: boolean;
  /** Whether files are read into the accelerators' memory directly (GPUDirect Storage). Needs `rdma`. @default false */
  readonly gpuDirect?: boolean;
  /** Id in the factory model and base of names. @default - the construct's id */
  readonly filesystemName?: string;
  /**
   * What says how it does: `FilesystemExporter.lustre(…)`. `FilesystemExporters` collects it and brings its alerts.
   * @default - no metrics beside those of its volumes
   */
  readonly exporter?: IFilesystemExporter;
}

/** What a kind of filesystem adds. */
interface FilesystemDescription {
  /** Kind in the factory model: `lustre`, `beegfs`, `nfs`. */
  readonly kind: string;
  readonly volumeSource: KubernetesVolumeSource;
  /** What must run on the cluster before its volumes can be mounted. @default - nothing */
  readonly components?: readonly IPlatformComponent[];
}

/** Base of the filesystems that stand at the owner's own site, or are reached from there. */
export abstract class OnPremFilesystem extends Construct implements IParallelFilesystem {
  readonly filesystemName: string;
  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  readonly volumeSource: KubernetesVolumeSource;
  /** What users can fill, in GiB. */
  readonly capacityGiB: number;
  readonly readMBps?: number;
  /** Aggregate write throughput in decimal MB/s; undefined where unknown. */
  readonly writeMBps?: number;
  readonly metadataIops?: number;
  readonly exporter?: IFilesystemExporter;
  /** Platform components that its volumes need: the CSI driver; empty where the node's own system mounts it. */
  readonly components: readonly IPlatformComponent[];
  private readonly pools: INodePool[] = [];

  protected constructor(
    scope: Construct,
    id: string,
    props: OnPremFilesystemProps,
    description: FilesystemDescription,
    findings: readonly Finding[],
  ) {
    super(scope, id);
    announce(this, findings);
    this.filesystemName = props.filesystemName ?? id;
    this.volumeSource = description.volumeSource;
    this.capacityGiB = props.capacityGiB;
    this.readMBps = props.readMBps;
    this.writeMBps = props.writeMBps;
    this.metadataIops = props.metadataIops;
    this.exporter = props.exporter;
    this.components = description.components ?? [];
    contribute(this, "filesystems", () => ({
      id: this.filesystemName,
      siteId: props.siteId,
      kind: description.kind,
      use: props.use ?? "datasets",
      capacityGiB: props.capacityGiB,
      rawCapacityGiB: props.rawCapacityGiB,
      readMBps: props.readMBps,
      writeMBps: props.writeMBps,
      metadataIops: props.metadataIops,
      zones: [],
      rdma: props.rdma ?? false,
      gpuDirect: props.gpuDirect ?? false,
      mountedByPoolIds: this.pools.map(({ poolName }) => poolName),
      linkedBucketIds: [],
    }));
  }

  /** Records that the pool's nodes mount the filesystem. The network between them is the site's own. */
  mountOn(pool: INodePool): void {
    if (this.pools.some(({ poolName }) => poolName === pool.poolName)) return;
    this.pools.push(pool);
    contribute(this, "links", () => ({
      id: `${pool.poolName}-mounts-${this.filesystemName}`,
      kind: "mount" as const,
      from: pool.poolName,
      to: this.filesystemName,
    }));
  }
}

/** Everything that is wrong with the figures of a filesystem at the owner's own site. */
export function checkOnPremFilesystemProps(props: OnPremFilesystemProps, path: string): Finding[] {
  return [...checkFigures(props, path), ...checkRawCapacity(props, path), ...checkDirect(props, path)];
}

function checkFigures(props: OnPremFilesystemProps, path: string): Finding[] {
  const figures = ["capacityGiB", "rawCapacityGiB", "readMBps", "writeMBps", "metadataIops"] as const;
  return figures.flatMap((name): Finding[] => {
    const value = props[name];
    if (!isKnown(value) || (Number.isFinite(value) && value > 0)) return [];
    return [
      problem("STO-200-filesystem-figures", `${path}.${name}`, `${name} is no figure of a filesystem`, {
        given: value,
        allowed: "a number above 0",
        fix: name === "capacityGiB" ? "state what users can fill, in GiB" : "state the figure, or leave it out",
      }),
    ];
  });
}

function checkRawCapacity({ capacityGiB, rawCapacityGiB }: OnPremFilesystemProps, path: string): Finding[] {
  if (!isKnown(rawCapacityGiB) || !isKnown(capacityGiB) || capacityGiB <= rawCapacityGiB) return [];
  return [
    problem("STO-201-usable-capacity", `${path}.capacityGiB`, "more can be filled than the disks beneath hold", {
      given: capacityGiB,
      allowed: `at most ${rawCapacityGiB} GiB, the disks before replicas and erasure coding`,
      fix: "state the usable capacity in 'capacityGiB' and the disks in 'rawCapacityGiB'",
    }),
  ];
}

function checkDirect({ rdma, gpuDirect }: OnPremFilesystemProps, path: string): Finding[] {
  if (gpuDirect !== true || rdma === true) return [];
  return [
    problem("STO-202-gpu-direct-rdma", `${path}.gpuDirect`, "GPUDirect Storage over the network needs RDMA", {
      given: { rdma: rdma ?? false, gpuDirect },
      allowed: "gpuDirect with rdma",
      fix: "set 'rdma' where clients reach the servers by RDMA, else leave 'gpuDirect' out",
      sources: ["NVIDIA GPUDirect Storage Overview Guide: network filesystems need RDMA-capable NICs"],
    }),
  ];
}
