import type { Resource } from "../../documents/types";
import { keyCustodyTiers, type KeyCustody } from "../boundary";
import { custodyOf, keyTypes, leastCustodyOf } from "../reading/custody";
import { judge, oneOf, open, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

export const SOV_KEY_03 = policyRule({
  id: "SOV-KEY-03-key-custody",
  title: "keys come from where the boundary's tier of custody demands",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  waivable: false,
  guardrail: "SCP kms-key-origin",
  references: [
    "CT.KMS.PV.4",
    "CT.KMS.PV.5",
    "CT.KMS.PV.6",
    "SecNumCloud 3.2 10.5.c",
    "C5:2020 CRY-03",
    "C5:2026 CRY-18",
    "C5:2026 CRY-19",
    "EU CSF SOV-3",
  ],
  cause:
    "Key material that AWS made is key material that AWS has. Imported, HSM and external keys move the control, in that order.",
  mend: "create the key in a custom key store (HSM or external), or import its material, as the boundary's `keyCustody` says",
  example: {
    fails: "`aws_kms_key` with AWS's own key material under a boundary with `keyCustody: hsm`",
    passes: "the same with `custom_key_store_id` of a CloudHSM key store",
    evades: "an external key store whose proxy is reached over the internet",
  },
  *check({ documents, boundary }) {
    const wanted = boundary.data.keyCustody;
    for (const key of documents.resources(...keyTypes)) {
      const least = leastCustodyOf(key);
      // What is enough at the least needs no closer look.
      const tier = custodyOf(key) ?? (least !== undefined && rank(least) >= rank(wanted) ? least : undefined);
      if (tier === undefined) {
        yield open(key, {
          message: "the kind of its key store is not known yet",
          given: key.get("custom_key_store_id"),
          allowed: wanted,
        });
      } else {
        const enough = rank(tier) >= rank(wanted);
        yield judge(key, enough, {
          message: `its custody is '${tier}', weaker than the boundary demands`,
          given: tier,
          allowed: `${wanted} or stronger`,
        });
      }
    }
    if (rank(wanted) > rank("customer-managed")) {
      for (const source of documents.dataSources("aws_kms_key", "aws_kms_alias")) {
        const message = "a key that others made: its origin is in no document";
        yield open(source, { message, allowed: wanted, dischargedBy: "deploy" });
      }
    }
    for (const store of documents.resources("aws_kms_custom_key_store")) {
      if (oneOf(store.get("custom_key_store_type"), ["EXTERNAL_KEY_STORE"], false) === false) yield pass(store);
      else yield* judgeProxy(store, (host) => boundary.allowedHost("egress", host) !== undefined);
    }
  },
});

function rank(tier: KeyCustody): number {
  return keyCustodyTiers.indexOf(tier);
}

function* judgeProxy(store: Resource, isAllowed: (host: string) => boolean): Generator<PolicyOutcome> {
  const connectivity = store.get("xks_proxy_connectivity");
  yield judge(store, oneOf(connectivity, ["VPC_ENDPOINT_SERVICE"], false), {
    message: "the proxy of the external key store is reached over the internet",
    given: connectivity,
    allowed: "VPC_ENDPOINT_SERVICE",
  });
  const uri = store.get("xks_proxy_uri_endpoint");
  if (typeof uri === "string" && connectivity !== "VPC_ENDPOINT_SERVICE") {
    const host = uri.replace(/^https?:\/\//, "").replace(/[/:].*$/, "");
    yield judge(store, isAllowed(host), { message: `the proxy ${host} is not among the boundary's hosts`, given: uri });
  }
}
