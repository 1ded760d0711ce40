import { HybridFactory } from "../../blueprints";
import { buildsOrSaysWhy } from "./support/fuzz";
import { hybridPropsWith } from "./support/hybrid-props";

describe("HybridFactory with any props", () => {
  buildsOrSaysWhy(hybridPropsWith, (app, props) => new HybridFactory(app, "factory", props), 30);
});
