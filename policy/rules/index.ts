import type { PolicyRule } from "../rule";
import { SOV_AIG_01 } from "./SOV-AIG-01-inference-geography";
import { SOV_AIG_02 } from "./SOV-AIG-02-classified-data";
import { SOV_AIG_03 } from "./SOV-AIG-03-telemetry-off";
import { SOV_AIG_04 } from "./SOV-AIG-04-managed-ml-isolation";
import { SOV_AIG_05 } from "./SOV-AIG-05-ai-event-logs";
import { SOV_AIG_06 } from "./SOV-AIG-06-ai-services-opt-out";
import { SOV_AIG_07 } from "./SOV-AIG-07-weights-protection";
import { SOV_AIG_08 } from "./SOV-AIG-08-model-apis";
import { SOV_AIG_09 } from "./SOV-AIG-09-accelerator-tenancy";
import { SOV_AUD_01 } from "./SOV-AUD-01-audit-trail";
import { SOV_AUD_02 } from "./SOV-AUD-02-cluster-logs";
import { SOV_AUD_03 } from "./SOV-AUD-03-log-retention";
import { SOV_AUD_04 } from "./SOV-AUD-04-network-records";
import { SOV_AUD_05 } from "./SOV-AUD-05-detectors";
import { SOV_AUD_06 } from "./SOV-AUD-06-signed-evidence";
import { SOV_KEY_01 } from "./SOV-KEY-01-customer-keys";
import { SOV_KEY_02 } from "./SOV-KEY-02-keys-inside";
import { SOV_KEY_03 } from "./SOV-KEY-03-key-custody";
import { SOV_KEY_04 } from "./SOV-KEY-04-key-policy";
import { SOV_KEY_05 } from "./SOV-KEY-05-key-lifecycle";
import { SOV_KEY_06 } from "./SOV-KEY-06-transport";
import { SOV_KEY_07 } from "./SOV-KEY-07-kubernetes-encryption";
import { SOV_KEY_08 } from "./SOV-KEY-08-root-of-trust";
import { SOV_KEY_09 } from "./SOV-KEY-09-secrets";
import { SOV_NET_01 } from "./SOV-NET-01-public-ingress";
import { SOV_NET_02 } from "./SOV-NET-02-default-deny-egress";
import { SOV_NET_03 } from "./SOV-NET-03-egress-allow-list";
import { SOV_NET_04 } from "./SOV-NET-04-endpoint-policies";
import { SOV_NET_05 } from "./SOV-NET-05-account-settings";
import { SOV_NET_06 } from "./SOV-NET-06-cluster-network-policies";
import { SOV_NET_07 } from "./SOV-NET-07-dns";
import { SOV_NET_08 } from "./SOV-NET-08-edge-services";
import { SOV_NET_09 } from "./SOV-NET-09-sharing";
import { SOV_NRG_01 } from "./SOV-NRG-01-energy-metering";
import { SOV_NRG_02 } from "./SOV-NRG-02-site-record";
import { SOV_NRG_03 } from "./SOV-NRG-03-placement-limits";
import { SOV_OPS_01 } from "./SOV-OPS-01-private-api";
import { SOV_OPS_02 } from "./SOV-OPS-02-interactive-access";
import { SOV_OPS_03 } from "./SOV-OPS-03-instance-metadata";
import { SOV_OPS_04 } from "./SOV-OPS-04-identities";
import { SOV_OPS_05 } from "./SOV-OPS-05-third-parties";
import { SOV_OPS_06 } from "./SOV-OPS-06-cluster-privilege";
import { SOV_OPS_07 } from "./SOV-OPS-07-guardrails-present";
import { SOV_REL_01 } from "./SOV-REL-01-zones-and-recovery";
import { SOV_REL_02 } from "./SOV-REL-02-backups";
import { SOV_REL_03 } from "./SOV-REL-03-deletion-protection";
import { SOV_REL_04 } from "./SOV-REL-04-dependency-closure";
import { SOV_RES_01 } from "./SOV-RES-01-effective-location";
import { SOV_RES_02 } from "./SOV-RES-02-provider-configuration";
import { SOV_RES_03 } from "./SOV-RES-03-global-services";
import { SOV_RES_04 } from "./SOV-RES-04-object-copies";
import { SOV_RES_05 } from "./SOV-RES-05-replicas";
import { SOV_RES_06 } from "./SOV-RES-06-backup-copies";
import { SOV_RES_07 } from "./SOV-RES-07-artefact-distribution";
import { SOV_RES_08 } from "./SOV-RES-08-logs-and-findings";
import { SOV_RES_09 } from "./SOV-RES-09-network-paths";
import { SOV_RES_10 } from "./SOV-RES-10-zones";
import { SOV_RES_11 } from "./SOV-RES-11-state-and-providers";
import { SOV_RES_12 } from "./SOV-RES-12-named-places";
import { SOV_SUP_01 } from "./SOV-SUP-01-image-registries";
import { SOV_SUP_02 } from "./SOV-SUP-02-image-digests";
import { SOV_SUP_03 } from "./SOV-SUP-03-registry-settings";
import { SOV_SUP_04 } from "./SOV-SUP-04-machine-images";
import { SOV_SUP_05 } from "./SOV-SUP-05-pinned-sources";
import { SOV_SUP_06 } from "./SOV-SUP-06-code-at-plan";
import { SOV_SUP_07 } from "./SOV-SUP-07-provenance";

/** All sovereign rules, by id. */
export const policyRules: readonly PolicyRule[] = [
  SOV_AIG_01,
  SOV_AIG_02,
  SOV_AIG_03,
  SOV_AIG_04,
  SOV_AIG_05,
  SOV_AIG_06,
  SOV_AIG_07,
  SOV_AIG_08,
  SOV_AIG_09,
  SOV_AUD_01,
  SOV_AUD_02,
  SOV_AUD_03,
  SOV_AUD_04,
  SOV_AUD_05,
  SOV_AUD_06,
  SOV_KEY_01,
  SOV_KEY_02,
  SOV_KEY_03,
  SOV_KEY_04,
  SOV_KEY_05,
  SOV_KEY_06,
  SOV_KEY_07,
  SOV_KEY_08,
  SOV_KEY_09,
  SOV_NET_01,
  SOV_NET_02,
  SOV_NET_03,
  SOV_NET_04,
  SOV_NET_05,
  SOV_NET_06,
  SOV_NET_07,
  SOV_NET_08,
  SOV_NET_09,
  SOV_NRG_01,
  SOV_NRG_02,
  SOV_NRG_03,
  SOV_OPS_01,
  SOV_OPS_02,
  SOV_OPS_03,
  SOV_OPS_04,
  SOV_OPS_05,
  SOV_OPS_06,
  SOV_OPS_07,
  SOV_REL_01,
  SOV_REL_02,
  SOV_REL_03,
  SOV_REL_04,
  SOV_RES_01,
  SOV_RES_02,
  SOV_RES_03,
  SOV_RES_04,
  SOV_RES_05,
  SOV_RES_06,
  SOV_RES_07,
  SOV_RES_08,
  SOV_RES_09,
  SOV_RES_10,
  SOV_RES_11,
  SOV_RES_12,
  SOV_SUP_01,
  SOV_SUP_02,
  SOV_SUP_03,
  SOV_SUP_04,
  SOV_SUP_05,
  SOV_SUP_06,
  SOV_SUP_07,
];
