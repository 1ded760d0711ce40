import type { NetworkNode, SubnetFacts } from "../../../model";
import { parseCidr, reservedPerSubnet } from "../../../planning/addresses";
import { count } from "../../text/units";
import { html, type Content, type Html } from "../markup";
import { percent } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { facts, table, unknown } from "../table";

/** Addresses, ways in and out. */
export function networkSection({ model }: ReportSubject): Section | undefined {
  if (model.networks.length + model.clusters.length === 0) return undefined;
  const clusters = model.clusters.map(({ id, serviceCidr, podCidrs, publicApi, siteId }) => [
    id,
    siteId,
    serviceCidr ?? unknown("not stated"),
    podCidrs === undefined || podCidrs.length === 0 ? "from the node subnets" : podCidrs.join(", "),
    publicApi ? "public" : "private",
  ]);
  const body = html`${model.networks.map(network)}${
    clusters.length === 0
      ? undefined
      : table(
          "Addresses of the clusters",
          ["Cluster", "Site", "Services", "Pods", "API"].map((title) => ({ title })),
          clusters,
        )
  }`;
  return { id: "network", title: "Network addresses", body };
}

function network(each: NetworkNode): Html {
  const rows = each.subnets.map((subnet) => [
    subnet.name,
    subnet.kind,
    subnet.zone ?? "–",
    subnet.cidrBlock ?? unknown("existing"),
    ...addresses(subnet),
  ]);
  const columns = [
    { title: "Subnet" },
    { title: "Kind" },
    { title: "Zone" },
    { title: "Range" },
    { title: "Addresses", number: true },
    { title: "Needed at most", number: true },
    { title: "Used at most", number: true },
  ];
  return html`<h3>${each.id}</h3>
    ${facts([
      ["Ranges", each.cidrBlocks.join(", ")],
      ["Internet", each.closed ? "closed: no way to the internet" : `${count(each.natGateways)} NAT gateways`],
      ["Private endpoints", each.privateEndpoints.join(", ") || "none"],
    ])}${table(`Subnets of ${each.id}`, columns, rows)}`;
}

function addresses({ cidrBlock, neededAddresses }: SubnetFacts): readonly Content[] {
  const range = cidrBlock === undefined ? undefined : parseCidr(cidrBlock);
  const usable = range === undefined ? undefined : range.size - reservedPerSubnet;
  return [
    usable === undefined ? unknown() : count(usable),
    neededAddresses === undefined ? "–" : count(neededAddresses),
    usable === undefined || neededAddresses === undefined ? "–" : percent(neededAddresses / usable),
  ];
}
