import { isUnknown } from "../../documents/value";
import { aboutObject, at, items } from "../platform/pods";
import { fail, pass, unknown, type Rule } from "../rule";

export const nodeImagePinned: Rule = {
  id: "PLT-017-node-image-pinned",
  family: "PLT",
  title: "Karpenter's nodes have an image of a fixed version",
  severity: "info",
  reads: "documents",
  scope: "cluster",
  cause:
    "With `@latest` every image that AWS publishes counts as drift: Karpenter replaces all nodes of the pool within the " +
    "disruption budget, jobs and models that take minutes to load with them, and the new driver is first tested there.",
  mend: "write a version that you have tested, such as al2023@v20260901, and move it deliberately",
  sources: ["Karpenter documentation, EC2NodeClass amiSelectorTerms: pin the alias in production"],
  unknownMeans: "The alias is a token.",
  example: { fails: "alias: al2023@latest", passes: "alias: al2023@v20260901" },
  *check({ documents }) {
    for (const object of documents?.kubernetesObjects("EC2NodeClass") ?? []) {
      const about = aboutObject(object);
      const aliases = items(at(object.object, "spec")["amiSelectorTerms"]).map(({ alias }) => alias);
      if (aliases.some(isUnknown)) yield unknown(about, { message: "the image of the nodes is not known yet" });
      else {
        const moving = aliases.find((alias) => typeof alias === "string" && alias.endsWith("@latest"));
        if (moving === undefined) yield pass(about);
        else {
          const message = "the nodes are replaced whenever a newer image is published";
          yield fail(about, { message, given: moving, allowed: "an alias with a version" });
        }
      }
    }
  },
};
