import { CloudFactory } from "../../blueprints";
import { cloudPropsWith } from "./support/cloud-props";
import { buildsOrSaysWhy } from "./support/fuzz";

describe("CloudFactory with any props", () => {
  buildsOrSaysWhy(cloudPropsWith, (app, props) => new CloudFactory(app, "factory", props), 50);
});
