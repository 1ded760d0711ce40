import type { FailureDomains, PlacementGroup, Rack } from "./types";

/** How a group's devices are spread over racks and rows. */
export function failureDomains(group: PlacementGroup, racks: readonly Rack[]): readonly FailureDomains[] {
  return (["rack", "row"] as const).flatMap((kind) => {
    const devices = new Map<string | number, number>();
    for (const rack of racks) {
      let here = 0;
      for (const item of rack.items) if (item.group === group.name) here += 1;
      const domain = kind === "rack" ? rack.name : rack.row;
      if (here > 0) devices.set(domain, (devices.get(domain) ?? 0) + here);
    }
    if (devices.size === 0) return [];
    const mostDevices = [...devices.values()].reduce((most, count) => Math.max(most, count), 0);
    const largestShare = Math.round((mostDevices / group.devices.length) * 1000) / 1000;
    return [{ group: group.name, kind, domains: devices.size, mostDevices, largestShare }];
  });
}
