import type { PolicyRule } from "../rule";
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

/** All sovereign rules, by id. */
export const policyRules: readonly PolicyRule[] = [
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
];
