import type { PolicyRule } from "../rule";
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
