import { join } from "node:path";
import { App } from "cdktf";
import {
  CloudFactory,
  fullStack,
  HybridFactory,
  llmServing,
  llmTraining,
  OnPremFactory,
  researchPlatform,
  type FullStackProps,
  type PresetParts,
} from "../../blueprints";
import type { IPlatformComponent } from "../../constructs/contracts";
import { LinkPath } from "../../constructs/hybrid";
import { objectOf } from "../constructs/platform/every-component";
import { atSite, everything, inCloud, propsFor } from "./preset-props";

type Preset = (parts: PresetParts, props: FullStackProps) => readonly IPlatformComponent[];

/** A model that one node does not hold. */
const acrossNodes = {
  name: "reasoning",
  model: "deepseek-v3",
  precision: "bf16",
  contextTokens: 32_768,
  prefix: "deepseek-v3/1",
  sha256OfSums: everything.models[0]!.sha256OfSums,
} as const;

const presets: Readonly<Record<string, Preset>> = {
  "llm-training": llmTraining,
  "llm-serving": (parts, { models, ...props }) =>
    llmServing(parts, { ...props, models: [...models, { ...acrossNodes, pool: models[0]!.pool }] }),
  "research-platform": researchPlatform,
  "full-stack": fullStack,
};

const siteWith = (preset: Preset) => atSite((parts) => preset(parts, propsFor("dgx", "store")));
const cloudWith = (preset: Preset) => inCloud((parts) => preset(parts, propsFor("h200", "general")));

/** The components that tell the presets apart; a design rule that finds an error ends the synthesis. */
const signs = ["jupyterhub", "mlflow", "lakefs", "streams", "tune-assistant", "assistant", "reasoning", "loki"];
const signsOf = ({ platform }: CloudFactory | OnPremFactory) => {
  const names = platform.components.components.map(({ component }) => component.name);
  return signs.filter((sign) => names.includes(sign));
};
const expected: Readonly<Record<string, readonly string[]>> = {
  "llm-training": ["jupyterhub", "mlflow", "lakefs", "streams", "tune-assistant", "loki"],
  "llm-serving": ["assistant", "reasoning", "loki"],
  "research-platform": ["jupyterhub", "mlflow", "lakefs", "streams", "loki"],
  "full-stack": ["jupyterhub", "mlflow", "lakefs", "streams", "tune-assistant", "assistant", "loki"],
};
const newApp = (name: string) => new App({ outdir: join(process.env.AI_FACTORY_TEST_DIR ?? "", name) });

describe("presets on both sides of a hybrid factory", () => {
  it.each([
    ["research-platform", "full-stack"],
    ["llm-serving", "llm-training"],
  ])("%s at the site and %s in the cloud are judged without an error", (here, there) => {
    const app = newApp(`${here}-${there}`);
    const { cloud, site } = new HybridFactory(app, "both", {
      site: siteWith(presets[here]!),
      siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
      cloud: cloudWith(presets[there]!),
      link: {
        paths: [
          LinkPath.vpn({ name: "a", routerAddress: "203.0.113.1", routerAsn: 64520 }),
          LinkPath.vpn({ name: "b", routerAddress: "203.0.113.2", routerAsn: 64520 }),
        ],
      },
    });
    app.synth();
    expect(signsOf(site)).toEqual(expected[here]);
    expect(signsOf(cloud)).toEqual(expected[there]);
  });
});

describe("presets on a factory of one place", () => {
  const cloud = new CloudFactory(newApp("cloud"), "cloud", cloudWith(presets["llm-serving"]!));

  it("are the same in the cloud", () => expect(signsOf(cloud)).toEqual(expected["llm-serving"]));

  it("are the same at a site", () => {
    const factory = new OnPremFactory(newApp("site"), "site", siteWith(presets["llm-training"]!));
    expect(signsOf(factory)).toEqual(expected["llm-training"]);
  });

  it("need the buckets of weights and logs for serving, and no other", () => {
    const { buckets = [], ...props } = cloudWith(presets["llm-serving"]!);
    const build = (...names: string[]) => {
      const some = buckets.filter(({ name }) => names.includes(name));
      return new CloudFactory(newApp(names.join("-")), "some", { ...props, buckets: some });
    };
    expect(signsOf(build("weights", "logs"))).toEqual(expected["llm-serving"]);
    expect(() => build("logs")).toThrow(/the preset needs the bucket 'weights'/);
  });

  it("let a team reach the gateway, and models be reached by it alone", () => {
    const policy = (team: string) =>
      JSON.stringify(objectOf(cloud.platform.components.component(`team-${team}`).component, "NetworkPolicy").spec);
    expect(policy("models")).toContain('"values":["models","envoy-gateway-system","monitoring"]');
    expect(policy("tuning")).toContain('"values":["tuning","envoy-gateway-system"]');
  });
});
