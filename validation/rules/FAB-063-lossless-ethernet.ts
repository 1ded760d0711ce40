import type { FabricNode, FactoryModel } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const losslessEthernet: Rule = {
  id: "FAB-063-lossless-ethernet",
  family: "FAB",
  title: "RoCE fabrics state one lossless class for hosts and switches, with congestion marks",
  severity: "error",
  reads: "model",
  cause:
    "PFC pauses the priority that RDMA is in, hop by hop; ECN slows the senders before it must. A host that marks another " +
    "class than the switches keep, or switches without marks, lose packets or pause the whole fabric under load.",
  mend: "give the fabrics of a site one priority and DSCP, and ECN on every switch",
  sources: ["catalog/data/fabric.json: roce, ECN and PFC both needed", "Cumulus Linux: RDMA over Converged Ethernet"],
  unknownMeans: "The fabric does not say how packets are kept.",
  example: {
    fails: "PFC on priority 3 in one fabric, 4 in another of the same site",
    passes: "priority 3, DSCP 26 in both",
  },
  *check({ model }) {
    for (const fabric of model?.fabrics ?? []) {
      if (fabric.kind === "roce" && model) yield judge(fabric, model);
    }
  },
};

function judge({ path, id, siteId, quality }: FabricNode, { fabrics }: FactoryModel): Outcome {
  if (quality === undefined) {
    return unknown({ path }, { message: `nothing says how packets of fabric '${id}' are kept from loss` });
  }
  if (!quality.ecn) {
    const message = "the switches mark no congestion";
    return fail({ path }, { message, given: `${quality.mode}, no ECN`, allowed: "ECN on the RDMA class" });
  }
  const classOf = (fabric: FabricNode) =>
    fabric.quality && `priority ${fabric.quality.priority}, DSCP ${fabric.quality.dscp}`;
  const own = `priority ${quality.priority}, DSCP ${quality.dscp}`;
  const other = fabrics.find(
    (each) => each.kind === "roce" && each.siteId === siteId && each.quality !== undefined && classOf(each) !== own,
  );
  if (other === undefined) return pass({ path });
  const message = `fabrics '${id}' and '${other.id}' of one site keep different classes`;
  return fail({ path }, { message, given: `${own}; ${classOf(other)}`, allowed: "one class at a site" });
}
