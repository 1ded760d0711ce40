import type { Documents, KubernetesObject, Resource } from "../documents/types";
import { typeFacts } from "./locations/schema";
import { placelessProviders } from "./provider-regions";

/** How much of the documents has been judged, and how deeply. */
export interface Coverage {
  /** Managed resources of all documents. */
  readonly resources: number;
  /** Resources of types that at least one rule asks for by name. */
  readonly modelled: number;
  /** Resources of types that no rule names, whose regions, keys and exposure are judged by the provider's schema. */
  readonly swept: number;
  /** Types that neither a rule nor the schema facts know, with how many resources there are of each. */
  readonly unmodelled: Readonly<Record<string, number>>;
  /** Modelled and swept in percent of all, one decimal; 100 where there is nothing. */
  readonly percent: number;
}

/** The documents, with note taken of the types that rules ask for by name. */
export class ObservedDocuments {
  readonly asked = new Set<string>();

  constructor(private readonly documents: Documents) {}

  /** The same documents, watched. */
  get view(): Documents {
    const { documents, asked } = this;
    const note = (types: readonly string[]) => types.forEach((type) => asked.add(type));
    return {
      stacks: documents.stacks,
      all: documents.all,
      providers: documents.providers,
      opaqueModules: documents.opaqueModules,
      factory: documents.factory,
      resources(...types: readonly string[]): readonly Resource[] {
        note(types);
        return documents.resources(...types);
      },
      dataSources(...types: readonly string[]): readonly Resource[] {
        note(types.map((type) => `data.${type}`));
        return documents.dataSources(...types);
      },
      find: (address, stack) => documents.find(address, stack),
      kubernetesObjects: (...kinds: readonly string[]): readonly KubernetesObject[] =>
        documents.kubernetesObjects(...kinds),
      helmReleases: () => documents.helmReleases(),
    };
  }

  coverage(): Coverage {
    const resources = this.documents.resources();
    let [modelled, swept] = [0, 0];
    const unmodelled: Record<string, number> = {};
    for (const { type } of resources) {
      if (this.asked.has(type) || placelessProviders.has(type.split("_")[0] ?? "")) modelled++;
      else if (typeFacts(type) !== undefined) swept++;
      else unmodelled[type] = (unmodelled[type] ?? 0) + 1;
    }
    const total = resources.length;
    const percent = total === 0 ? 100 : Math.round((1000 * (modelled + swept)) / total) / 10;
    return { resources: total, modelled, swept, unmodelled, percent };
  }
}
