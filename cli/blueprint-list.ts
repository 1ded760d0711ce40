/** The blueprints of the package, for `aifactory list blueprints`. */
export const blueprintList: readonly {
  readonly name: string;
  readonly target: string;
  readonly description: string;
}[] = [
  {
    name: "CloudFactory",
    target: "AWS",
    description:
      "VPC, EKS, GPU pools with EFA, Lustre, object storage and the platform that runs on them, in two stacks",
  },
];
