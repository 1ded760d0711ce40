import { isObject } from "../../documents/value";
import { knownHostsIn } from "../hosts";
import { mentionsOf } from "../locations/places";
import { textsIn } from "../locations/texts";
import { fail, isGiven, judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_NRG_03 = policyRule({
  id: "SOV-NRG-03-placement-limits",
  title: "idle capacity ends, and no scheduler sends work across the border",
  weight: "low",
  stages: ["synth", "plan"],
  references: ["EU CSF SOV-8", "EU CSF SOV-3"],
  cause: "A scheduler that follows cheap or clean power follows it abroad, with the data.",
  mend: "let remote clusters and regions of a scheduler be inside, and set when idle nodes end",
  example: {
    fails: "a MultiKueueCluster whose kubeconfig leads to a cluster in us-east-1",
    passes: "a NodePool with `consolidateAfter`",
    evades: "a MultiKueueCluster whose kubeconfig is a Secret: unknown, never a pass",
  },
  *check({ documents, boundary }) {
    for (const object of documents.kubernetesObjects("MultiKueueCluster", "ResourceBinding", "Cluster")) {
      const places = mentionsOf(object.object).flatMap(({ region }) => region ?? []);
      const outside = places.filter((region) => !boundary.region(region).inside);
      const hosts = [...textsIn(object.object)].flatMap(({ text }) => knownHostsIn(text));
      if (outside.length > 0 || hosts.length > 0) {
        yield fail(object, {
          message: `it sends work to ${[...outside, ...hosts.map(({ name }) => name)].join(", ")}, outside the boundary`,
          severity: "error",
        });
      } else if (object.kind === "MultiKueueCluster") {
        yield open(object, { message: "where the remote cluster stands is in no document", dischargedBy: "evidence" });
      } else yield pass(object);
    }
    for (const object of documents.kubernetesObjects("NodePool")) {
      const spec = isObject(object.object["spec"]) ? object.object["spec"] : {};
      const disruption = isObject(spec["disruption"]) ? spec["disruption"] : {};
      yield judge(object, isGiven(disruption["consolidateAfter"]) && disruption["consolidateAfter"] !== "Never", {
        message: "its idle nodes never end",
        given: disruption["consolidateAfter"] ?? "nothing",
      });
    }
  },
});
