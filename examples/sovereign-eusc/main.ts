import { AdmissionPolicies, Capacity, CloudFactory, LustreDeployment, NetworkPolicies } from "ai-factory-blueprints";
import { App } from "cdktf";

const region = "eusc-de-east-1";
// The account that the factory stands in, and the prefixes of its mirror in ECR: one for each registry.
const account = "111122223333";
const registry = `${account}.dkr.ecr.${region}.amazonaws.eu`;

const app = new App();

new CloudFactory(app, "sovereign-eusc", {
  region,
  zones: ["eusc-de-east-1a", "eusc-de-east-1b", "eusc-de-east-1c"],
  intent: "mixed",
  closedNetwork: true,
  pools: [{ name: "l4", instanceType: "g6.12xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }) }],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "weights", purpose: "weights" },
  ],
  filesystems: [
    {
      name: "models",
      capacityGiB: 4_800,
      deployment: LustreDeployment.persistent2(500),
      linkedBuckets: ["weights"],
      use: "weights",
    },
  ],
  // Every namespace is closed but for name resolution, the API server, private endpoints, its own pods and monitoring;
  // the API server asks every image, volume and way out whether it stays inside.
  components: (made) => [
    new NetworkPolicies({
      components: made,
      controlPlaneCidrBlocks: ["10.0.0.0/16"],
      nodeCidrBlocks: ["100.64.0.0/16"],
    }),
    new AdmissionPolicies({ components: made, regions: [region] }),
  ],
  imageRegistry: {
    "docker.io": `${registry}/docker-hub`,
    "ghcr.io": `${registry}/github`,
    "nvcr.io": `${registry}/nvidia`,
    "public.ecr.aws": `${registry}/ecr-public`,
    "quay.io": `${registry}/quay`,
    "registry.k8s.io": `${registry}/kubernetes`,
  },
  chartRepository: `oci://${registry}/charts`,
});

app.synth();
