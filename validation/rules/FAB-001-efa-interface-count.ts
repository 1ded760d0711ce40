import { efaLayout, efaLayoutSource } from "../../catalog/aws/efa-layouts";
import { findInstanceType, type InstanceType } from "../../catalog/aws/instance-types";
import type { Block, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { PoolNode } from "../../model/types";
import { numberOf, poolOf, shown } from "../launches";
import { fail, pass, resourceAbout, unknown, type About, type Outcome, type Rule } from "../rule";

/** One network interface as the launch template asks for it, all values known. */
interface Interface {
  readonly card: number;
  readonly device: number;
  readonly type: string;
}

export const efaInterfaceCount: Rule = {
  id: "FAB-001-efa-interface-count",
  family: "FAB",
  title: "EFA interfaces match the machine: one on each card that has EFA, in its right place",
  severity: "error",
  reads: "documents",
  cause:
    "Each network card of a GPU instance carries its own share of the fabric. An interface that is missing, doubled or " +
    "on a card without EFA either stops the launch or halves the bandwidth of every collective, and nothing says so: " +
    "NCCL uses what it finds.",
  mend: "give the launch template the interfaces that the catalogue lists for the instance type, or let EfaFabric write them",
  sources: [efaLayoutSource.source],
  unknownMeans:
    "The instance type or an interface's card, device or type is not known yet, or the catalogue lacks the type's EFA " +
    "figures; the plan decides the first, EC2 the second.",
  example: {
    fails: 'p5.48xlarge with 31 "efa-only" interfaces, or p6-b300.48xlarge with an "efa-only" interface on card 0',
    passes: 'p5.48xlarge with "interface" on card 0 device 0 and "efa-only" on card 0 device 1 and cards 1 to 31',
  },
  *check({ documents, model }) {
    const efaFabrics = new Set(model?.fabrics.filter(({ kind }) => kind === "efa").map(({ id }) => id));
    for (const template of documents?.resources("aws_launch_template") ?? []) {
      if (asksForEfa(template) || promisesEfa(poolOf(model, template), efaFabrics)) yield judge(template);
    }
  },
};

function asksForEfa(template: Resource): boolean {
  return template.list("network_interfaces[].interface_type").some((type) => isUnknown(type) || isEfa(type));
}

/** Whether the factory counts on a fabric for the template's pool, so that a template that asks for none has lost it. */
function promisesEfa(pool: PoolNode | undefined, efaFabrics: ReadonlySet<string>): boolean {
  const { fabricId, fabricDevicesPerNode = 0 } = pool ?? {};
  return fabricId !== undefined && efaFabrics.has(fabricId) && fabricDevicesPerNode > 0;
}

function isEfa(type: Value | undefined): boolean {
  return type === "efa" || type === "efa-only";
}

function judge(template: Resource): Outcome {
  const about = resourceAbout(template);
  const typeName = instanceTypeOf(template);
  if (typeof typeName !== "string") return unknown(about, { message: "the instance type is not known yet" });
  const type = findInstanceType(typeName);
  if (!type) return unknown(about, { message: "the catalogue has no such instance type", given: typeName });
  if (!type.efa) {
    const allowed = "interfaces of type 'interface'";
    return fail(about, { message: `${typeName} has no EFA`, given: "EFA interfaces", allowed });
  }
  const interfaces = template.blocks("network_interfaces").map(readInterface);
  if (!interfaces.every((item) => item !== undefined)) {
    return unknown(about, { message: "card, device or type of a network interface is not known yet" });
  }
  // Without any interface EC2 adds a plain primary one.
  const wrong = interfaces.length === 0 ? undefined : misplaced(about, type, interfaces);
  return wrong ?? tooFew(about, type, interfaces) ?? pass(about);
}

/** The template's own type, or that of the one node group or instance that launches from it. */
function instanceTypeOf(template: Resource): Value | undefined {
  const own = template.get("instance_type");
  if (own !== undefined) return own;
  const users = template.referrers("aws_eks_node_group", "aws_instance");
  const types = new Set(users.flatMap((user) => [...user.list("instance_types"), ...user.list("instance_type")]));
  const [type, ...others] = types;
  return others.length === 0 ? type : undefined;
}

/** Undefined where a value is not known. What is left out is 0 and `interface`, as in EC2. */
function readInterface(block: Block): Interface | undefined {
  const card = block.get("network_card_index") ?? 0;
  const device = block.get("device_index") ?? 0;
  const type = block.get("interface_type") ?? "interface";
  const [cardIndex, deviceIndex] = [numberOf(card), numberOf(device)];
  if (typeof cardIndex !== "number" || typeof deviceIndex !== "number" || isUnknown(type)) return undefined;
  return { card: cardIndex, device: deviceIndex, type: shown(type) };
}

/** What EC2 refuses. */
function misplaced(about: About, type: InstanceType, interfaces: readonly Interface[]): Outcome | undefined {
  const taken = new Set<string>();
  const efaCards = new Set<number>();
  for (const { card, device, type: kind } of interfaces) {
    const given = `${kind} on card ${card}, device ${device}`;
    const at = (message: string, allowed?: string) => fail(about, { message, given, allowed });
    const lastCard = type.networkCards.length - 1;
    if (!type.networkCards.some(({ index }) => index === card)) {
      return at(`${type.name} has no network card ${card}`, `cards 0 to ${lastCard}`);
    }
    if (taken.has(`${card}/${device}`)) return at("two interfaces share a card and device index", "each index once");
    taken.add(`${card}/${device}`);
    if (!isEfa(kind)) continue;
    if (!type.efa?.cardsWithEfa.includes(card)) {
      return at(`card ${card} of ${type.name} has no EFA`, `EFA on cards ${ranges(type.efa?.cardsWithEfa ?? [])}`);
    }
    if (efaCards.has(card)) return at(`card ${card} has two EFA interfaces`, "one EFA interface per card");
    if (kind === "efa-only" && card === 0 && device === 0) {
      return at("the primary interface is EFA-only and can carry no address", "interface or efa on card 0, device 0");
    }
    efaCards.add(card);
  }
  if (!taken.has("0/0")) {
    return fail(about, { message: "there is no primary interface", allowed: "an interface on card 0, device 0" });
  }
  return undefined;
}

/** What EC2 launches, but with part of the fabric lying idle. */
function tooFew(about: About, type: InstanceType, interfaces: readonly Interface[]): Outcome | undefined {
  const given = interfaces.filter((item) => isEfa(item.type)).length;
  const allowed = efaLayout(type).filter((item) => item.interfaceType !== "interface").length;
  if (given >= allowed) return undefined;
  return fail(about, {
    message: `${type.name} has ${allowed} EFA devices, of which ${allowed - given} stay unused`,
    given,
    allowed,
  });
}

function ranges(cards: readonly number[]): string {
  const [first, last] = [cards[0], cards.at(-1)];
  const isRange = first !== undefined && last !== undefined && last - first === cards.length - 1 && cards.length > 2;
  return isRange ? `${first} to ${last}` : cards.join(", ");
}
