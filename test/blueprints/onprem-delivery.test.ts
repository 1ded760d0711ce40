import { App } from "cdktf";
import { OnPremFactory, type OnPremFactoryProps } from "../../blueprints";
import { Delivery } from "../../constructs/platform";
import { NfsFilesystem } from "../../constructs/storage";
import { synthStack } from "../../testing";
import { smallSite } from "../constructs/onprem/site-props";
import { renderedByFlux, renderedByFolder, renderedByTerraform } from "../constructs/platform/renderers/rendered";

const props: OnPremFactoryProps = {
  site: smallSite,
  cluster: { kubernetesVersion: "1.34", access: { kind: "kubeconfig", context: "oslo" } },
  pools: [{ name: "dgx", vCpus: 224, memoryGiB: 2048 }],
  gpuDriverInImage: true,
  storage: ({ scope }) => ({
    filesystems: [
      new NfsFilesystem(scope, "home", { siteId: "demo", server: "10.1.2.3", exportPath: "/home", capacityGiB: 1000 }),
    ],
  }),
  deliveries: [Delivery.flux(), Delivery.folder()],
};

function build(change: Partial<OnPremFactoryProps> = {}): OnPremFactory {
  return new OnPremFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "demo", { ...props, ...change });
}

describe("files of an on-prem factory", () => {
  const { platform } = build();
  const files = platform.files?.files();
  const terraform = renderedByTerraform(synthStack(platform));

  test("have the charts of the stack, with the same values", () => {
    expect(Object.keys(terraform.charts).length).toBeGreaterThan(3);
    expect(renderedByFlux(files?.get("flux") ?? []).charts).toEqual(terraform.charts);
    expect(renderedByFolder(files?.get("folder") ?? []).charts).toEqual(terraform.charts);
  });

  test("have its objects, and the volumes that Terraform makes as resources of its own", () => {
    for (const objects of [
      renderedByFlux(files?.get("flux") ?? []).objects,
      renderedByFolder(files?.get("folder") ?? []).objects,
    ]) {
      expect(objects).toMatchObject(terraform.objects);
      const more = Object.keys(objects).filter((name) => !(name in terraform.objects));
      expect(more).toEqual([
        expect.stringMatching(/^v1 PersistentVolume -\/.*home/),
        expect.stringMatching(/^v1 PersistentVolumeClaim default\/.*home/),
      ]);
    }
  });

  test("are not in the factory model a second time", () => {
    const { services } = build().model();
    const ids = services.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("are left out where nobody asks for them", () => {
    expect(build({ deliveries: undefined }).platform.files).toBeUndefined();
  });
});
