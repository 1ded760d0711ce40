import { fail, pass, type Rule } from "../rule";

export const subnetManager: Rule = {
  id: "FAB-060-subnet-manager",
  family: "FAB",
  title: "an InfiniBand fabric has a subnet manager, and a second one that stands in",
  severity: "error",
  reads: "model",
  cause:
    "The subnet manager gives every port its address and every switch its routes. Without one no port becomes active; " +
    "with one only, its loss leaves the fabric as it is: what goes down stays down, and nothing new joins.",
  mend: "plan two managers: UFM, OpenSM, or the ones of two managed switches",
  sources: ["NVIDIA DGX SuperPOD reference architectures: UFM on the compute fabric, two instances"],
  unknownMeans: "Never unknown: Ethernet fabrics need none.",
  example: { fails: "an InfiniBand fabric without a manager", passes: "two instances of UFM" },
  *check({ model }) {
    for (const { path, kind, subnetManager: manager } of model?.fabrics ?? []) {
      if (kind !== "infiniband") continue;
      const instances = manager?.instances ?? 0;
      if (instances >= 2) yield pass({ path });
      else if (instances === 1) {
        const message = "the only subnet manager has no standby";
        yield fail({ path }, { message, given: `1 ${manager?.kind}`, allowed: "2", severity: "warning" });
      } else yield fail({ path }, { message: "the fabric has no subnet manager", given: 0, allowed: "2" });
    }
  },
};
