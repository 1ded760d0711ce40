import type { Boundary } from "../boundary";
import { knownHostsIn, type HostKind } from "../hosts";
import { textsIn, type PlacedText } from "../locations/texts";
import { fail, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** What a factory needs at run time; images, models and telemetry have rules of their own. */
const watched: readonly HostKind[] = ["certificates", "identity", "time", "dns"];

export const SOV_REL_04 = policyRule({
  id: "SOV-REL-04-dependency-closure",
  title: "the factory runs with the links across the border cut",
  weight: "medium",
  stages: ["synth", "plan", "evidence"],
  guardrail: "exercise with the links cut",
  references: ["EU CSF SOV-1", "EU CSF SOV-4", "EU CSF SOV-6", "SecNumCloud 3.2 12.8"],
  cause: "A directory, a clock, a certificate or a licence abroad stops the factory when the link is cut.",
  mend: "serve it inside, or name the host under `egress` or `identityIssuers` of the boundary",
  example: {
    fails: "a ClusterIssuer of Let's Encrypt",
    passes: "a ClusterIssuer of a private authority",
    evades: "user data that sets `pool.ntp.org` as clock",
  },
  *check({ documents, boundary, places }) {
    for (const resource of documents.all) yield* judgeTexts(resource, places.texts(resource), boundary);
    for (const object of documents.kubernetesObjects()) {
      if (object.resource === undefined) yield* judgeTexts(object, textsIn(object.object), boundary);
    }
  },
});

function* judgeTexts(thing: Thing, texts: Iterable<PlacedText>, boundary: Boundary): Generator<PolicyOutcome> {
  const seen = new Set<string>();
  for (const { path, text } of texts) {
    for (const { name, row } of knownHostsIn(text)) {
      if (!watched.includes(row.kind) || seen.has(name) || boundary.namesHost(name)) continue;
      seen.add(name);
      yield fail(thing, {
        message: `${path} depends on ${name} (${row.kind}, ${row.operator}, ${row.jurisdiction})`,
        given: name,
      });
    }
  }
  if (seen.size === 0) yield pass(thing);
}
