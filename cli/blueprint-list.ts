/** The blueprints of the package and the presets for their prop `components`, for `aifactory list blueprints`. */
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
  {
    name: "researchPlatform",
    target: "preset: AWS, on-prem or either side of both",
    description:
      "teams with queues, rights and a place for their data, notebooks, pipelines, recorded runs, dashboards",
  },
  {
    name: "llmTraining",
    target: "preset: AWS, on-prem or either side of both",
    description: "the same, and jobs that train, each in its team's queue, whose runs are recorded",
  },
  {
    name: "llmServing",
    target: "preset: AWS, on-prem or either side of both",
    description: "models that scale by demand behind one gateway, and teams with quotas of tokens",
  },
  {
    name: "fullStack",
    target: "preset: AWS, on-prem or either side of both",
    description:
      "from data to tokens: all of these: research, jobs that train, models that are served, and the gateway",
  },
];
