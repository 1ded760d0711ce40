import { mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { App, TerraformStack } from "cdktf";
import { CloudFactory, type CloudFactoryProps } from "../../blueprints";
import { KubernetesCluster } from "../../constructs/cluster";
import { CertManager, Delivery, GitOpsPlatform } from "../../constructs/platform";
import { synthStack, type EmittedBlock } from "../../testing";
import { findingsOf } from "../../testing/subject";
import {
  renderedByArgoCd,
  renderedByFlux,
  renderedByFolder,
  renderedByTerraform,
  type Rendered,
} from "../constructs/platform/renderers/rendered";

const deliveries = [
  Delivery.argoCd({ repository: { url: "https://git.example.org/platform.git", path: "stockholm" } }),
  Delivery.flux({ path: "stockholm" }),
  Delivery.folder(),
];
const folder = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "cloud-delivery-"));
const outputsFile = join(folder, "outputs.json");

/** The props of the example, as its program gives them. */
function fullStackProps(): CloudFactoryProps {
  const apps: App[] = [];
  const synth = jest.spyOn(App.prototype, "synth").mockImplementation(function (this: App) {
    apps.push(this);
  });
  process.env.CDKTF_OUTDIR = folder;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a program, which runs when it is loaded
  require(resolve(__dirname, "../../examples/full-stack/main.ts"));
  synth.mockRestore();
  const factory = apps[0]?.node.findChild("full-stack") as unknown as { props: CloudFactoryProps };
  return factory.props;
}

const props = fullStackProps();

function build(change: Partial<CloudFactoryProps> = {}): CloudFactory {
  const app = new App({ outdir: folder });
  return new CloudFactory(app, "full-stack", { ...props, deliveries, outputsFile, ...change });
}

/** What Terraform would put out: each output of the stack with a value of its own. */
function handOver(infra: EmittedBlock, leftOut = "none"): Record<string, { value: string; sensitive: boolean }> {
  const names = Object.keys(infra.output as EmittedBlock).filter((name) => !name.includes(leftOut));
  return Object.fromEntries(names.map((name) => [name, { sensitive: true, value: `value-of-${name}` }]));
}

/** What the platform stack reads of the other, once its outputs are these. */
function withValues(platform: EmittedBlock): EmittedBlock {
  const reference = /\$\{data\.terraform_remote_state\.[\w-]+\.outputs\.([\w-]+)\}/g;
  return JSON.parse(JSON.stringify(platform).replace(reference, "value-of-$1")) as EmittedBlock;
}

describe("files of a cloud factory", () => {
  const waiting = build();
  const infra = synthStack(waiting.infra);
  const first = waiting.platform.files!.files();

  test("wait for the outputs of the infrastructure, and say by which command they get them", () => {
    for (const files of first.values()) {
      expect(files.map(({ path }) => path)).toEqual(["README.md"]);
      expect(files[0]?.content).toContain(
        `terraform -chdir=cdktf.out/stacks/full-stack-infra output -json > ${outputsFile}`,
      );
    }
    expect(JSON.stringify(waiting.platform.files!.node.metadata)).toContain("PLT-073-stack-outputs");
  });

  describe("with the outputs", () => {
    writeFileSync(outputsFile, JSON.stringify(handOver(infra)));
    const { platform } = build();
    const files = platform.files!.files();
    // As JSON: what a resource does not set is not there.
    const terraform = JSON.parse(JSON.stringify(renderedByTerraform(withValues(synthStack(platform))))) as Rendered;

    test.each([
      ["Argo CD", () => renderedByArgoCd(files.get("argocd") ?? [])],
      ["Flux", () => renderedByFlux(files.get("flux") ?? [])],
      ["a folder", () => renderedByFolder(files.get("folder") ?? [])],
    ])("are the same for %s as for Terraform: charts with their values, objects", (_, rendered) => {
      const { charts, objects } = rendered();
      expect(Object.keys(charts).length).toBeGreaterThan(30);
      expect(charts).toEqual(terraform.charts);
      expect(objects).toMatchObject(terraform.objects);
      const more = Object.keys(objects).filter((name) => !(name in terraform.objects));
      // The volumes of the filesystems, which Terraform makes as resources of their own.
      expect(more).toEqual([
        expect.stringMatching(/^v1 PersistentVolume -\/.*home/),
        expect.stringMatching(/^v1 PersistentVolume -\/.*scratch/),
        expect.stringMatching(/^v1 PersistentVolumeClaim tuning\/home/),
        expect.stringMatching(/^v1 PersistentVolumeClaim tuning\/scratch/),
      ]);
    });

    test("name nothing that only Terraform knows", () => {
      for (const rendering of files.values()) {
        for (const { content } of rendering) expect(content).not.toMatch(/TfToken|terraform_remote_state/);
      }
      expect(JSON.stringify([...files.values()])).toContain("value-of-cross-stack-output-aws_vpc");
    });
  });

  test("are refused when an output is missing, with its name, who needs it and the command", () => {
    const file = join(folder, "old.json");
    writeFileSync(file, JSON.stringify(handOver(infra, "aws_vpcnetwork")));
    const findings = findingsOf(() => build({ outputsFile: file }));
    expect(findings).toMatchObject([
      {
        rule: "PLT-073-stack-outputs",
        message: expect.stringContaining("'aws-load-balancer-controller'") as string,
        given: expect.stringContaining("aws_vpcnetwork_vpc") as string,
        fix: expect.stringContaining("full-stack-infra output -json") as string,
      },
    ]);
  });

  test.each([
    ["no JSON", "{", /JSON/],
    ["a list", "[]", /another shape/],
    ["cdktf's own outputs", '{"full-stack-infra":{"vpc":"vpc-1"}}', /another shape/],
  ])("are refused when the file holds %s", (_, content, given) => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, content);
    const findings = findingsOf(() => build({ outputsFile: file }));
    expect(findings[0]).toMatchObject({ rule: "PLT-073-stack-outputs", given: expect.stringMatching(given) as string });
  });

  test("are refused when an output is a list", () => {
    const file = join(folder, "list.json");
    const outputs = Object.keys(handOver(infra)).map((name) => [name, { value: ["a", "b"] }]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(outputs)));
    const findings = findingsOf(() => build({ outputsFile: file }));
    expect(findings[0]).toMatchObject({ message: expect.stringContaining("no single value") as string });
  });

  test("are refused when they would hold a secret", () => {
    const build = () => {
      const app = new App({ outdir: folder });
      const below = new TerraformStack(app, "below");
      const database = new DbInstance(below, "records", { instanceClass: "db.m7g.large", identifier: "records" });
      const cluster = KubernetesCluster.fromAttributes(new TerraformStack(app, "site"), "cluster", {
        clusterName: "site",
        siteId: "site",
        kubernetesVersion: "1.34",
        access: { kind: "kubeconfig", context: "site" },
      });
      const component = { ...new CertManager(), values: { password: database.password } };
      const outputs = [{ stack: below, file: join(folder, "below.json") }];
      return new GitOpsPlatform(cluster.node.scope!, "files", {
        cluster,
        components: [component],
        deliveries,
        outputs,
      });
    };
    expect(build().files().get("flux")).toHaveLength(1);
    const name = "cross-stack-output-aws_db_instancerecordspassword";
    writeFileSync(join(folder, "below.json"), JSON.stringify({ [name]: { value: "hunter2", sensitive: true } }));
    const findings = findingsOf(build);
    expect(findings).toMatchObject([{ rule: "PLT-074-secret-in-file", given: `'${name}'` }]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  test("change nothing of the infrastructure", () => {
    expect(infra).toEqual(synthStack(build({ deliveries: undefined }).infra));
  });
});
