import type { App } from "cdktf";
import {
  CloudFactory,
  fullStack,
  HybridFactory,
  llmServing,
  llmTraining,
  OnPremFactory,
  researchPlatform,
  type PresetParts,
} from "../../blueprints";
import type { IPlatformComponent } from "../../constructs/contracts";
import { LinkPath } from "../../constructs/hybrid";
import { atSite, inCloud } from "./preset-props";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy, saysWhatIsOfAnotherType } from "./support/fuzz";
import { mistyped } from "./support/mistype";
import { presetShapes } from "./support/preset-shapes";

type Made = (parts: PresetParts) => readonly IPlatformComponent[];

const inHand = ["domain", "signOn", "postgresImage", "notebookImage", "notebooks", "teams"];
const required = {
  researchPlatform: inHand,
  llmTraining: [...inHand, "training"],
  llmServing: ["domain", "teams", "models", "gateway"],
  fullStack: [...inHand, "training", "models", "gateway"],
};

const fair = { kueue: { serving: true, fairSharing: true } };
const paths = [1, 2].map((host) =>
  LinkPath.vpn({ name: `path-${host}`, routerAddress: `203.0.113.${host}`, routerAsn: 64520 }),
);

const places = {
  site: (app: App, make: Made) => new OnPremFactory(app, "factory", { ...atSite(make), ...fair }),
  cloud: (app: App, make: Made) => new CloudFactory(app, "factory", { ...inCloud(make), ...fair }),
  "cloud of a hybrid factory": (app: App, make: Made) =>
    new HybridFactory(app, "factory", {
      site: { ...atSite(() => []), ...fair },
      siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
      cloud: { ...inCloud(make), ...fair },
      link: { paths },
    }),
};

const shapes = { site: presetShapes("dgx", "store"), cloud: presetShapes("h200", "general") };

/** Tries one preset at one place: props with wrong values, and props of wrong types. */
function fuzzed<P extends object>(
  name: keyof typeof required,
  place: keyof typeof places,
  preset: (parts: PresetParts, props: P) => readonly IPlatformComponent[],
  right: readonly P[],
): void {
  const make = (app: App, props: P) => places[place](app, (parts) => preset(parts, props));
  describe(`${name} in ${place}, with any props`, () => buildsOrSaysWhy(disturbed(right, required[name]), make, 3));
  describe(`${name} in ${place}, with props of other types`, () => saysWhatIsOfAnotherType(mistyped(right), make, 3));
}

fuzzed("researchPlatform", "site", researchPlatform, shapes.site.researchPlatform);
fuzzed("researchPlatform", "cloud", researchPlatform, shapes.cloud.researchPlatform);
fuzzed("llmTraining", "site", llmTraining, shapes.site.llmTraining);
fuzzed("llmTraining", "cloud", llmTraining, shapes.cloud.llmTraining);
fuzzed("llmServing", "site", llmServing, shapes.site.llmServing);
fuzzed("llmServing", "cloud", llmServing, shapes.cloud.llmServing);
fuzzed("fullStack", "site", fullStack, shapes.site.fullStack);
fuzzed("fullStack", "cloud of a hybrid factory", fullStack, shapes.cloud.fullStack);
