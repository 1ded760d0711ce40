import { roceFacts } from "../../catalog";

/** What hosts and switches must agree on, or RDMA over Ethernet loses packets. */
export interface RoceQuality {
  /** `lossless`: PFC and ECN; `lossy`: ECN alone, for adapters that recover from loss. */
  readonly mode: "lossless" | "lossy";
  /** Priority, and traffic class of the switch, of RDMA: the one that PFC pauses. */
  readonly priority: number;
  /** DSCP that hosts mark RDMA with. */
  readonly dscp: number;
  /** Priority and DSCP of congestion notifications. */
  readonly cnpPriority: number;
  /** DSCP that congestion notifications bear. */
  readonly cnpDscp: number;
  /** Queue length from which a switch marks packets, bytes. */
  readonly ecnThresholdBytes: number;
  /** MTU of the hosts' interfaces, bytes. */
  readonly hostMtu: number;
  /** MTU of the switches' ports, bytes. */
  readonly switchMtu: number;
}

/** Operating system of an Ethernet switch. */
export type SwitchSystem = "cumulus" | "arista-eos";

/** Largest MTU of a port, bytes: what leaves the hosts most room. */
const largestSwitchMtu: Readonly<Record<SwitchSystem, number>> = { cumulus: 9216, "arista-eos": 9214 };

/** NVIDIA's defaults for RoCE: `nv set qos roce`. DSCP 26 and 48 are what its adapters and switches take for priorities 3 and 6. */
export function roceQuality(given: Partial<RoceQuality> = {}, system: SwitchSystem = "cumulus"): RoceQuality {
  const facts = roceFacts();
  return {
    mode: given.mode ?? "lossless",
    priority: given.priority ?? facts.switchPriority,
    dscp: given.dscp ?? 26,
    cnpPriority: given.cnpPriority ?? facts.cnpPriority,
    cnpDscp: given.cnpDscp ?? 48,
    ecnThresholdBytes: given.ecnThresholdBytes ?? facts.ecnThresholdBytes,
    hostMtu: given.hostMtu ?? facts.hostMtu,
    switchMtu: given.switchMtu ?? largestSwitchMtu[system],
  };
}
