import type { FabricPlan } from "../../planning";
import type { FabricSite } from "./host-fabric-props";

type Networks = { readonly plan: Pick<FabricSite["plan"], "networks"> };

/** The planned network of that name, or undefined. */
export function findNetwork(site: Networks, name: string): FabricPlan | undefined {
  return site.plan.networks.find((network) => network.name === name);
}

export function networkNames(site: Networks): readonly string[] {
  return site.plan.networks.map((network) => network.name);
}
