import { roceFacts } from "../../catalog";
import { findSwitchModel, type FabricPlan, type FabricTier } from "../../planning";
import type { RoceQuality, SwitchSystem } from "./roce-quality";

/**
 * What the switches of a RoCE fabric must be told of MTU and quality of service, as text for each tier. Addresses and
 * routing are the network's own matter and not in it.
 */
export function switchConfiguration(system: SwitchSystem, quality: RoceQuality, plan: FabricPlan): string {
  const sections = plan.tiers.map((tier) => {
    const lines = system === "cumulus" ? cumulus(quality, tier) : aristaEos(quality);
    const remark = system === "cumulus" ? "#" : "!";
    return [`${remark} ${plan.name} ${tier.name}: ${tier.switches} x ${tier.model}`, ...lines].join("\n");
  });
  return `${sections.join("\n\n")}\n`;
}

/** NVUE commands. `nv set qos roce` brings classification, PFC, ECN and buffers in one: only what differs is said beside it. */
function cumulus(quality: RoceQuality, tier: FabricTier): string[] {
  const { mode, priority, dscp, cnpPriority, cnpDscp, ecnThresholdBytes, switchMtu } = quality;
  const lines = [`nv set qos roce mode ${mode}`];
  if (dscp !== 26 || priority !== 3)
    lines.push(`nv set qos mapping default-global dscp ${dscp} switch-priority ${priority}`);
  if (cnpDscp !== 48 || cnpPriority !== 6) {
    lines.push(`nv set qos mapping default-global dscp ${cnpDscp} switch-priority ${cnpPriority}`);
  }
  if (mode === "lossless" && priority !== 3) lines.push(`nv set qos pfc default-global switch-priority ${priority}`);
  if (ecnThresholdBytes !== roceFacts().ecnThresholdBytes) {
    lines.push(
      `nv set qos congestion-control default-global traffic-class ${priority} ecn enable`,
      `nv set qos congestion-control default-global traffic-class ${priority} min-threshold-bytes ${ecnThresholdBytes}`,
    );
  }
  return [...lines, ...cumulusMtu(tier, switchMtu), "nv config apply"];
}

/** Ports of a split switch are called by their parts (`swp1s0`), which depends on how each is split. */
function cumulusMtu(tier: FabricTier, switchMtu: number): string[] {
  const ports = Math.ceil(tier.ports / tier.switches);
  const isSplit = ports > (findSwitchModel(tier.model)?.ports ?? ports);
  return isSplit
    ? [
        "# and for every port of the fabric, each part of a split port by its own name:",
        `nv set interface swp1s0-1 link mtu ${switchMtu}`,
      ]
    : [`nv set interface swp1-${ports} link mtu ${switchMtu}`];
}

/** EOS commands. A traffic class is a queue of the same number. */
function aristaEos(quality: RoceQuality): string[] {
  const { mode, priority, dscp, cnpPriority, cnpDscp, ecnThresholdBytes, switchMtu } = quality;
  const thresholdKB = Math.max(1, Math.round(ecnThresholdBytes / 1000));
  const thresholds = `minimum-threshold ${thresholdKB} kbytes maximum-threshold ${thresholdKB * 2} kbytes`;
  return [
    `qos map dscp ${dscp} to traffic-class ${priority}`,
    `qos map dscp ${cnpDscp} to traffic-class ${cnpPriority}`,
    `qos map traffic-class ${priority} to tx-queue ${priority}`,
    `qos map traffic-class ${cnpPriority} to tx-queue ${cnpPriority}`,
    "qos profile ROCE",
    ...(mode === "lossless"
      ? ["   priority-flow-control on", `   priority-flow-control priority ${priority} no-drop`]
      : []),
    `   tx-queue ${priority}`,
    `      random-detect ecn ${thresholds} max-mark-probability 100`,
    `   tx-queue ${cnpPriority}`,
    "      priority strict",
    "! platforms with unicast queues of their own call the queues uc-tx-queue",
    "! and on every interface of the fabric:",
    `   mtu ${switchMtu}`,
    "   qos trust dscp",
    "   service-profile ROCE",
  ];
}

/** What each node must be told, beside what the network operator does: MTU, trust, PFC, and the mark of RDMA packets. */
export function hostSettings(quality: RoceQuality, interfaceNames: readonly string[]): string {
  const { mode, priority, dscp, hostMtu } = quality;
  const pfc = Array.from({ length: 8 }, (_, each) => (mode === "lossless" && each === priority ? 1 : 0)).join(",");
  // The traffic class byte of an IP packet: DSCP in its upper six bits, "capable of ECN" in the lower two.
  const trafficClass = dscp * 4 + 2;
  const lines = interfaceNames.flatMap((name) => [
    `ip link set ${name} mtu ${hostMtu}`,
    `mlnx_qos -i ${name} --trust=dscp --pfc ${pfc}`,
    `echo 1 > /sys/class/net/${name}/ecn/roce_np/enable/${priority}`,
    `echo 1 > /sys/class/net/${name}/ecn/roce_rp/enable/${priority}`,
  ]);
  return `${[...lines, `# for NCCL: NCCL_IB_TC=${trafficClass}, NCCL_IB_SL=${priority}`].join("\n")}\n`;
}
