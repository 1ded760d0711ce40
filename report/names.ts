/** Names as readers know them, for the kinds that the model writes. */
const kinds: Readonly<Record<string, string>> = {
  eks: "Amazon EKS",
  kubernetes: "Kubernetes",
  slurm: "Slurm",
  efa: "EFA",
  infiniband: "InfiniBand",
  roce: "RoCE",
  ethernet: "Ethernet",
  nvlink: "NVLink",
  "fsx-lustre": "FSx for Lustre",
  "fsx-openzfs": "FSx for OpenZFS",
  efs: "Amazon EFS",
  s3: "Amazon S3",
  "s3-compatible": "S3-compatible storage",
  "on-demand": "on demand",
  "capacity-block": "capacity block",
  aws: "AWS",
};

/** A kind in words; a kind that is not in the table stands as it is. */
export function kindName(kind: string): string {
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? kind) : kind;
}
