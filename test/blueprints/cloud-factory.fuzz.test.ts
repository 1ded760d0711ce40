import fc from "fast-check";
import { CloudFactory } from "../../blueprints";
import { cloudPropsWith } from "./support/cloud-props";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy, saysWhatIsOfAnotherType, saysWhatMustBeKnown } from "./support/fuzz";
import { computed, mistyped } from "./support/mistype";
import { cloudShapes, propsOf } from "./support/shapes";

describe("CloudFactory with any props", () => {
  const required = ["region", "zones", "pools"];
  const props = fc.oneof(cloudPropsWith("some"), cloudPropsWith("none"), {
    arbitrary: disturbed(cloudShapes, required),
    weight: 3,
  });
  buildsOrSaysWhy(props, (app, given) => new CloudFactory(app, "factory", propsOf(given)), 12);
});

describe("CloudFactory with props of other types", () => {
  const shapes = cloudShapes.map((shape) => ({ ...shape, components: () => [] }));
  saysWhatIsOfAnotherType(mistyped(shapes), (app, given) => new CloudFactory(app, "factory", propsOf(given)), 20);
  saysWhatMustBeKnown(computed(shapes), (app, given) => new CloudFactory(app, "factory", propsOf(given)), 6);
});
