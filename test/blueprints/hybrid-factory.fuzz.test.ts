import fc from "fast-check";
import { HybridFactory } from "../../blueprints";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy } from "./support/fuzz";
import { hybridPropsWith } from "./support/hybrid-props";
import { hybridShapes, propsOf } from "./support/shapes";

describe("HybridFactory with any props", () => {
  const required = ["site", "siteNetwork", "cloud", "link"];
  const props = fc.oneof(hybridPropsWith("some"), hybridPropsWith("none"), {
    arbitrary: disturbed(hybridShapes, required),
    weight: 3,
  });
  buildsOrSaysWhy(props, (app, given) => new HybridFactory(app, "factory", propsOf(given)), 6);
});
