import { OnPremFactory } from "../../blueprints";
import { buildsOrSaysWhy } from "./support/fuzz";
import { onPremPropsWith } from "./support/onprem-props";

describe("OnPremFactory with any props", () => {
  buildsOrSaysWhy(onPremPropsWith, (app, props) => new OnPremFactory(app, "factory", props), 40);
});
