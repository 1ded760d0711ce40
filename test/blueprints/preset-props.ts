import {
  cloudParts,
  fullStack,
  onPremParts,
  type CloudFactoryProps,
  type FullStackProps,
  type OnPremFactoryProps,
  type PresetParts,
  type ResearchPlatformProps,
} from "../../blueprints";
import { Capacity } from "../../constructs/compute";
import type { IPlatformComponent } from "../../constructs/contracts";
import { FabricAttachment, SubnetManager } from "../../constructs/fabric";
import { ExternalObjectStore } from "../../constructs/storage";
import type { BucketNode } from "../../model";
import { smallSite } from "../constructs/onprem/site-props";

export const research: ResearchPlatformProps = {
  domain: "oslo.example.org",
  signOn: {
    issuerUrl: "https://id.oslo.example.org",
    authorizeUrl: "https://id.oslo.example.org/authorize",
    tokenUrl: "https://id.oslo.example.org/token",
    userInfoUrl: "https://id.oslo.example.org/userinfo",
    groups: ["research"],
    adminGroups: ["platform"],
  },
  postgresImage: "registry.oslo.example.org/postgresql:17",
  notebookImage: "registry.oslo.example.org/notebook:1",
  notebooks: [{ title: "Processors", pool: "store", cpus: 4, memoryGiB: 16 }],
  teams: [
    {
      name: "models",
      work: "production-serving",
      share: 0.5,
      memberGroups: ["models"],
      podSecurity: "privileged",
      egress: [{ cidrBlock: "10.60.0.0/24" }],
    },
    { name: "tuning", work: "training", share: 0.25, memberGroups: ["tuning"], podSecurity: "privileged" },
    { name: "research", work: "research", share: 0.25, memberGroups: ["research"], volumesGiB: 4096 },
  ],
};

const digest = "6a09e667f3bcc908b2fb1366ea957d3e3adec17512775099da2f590b0667322a";

export const everything: FullStackProps = {
  ...research,
  prices: { usdPerCpuHour: 0.04, usdPerMemoryGiBHour: 0.003, usdPerAcceleratorHour: 3 },
  streams: { topics: [{ name: "questions" }], clients: [{ name: "pipelines", reads: ["questions"] }] },
  training: [
    {
      name: "tune-assistant",
      team: "tuning",
      pool: "dgx",
      nodes: 2,
      image: "registry.oslo.example.org/train:1",
      command: ["torchrun", "tune.py"],
      checkpoints: { claimName: "scratch", mountPath: "/scratch" },
    },
  ],
  models: [
    {
      name: "assistant",
      model: "llama-3.3-70b",
      precision: "fp8",
      pool: "dgx",
      contextTokens: 32_768,
      concurrency: 8,
      maxReplicas: 4,
      prefix: "llama-3.3-70b/1",
      sha256OfSums: digest,
      canary: { percent: 5, prefix: "llama-3.3-70b/2", sha256OfSums: digest },
    },
    {
      name: "autocomplete",
      model: "llama-3.1-8b",
      precision: "fp8",
      pool: "dgx",
      maxReplicas: 4,
      scaleToZero: true,
      prefix: "llama-3.1-8b/1",
      sha256OfSums: digest,
    },
  ],
  gateway: { servingTeam: "models", secretStore: { name: "vault", kind: "ClusterSecretStore" } },
};

const purposes: Readonly<Record<string, BucketNode["purpose"]>> = {
  datasets: "datasets",
  artefacts: "artifacts",
  weights: "weights",
  logs: "logs",
};

/** A site whose own S3 service has the buckets of the presets. */
export const site: OnPremFactoryProps = {
  site: smallSite,
  cluster: { kubernetesVersion: "1.34", access: { kind: "kubeconfig", context: "oslo" } },
  fabrics: [
    {
      kind: "infiniband",
      name: "compute",
      network: "compute",
      interfaceNames: ["ib0", "ib1", "ib2", "ib3", "ib4", "ib5", "ib6", "ib7"],
      attachment: FabricAttachment.hostDevice(),
      subnetManager: SubnetManager.ufm(2),
    },
  ],
  pools: [{ name: "dgx", fabric: "compute", vCpus: 224, memoryGiB: 2048 }],
  cpuPools: [{ name: "store", vCpus: 64, memoryGiB: 512 }],
  gpuDriverInImage: true,
  networkDriverInImage: true,
  nodeHealth: true,
  storageClassName: "local-nvme",
  queues: [],
  kueue: { serving: true },
  storage: ({ scope, site: { siteId } }) => ({
    buckets: Object.entries(purposes).map(
      ([name, purpose]) =>
        new ExternalObjectStore(scope, name, {
          siteId,
          endpointUrl: "https://s3.oslo.example.org",
          bucketName: `oslo-${name}`,
          purpose,
          readSecretName: `${name}-reader`,
          readWriteSecretName: `${name}-writer`,
        }),
    ),
  }),
  components: (parts, made) =>
    fullStack(onPremParts(parts, made, { storageClassName: "local-nvme", signingRegion: "oslo" }), everything),
};

/** What the presets are given, for a factory whose pools have these names. */
export const propsFor = (gpus: string, cpus: string): FullStackProps => ({
  ...everything,
  engineImage: "registry.oslo.example.org/vllm-efa:1",
  notebooks: everything.notebooks.map((profile) => ({ ...profile, pool: cpus })),
  training: everything.training.map((job) => ({ ...job, pool: gpus })),
  models: everything.models.map((model) => ({ ...model, pool: gpus })),
});

/** A preset that is told where to build. */
type Made = (parts: PresetParts) => readonly IPlatformComponent[];

const common = { queues: [], kueue: { serving: true } };

/** The site with a preset on it; its pools are `dgx` and `store`. */
export const atSite = (make: Made): OnPremFactoryProps => ({
  ...site,
  ...common,
  cluster: { ...site.cluster, podCidrs: ["10.244.0.0/16"], serviceCidr: "10.96.0.0/16" },
  components: (parts, made) =>
    make(onPremParts(parts, made, { storageClassName: "local-nvme", signingRegion: "oslo" })),
});

/** A cloud factory with a preset on it; its pools are `h200` and `general`. */
export const inCloud = (make: Made): CloudFactoryProps => ({
  ...common,
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  pools: [
    {
      name: "h200",
      instanceType: "p5en.48xlarge",
      capacity: Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", zone: "eu-north-1a", nodes: 4 }),
      fabric: true,
    },
    { name: "general", instanceType: "m7i.8xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }) },
  ],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "artefacts", purpose: "artifacts" },
    { name: "weights", purpose: "weights" },
    { name: "logs", purpose: "logs" },
  ],
  filesystemNamespaces: [],
  components: (made, infra) => make(cloudParts(made, infra)),
});
