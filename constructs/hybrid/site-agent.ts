import ipaddr from "ipaddr.js";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { cidrsOverlap, parseCidr } from "../../planning/addresses";

/** A DataSync agent: a virtual machine at the site that reads and writes the site's storage. */
export type SiteAgentProps =
  | { readonly kind: "activated"; readonly name: string; readonly address: string }
  | { readonly kind: "existing"; readonly name: string; readonly agentArn: string };

/** A DataSync agent at the site. */
export class SiteAgent {
  /**
   * An agent that runs at the site and has not been activated. Whoever applies the stack reaches its port 80, which the
   * agent closes afterwards; from then on it speaks to AWS through the link only.
   */
  static activated(props: {
    /** Unique among the agents. */
    readonly name: string;
    /** IPv4 address of the agent at the site. */
    readonly address: string;
  }): SiteAgent {
    return new SiteAgent({ kind: "activated", ...props });
  }

  /** An agent that was activated by somebody else. */
  static existing(props: { readonly name: string; readonly agentArn: string }): SiteAgent {
    return new SiteAgent({ kind: "existing", ...props });
  }

  private constructor(/** Name, and address or ARN, as given. */ readonly props: SiteAgentProps) {}
}

/** Agents that cannot be told apart, or that the link does not lead to. */
export function checkSiteAgents(
  agents: readonly SiteAgent[],
  siteCidrBlocks: readonly string[],
  path: string,
): Finding[] {
  const names = agents.map(({ props }) => props.name);
  if (names.length === 0 || new Set(names).size < names.length || names.includes("")) {
    return [
      problem("HYB-030-site-agents", path, "there is no agent, one without a name, or one name twice", {
        given: names,
        allowed: "at least one agent, each name once; two for a task that goes on when one is down",
        fix: "name the DataSync agents that run at the site",
      }),
    ];
  }
  const ranges = siteCidrBlocks.map(parseCidr).filter((range) => range !== undefined);
  return agents.flatMap(({ props }, index): Finding[] => {
    if (props.kind === "existing") return checkArn(props.agentArn, `${path}[${index}].agentArn`);
    const host = ipaddr.IPv4.isValidFourPartDecimal(props.address) ? parseCidr(`${props.address}/32`) : undefined;
    if (host !== undefined && ranges.some((range) => cidrsOverlap(range, host))) return [];
    return [
      problem("HYB-030-site-agents", `${path}[${index}].address`, "not an address that a route leads to", {
        given: props.address,
        allowed: siteCidrBlocks,
        fix: "name the agent's address in the site's network",
      }),
    ];
  });
}

function checkArn(agentArn: string, path: string): Finding[] {
  if (/^arn:[\w-]+:datasync:[\w-]+:\d{12}:agent\/agent-[0-9a-z]{17}$/.test(agentArn)) return [];
  return [
    problem("HYB-030-site-agents", path, "not the ARN of an agent", {
      given: agentArn,
      allowed: "arn:<partition>:datasync:<region>:<account>:agent/agent-<17 characters>",
      fix: "`aws datasync list-agents` prints it",
    }),
  ];
}
