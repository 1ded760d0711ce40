import type { IConstruct } from "constructs";
import { TerraformDataSource, TerraformElement, TerraformStack } from "../core/cdktf";
import { assertOneCore } from "../core/one-core";
import type { FactoryModel, ModelNode, ModelSection, NodeOf } from "./types";

/** What a construct says of itself; `path` and `addresses` are added by the collector. */
type Described<S extends ModelSection> = Omit<NodeOf<S>, "path" | "addresses">;

interface Contribution {
  readonly section: ModelSection;
  readonly describe: () => Omit<ModelNode, "path" | "addresses">;
}

const contributionsKey = Symbol.for("ai-factory-blueprints/contributions");
type Contributor = IConstruct & { [contributionsKey]?: Contribution[] };

/**
 * Nodes that only say something of others: what they speak about is emitted by those. A filesystem has one link for each
 * pool, and to repeat all its addresses in each would make the model grow with the square of the pools.
 */
const emitsNothing: readonly ModelSection[] = ["links", "workloads", "teams"];

/**
 * Puts a node into the factory model on behalf of `construct`. `describe` runs when the model is collected, so that
 * what was added to the construct later (a mount, a link) is in it.
 */
export function contribute<S extends ModelSection>(
  construct: IConstruct,
  section: S,
  describe: () => Described<S>,
): void {
  // Every factory and every part of one comes by here.
  assertOneCore(construct);
  const contributor = construct as Contributor;
  (contributor[contributionsKey] ??= []).push({ section, describe });
}

/** Collects the factory model from the construct tree below `root`, in tree order. */
export function collectModel(
  root: IConstruct,
  header: Pick<FactoryModel, "name" | "intent" | "budgetUsdPerHour" | "dataClasses">,
): FactoryModel {
  const sections: Record<ModelSection, ModelNode[]> = {
    sites: [],
    networks: [],
    clusters: [],
    pools: [],
    fabrics: [],
    filesystems: [],
    buckets: [],
    keys: [],
    services: [],
    workloads: [],
    teams: [],
    links: [],
  };
  const constructs = root.node.findAll() as Contributor[];
  const ofNodes = new Set<string>();
  for (const construct of constructs) {
    const contributions = construct[contributionsKey] ?? [];
    const emitting = contributions.filter(({ section }) => !emitsNothing.includes(section));
    const addresses = emitting.length === 0 ? [] : emittedAddresses(construct);
    for (const address of addresses) ofNodes.add(address);
    for (const { section, describe } of contributions) {
      const own = emitsNothing.includes(section) ? [] : addresses;
      sections[section].push({ ...describe(), path: construct.node.path, addresses: own });
    }
  }
  const otherAddresses = constructs.flatMap(addressOf).filter((address) => !ofNodes.has(address));
  // Each contribution was typed by its section when it was made; the record above only forgets which.
  return {
    schemaVersion: 1,
    ...header,
    ...(sections as unknown as Pick<FactoryModel, ModelSection>),
    otherAddresses,
  };
}

/**
 * What the construct emits itself. What a nested contributor emits is its own, and a factory, which has whole stacks
 * below it, does not emit everything in them that nobody else has.
 */
function emittedAddresses(construct: IConstruct): string[] {
  const nested = (construct.node.children as Contributor[]).filter(
    (child) => child[contributionsKey] === undefined && !TerraformStack.isStack(child),
  );
  return [...addressOf(construct), ...nested.flatMap(emittedAddresses)];
}

function addressOf(construct: IConstruct): string[] {
  if (!TerraformElement.isTerraformElement(construct)) return [];
  const type = (construct as { terraformResourceType?: string }).terraformResourceType;
  if (type === undefined) return [];
  const mode = TerraformDataSource.isTerraformDataSource(construct) ? "data." : "";
  return [`${TerraformStack.of(construct).node.id}:${mode}${type}.${construct.friendlyUniqueId}`];
}
