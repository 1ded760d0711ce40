import fc from "fast-check";
import { OnPremFactory } from "../../blueprints";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy, saysWhatIsOfAnotherType, saysWhatMustBeKnown } from "./support/fuzz";
import { computed, mistyped } from "./support/mistype";
import { onPremPropsWith } from "./support/onprem-props";
import { onPremShapes, propsOf } from "./support/shapes";

describe("OnPremFactory with any props", () => {
  const required = ["site", "cluster", "pools"];
  const props = fc.oneof(onPremPropsWith("some"), onPremPropsWith("none"), {
    arbitrary: disturbed(onPremShapes, required),
    weight: 3,
  });
  buildsOrSaysWhy(props, (app, given) => new OnPremFactory(app, "factory", propsOf(given)), 12);
});

describe("OnPremFactory with props of other types", () => {
  const shapes = onPremShapes.map((shape) => ({ ...shape, components: () => [], storage: () => ({}) }));
  saysWhatIsOfAnotherType(mistyped(shapes), (app, given) => new OnPremFactory(app, "factory", propsOf(given)), 20);
  saysWhatMustBeKnown(computed(shapes), (app, given) => new OnPremFactory(app, "factory", propsOf(given)), 6);
});
