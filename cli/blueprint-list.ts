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
  {
    name: "OnPremFactory",
    target: "on-prem",
    description:
      "racks, power, fabrics and cables of a site, and the platform on an existing Kubernetes cluster, beside Slurm if wanted",
  },
  {
    name: "HybridFactory",
    target: "on-prem + AWS",
    description: "a site and a cloud factory, the lines between them, and the policy by which work bursts",
  },
];
