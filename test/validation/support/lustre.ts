import type { FactoryModel } from "../../../model/types";
import type { Mutable } from "./describe-rule";

/** Attributes of one emitted resource, which a mutation may set to anything. */
export type Attributes = Record<string, unknown>;

/** A filesystem of FSx for Lustre with EFA in one zone, linked to a bucket, in a stack of eu-north-1. */
export function lustreStack() {
  const filesystem: Attributes = {
    "//": { metadata: { path: "factory/scratch" } },
    deployment_type: "PERSISTENT_2",
    storage_type: "SSD",
    per_unit_storage_throughput: 1000,
    storage_capacity: 9600,
    file_system_type_version: "2.15",
    efa_enabled: true,
    metadata_configuration: { mode: "AUTOMATIC" },
    automatic_backup_retention_days: 0,
    subnet_ids: ["${aws_subnet.a.id}"],
    security_group_ids: ["${aws_security_group.scratch.id}"],
  };
  const link: Attributes = {
    file_system_id: "${aws_fsx_lustre_file_system.scratch.id}",
    file_system_path: "/checkpoints",
    data_repository_path: "s3://${aws_s3_bucket.checkpoints.bucket}",
    s3: { auto_export_policy: { events: ["NEW", "CHANGED", "DELETED"] } },
  };
  const bucket: Attributes = { bucket: "checkpoints-of-the-factory" };
  const own = "${aws_security_group.scratch.id}";
  const itself = { security_group_id: own, referenced_security_group_id: own, ip_protocol: "-1" };
  const ingress: Record<string, Attributes> = { self: { ...itself } };
  const egress: Record<string, Attributes> = { self: { ...itself } };
  const links: Record<string, Attributes> = { checkpoints: link };
  const provider: Attributes = { region: "eu-north-1" };
  const stack = {
    provider: { aws: [provider] },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/20", availability_zone: "eu-north-1a" } as Attributes,
        b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.16.0/20", availability_zone: "eu-north-1b" } as Attributes,
      },
      aws_security_group: { scratch: { vpc_id: "${aws_vpc.main.id}" } } as Record<string, Attributes>,
      aws_vpc_security_group_ingress_rule: ingress,
      aws_vpc_security_group_egress_rule: egress,
      aws_fsx_lustre_file_system: { scratch: filesystem },
      aws_fsx_data_repository_association: links,
      aws_s3_bucket: { checkpoints: bucket } as Record<string, Attributes>,
    },
  };
  return { stacks: { infra: stack } as never, stack, provider, filesystem, link, links, bucket, ingress, egress };
}

/** The filesystem as a node of the model. */
export function filesystemNode(
  parts: Partial<Mutable<FactoryModel["filesystems"][number]>> = {},
): Mutable<FactoryModel["filesystems"][number]> {
  return {
    id: "scratch",
    path: "factory/scratch",
    addresses: ["infra:aws_fsx_lustre_file_system.scratch"],
    siteId: "eu-north-1",
    kind: "fsx-lustre",
    use: "datasets",
    capacityGiB: 9600,
    readMBps: 9375,
    writeMBps: 9375,
    zones: ["eu-north-1a"],
    rdma: true,
    gpuDirect: true,
    mountedByPoolIds: ["training"],
    linkedBucketIds: [],
    ...parts,
  };
}
