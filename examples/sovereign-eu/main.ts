import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AccountSettings, Capacity, CloudFactory, FactoryState, LustreDeployment } from "ai-factory-blueprints";
import { loadBoundary } from "ai-factory-blueprints/policy";
import { App, TerraformStack } from "cdktf";

const region = "eu-central-1";
const app = new App();

new CloudFactory(app, "sovereign-eu", {
  region,
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  intent: "mixed",
  // A closed network, images and charts from the account's own ECR, closed namespaces and guards at the API server follow
  // from it; what is emitted is judged by it.
  boundary: loadBoundary(join(__dirname, "boundary.yaml")),
  // Keys whose material lies in your own CloudHSM cluster, connected to KMS as a custom key store.
  customKeyStoreId: "cks-0123456789abcdef0",
  pools: [{ name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }) }],
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
  tags: { classification: "confidential" },
});

// Settings of the account in the region, for everything that stands in it: one stack of the account makes them.
const account = new TerraformStack(app, "sovereign-eu-account");
FactoryState.local().attachTo(account);
new AwsProvider(account, "aws", { region });
new AccountSettings(account, "settings");

app.synth();
