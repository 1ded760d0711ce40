import fc from "fast-check";
import { HybridFactory } from "../../blueprints";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy, saysWhatIsOfAnotherType, saysWhatMustBeKnown } from "./support/fuzz";
import { computed, mistyped } from "./support/mistype";
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

describe("HybridFactory with props of other types", () => {
  const shapes = hybridShapes.map((shape) => ({ ...shape, cloud: { ...shape.cloud, components: () => [] } }));
  saysWhatIsOfAnotherType(mistyped(shapes), (app, given) => new HybridFactory(app, "factory", propsOf(given)), 20);
  saysWhatMustBeKnown(computed(shapes), (app, given) => new HybridFactory(app, "factory", propsOf(given)), 6);
});
