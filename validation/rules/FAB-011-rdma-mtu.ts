import { roceFacts } from "../../catalog/switches";
import type { FabricNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

/** Ethernet, IP, UDP and RDMA headers with room for VLAN and VXLAN, bytes. */
const headers = 150;

export const rdmaMtu: Rule = {
  id: "FAB-011-rdma-mtu",
  family: "FAB",
  title: "a RoCE fabric carries full RDMA packets, and its switches take what the hosts send",
  severity: "error",
  reads: "model",
  cause:
    `RDMA uses packets of up to ${roceFacts().rdmaPathMtuMax} bytes. An interface MTU that does not hold one makes the adapters use 1024 or ` +
    "2048 bytes, which costs bandwidth; a switch with a smaller MTU than the hosts drops what is larger, and jobs hang.",
  mend: `set the hosts' MTU to ${roceFacts().hostMtu} and that of every switch port to as much or more`,
  sources: [roceFacts().source],
  unknownMeans: "Never unknown: fabrics without a stated MTU are not judged.",
  example: {
    fails: "a RoCE fabric with mtu 1500, or hosts of 9000 behind switches of 4200",
    passes: "hosts 9000, switches 9216",
  },
  *check({ model }) {
    for (const fabric of model?.fabrics ?? []) {
      if (fabric.kind === "roce" && fabric.mtu !== undefined) yield judge(fabric, fabric.mtu);
    }
  },
};

function judge({ path, quality }: FabricNode, mtu: number): Outcome {
  const { rdmaPathMtuMax } = roceFacts();
  if (quality && quality.switchMtu < mtu) {
    return fail(
      { path },
      {
        message: "the switches drop what the hosts send",
        given: `hosts ${mtu}, switches ${quality.switchMtu} bytes`,
        allowed: `switches of ${mtu} bytes or more`,
      },
    );
  }
  if (mtu >= rdmaPathMtuMax + headers) return pass({ path });
  return fail(
    { path },
    {
      message: `an MTU of ${mtu} does not hold an RDMA packet of ${rdmaPathMtuMax} bytes with its headers`,
      given: mtu,
      allowed: `${rdmaPathMtuMax + headers} or more, usually ${roceFacts().hostMtu}`,
      severity: "warning",
    },
  );
}
