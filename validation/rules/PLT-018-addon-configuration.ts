import { isObject, isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Rule } from "../rule";

export const addonConfiguration: Rule = {
  id: "PLT-018-addon-configuration",
  family: "PLT",
  title: "the configuration of an add-on is an object, and each add-on stands once",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "The provider takes any text as configuration, and EKS refuses what is no JSON or YAML object when the cluster is " +
    "already made. Two resources for one add-on overwrite each other at every apply.",
  mend: "write the configuration with jsonencode, and keep one resource for each add-on",
  sources: [
    "EKS API, CreateAddon configurationValues: must be JSON or YAML of the add-on's schema",
    "AWS provider 5.100.0: a planted text that is no JSON passed validate and plan",
  ],
  unknownMeans: "The configuration is a token.",
  example: { fails: 'configuration_values = "{env:"', passes: "configuration_values = jsonencode({ env = {} })" },
  *check({ documents }) {
    const seen = new Map<string, string>();
    for (const addon of documents?.resources("aws_eks_addon") ?? []) {
      const about = resourceAbout(addon);
      const written = addon.get("configuration_values");
      const parsed = addon.json("configuration_values");
      const key = `${String(addon.get("cluster_name"))}/${String(addon.get("addon_name"))}`;
      const earlier = seen.get(key);
      seen.set(key, earlier ?? addon.address);
      if (earlier !== undefined) {
        const message = `the add-on '${String(addon.get("addon_name"))}' is written twice for one cluster`;
        yield fail(about, { message, given: [earlier, addon.address], allowed: "one resource for each add-on" });
      } else if (written === undefined || written === null || written === "" || isObject(parsed)) yield pass(about);
      else if (isUnknown(written) && (parsed === undefined || isUnknown(parsed))) {
        yield unknown(about, { message: "the configuration is not known yet" });
      } else
        yield fail(about, {
          message: "the configuration is no object",
          given: written,
          allowed: "a JSON or YAML object",
        });
    }
  },
};
