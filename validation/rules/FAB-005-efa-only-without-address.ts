import type { Block } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { interfacesOf, launchesOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const efaOnlyWithoutAddress: Rule = {
  id: "FAB-005-efa-only-without-address",
  family: "FAB",
  title: "an EFA-only interface asks for no IP address or prefix",
  severity: "error",
  reads: "documents",
  cause:
    "An EFA-only interface has no IP stack: EC2 refuses the launch when the template gives it addresses or prefixes.",
  mend: "take the addresses off the interface, or make its interface_type 'efa' where IP traffic is wanted too",
  sources: ["Amazon EC2 User Guide, efa.md: EFA-only interfaces have no IP address"],
  unknownMeans: "The interface's type or its number of addresses is not known yet; the plan decides.",
  example: {
    fails: "interface_type = efa-only with ipv4_prefix_count = 1",
    passes: "interface_type = efa-only and nothing but card, device and security groups",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const interfaces = interfacesOf(launch);
      const only = interfaces.filter((block) => block.get("interface_type") === "efa-only");
      if (only.length > 0) yield judge(launch, only);
      else if (interfaces.some((block) => isUnknown(block.get("interface_type")))) {
        yield unknown(launch.about, { message: "the type of a network interface is not known yet" });
      }
    }
  },
};

const addressing = [
  "private_ip_address",
  "ipv4_address_count",
  "ipv4_addresses",
  "ipv4_prefix_count",
  "ipv4_prefixes",
  "ipv6_address_count",
  "ipv6_addresses",
  "ipv6_prefix_count",
  "ipv6_prefixes",
  "primary_ipv6",
] as const;

function judge({ about }: Launch, interfaces: readonly Block[]): Outcome {
  const asked = interfaces.flatMap((block) =>
    addressing.flatMap((name) => {
      const value = block.get(name);
      return isNothing(value) ? [] : [{ block, name, value }];
    }),
  );
  const wrong = asked.filter(({ value }) => !isUnknown(value));
  const [first] = wrong;
  if (first) {
    const card = first.block.get("network_card_index") ?? 0;
    return fail(about, {
      message: `the EFA-only interface on card ${shown(card)} asks for addresses`,
      given: [...new Set(wrong.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`))],
      allowed: "none of these on an EFA-only interface",
    });
  }
  if (asked.length > 0) return unknown(about, { message: "an address of an EFA-only interface is not known yet" });
  return pass(about);
}

/** What EC2 takes as not asked for. */
function isNothing(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === "false") return true;
  return value === 0 || value === "0" || (Array.isArray(value) && value.length === 0);
}
