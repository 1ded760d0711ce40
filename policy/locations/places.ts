import { findRegion, partition as partitionRow } from "../../catalog/aws/regions";
import type { Documents, ProviderConfig, Resource } from "../../documents/types";
import { isUnknown, type Unknown, type Value } from "../../documents/value";
import { mentionsIn, type Mention } from "./mentions";
import { placelessProviders } from "../provider-regions";
import { isUnset } from "../reading/verdicts";
import { typeFacts } from "./schema";
import { openTextsIn, textsIn, type OpenText, type PlacedText } from "./texts";

/** Where a resource stands. */
export type Place =
  /** In an AWS region. */
  | { readonly kind: "region"; readonly region: string; readonly from: "resource" | "provider" }
  /** In the whole partition, with its control plane in one region. */
  | { readonly kind: "global"; readonly region: string; readonly partition: string }
  /** At another provider, in a place of that provider. */
  | { readonly kind: "other"; readonly provider: string; readonly name: string }
  /** Nowhere: it only computes, or lives inside something else (a Kubernetes cluster). */
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string; readonly value?: Unknown };

/** A mention with the attribute it stands in. */
export interface PlacedMention extends Mention {
  readonly path: string;
  /** The text around it is partly unknown. */
  readonly partial: boolean;
}

/** Providers whose configuration names a region or zone. */
const otherClouds: Readonly<Record<string, readonly string[]>> = {
  outscale: ["region"],
  opentelekomcloud: ["region", "tenant_name"],
  scaleway: ["region", "zone"],
};
/** Data sources that only compute. */
const computed = new Set([
  "aws_iam_policy_document",
  "aws_arn",
  "aws_partition",
  "aws_service_principal",
  "aws_region",
  "aws_regions",
]);
/** Families without a place of their own, for data sources, which the schema facts do not hold. */
const globalFamilies =
  /^aws_(iam|route53|cloudfront|organizations|globalaccelerator|networkmanager|waf|shield|budgets|billing|ce|cur)_/;

/** The location algebra: where every resource is, and every other place that it names. */
export class Places {
  private readonly places = new Map<Resource, Place>();
  private readonly named = new Map<Resource, readonly PlacedMention[]>();
  private readonly undecided = new Map<Resource, readonly OpenText[]>();
  private readonly read = new Map<Resource, readonly PlacedText[]>();

  constructor(readonly documents: Documents) {}

  /** Where the resource stands: its own region, else the alias's, else the provider's. */
  of(resource: Resource): Place {
    let place = this.places.get(resource);
    if (place === undefined) this.places.set(resource, (place = placeOf(resource)));
    return place;
  }

  /** The region in which the resource stands, as far as it is known. */
  regionOf(resource: Resource): string | undefined {
    const place = this.of(resource);
    return place.kind === "region" || place.kind === "global" ? place.region : undefined;
  }

  /** Every place that any text of the resource names, decoded where it was encoded. */
  mentions(resource: Resource): readonly PlacedMention[] {
    let mentions = this.named.get(resource);
    if (mentions === undefined) this.named.set(resource, (mentions = mentionsOfTexts(this.texts(resource))));
    return mentions;
  }

  /** Texts of the resource that something outside of the documents decides. */
  openTexts(resource: Resource): readonly OpenText[] {
    let texts = this.undecided.get(resource);
    if (texts === undefined) this.undecided.set(resource, (texts = [...openTextsIn(resource.attributes)]));
    return texts;
  }

  /** Every text of the resource, decoded where it was encoded. */
  texts(resource: Resource): readonly PlacedText[] {
    let texts = this.read.get(resource);
    if (texts === undefined) this.read.set(resource, (texts = [...textsIn(resource.attributes)]));
    return texts;
  }
}

/** Every place that any text of the value names. */
export function mentionsOf(value: Value): readonly PlacedMention[] {
  return mentionsOfTexts(textsIn(value));
}

function mentionsOfTexts(texts: Iterable<PlacedText>): readonly PlacedMention[] {
  const found = new Map<string, PlacedMention>();
  for (const { path, text, partial } of texts) {
    for (const mention of mentionsIn(text))
      found.set(`${path} ${mention.kind} ${mention.text}`, { ...mention, path, partial });
  }
  return [...found.values()];
}

function placeOf(resource: Resource): Place {
  const [family = ""] = resource.type.split("_");
  if (placelessProviders.has(family)) return { kind: "none" };
  if (family !== "aws" && family !== "awscc") return otherPlaceOf(resource, family);
  if (resource.mode === "data" && computed.has(resource.type)) return { kind: "none" };
  if (isGlobal(resource)) return globalPlaceOf(resource);
  const own = resource.get("region");
  // Where nobody wrote it, a plan calls it known after apply: the provider will say its own.
  if (own !== undefined && !isUnset(own)) return regionPlace(own, "resource");
  return regionPlace(resource.provider?.get("region"), "provider");
}

function isGlobal(resource: Resource): boolean {
  const facts = typeFacts(resource.type);
  if (resource.get("scope") === "CLOUDFRONT" && resource.type.startsWith("aws_wafv2_")) return true;
  if (resource.mode === "managed" && facts !== undefined) return facts.global === true;
  return globalFamilies.test(resource.type);
}

function globalPlaceOf(resource: Resource): Place {
  const configured = regionPlace(resource.provider?.get("region"), "provider");
  if (configured.kind !== "region") return configured;
  const partition = findRegion(configured.region)?.partition;
  if (partition === undefined) return { kind: "unknown", why: `'${configured.region}' is no region that is known` };
  return { kind: "global", partition, region: partitionRow(partition).globalRegion };
}

function regionPlace(value: Value | undefined, from: "resource" | "provider"): Place {
  if (typeof value === "string" && value !== "") return { kind: "region", region: value, from };
  if (isUnknown(value)) return { kind: "unknown", why: `its region is ${String(value)}`, value };
  return { kind: "unknown", why: "no provider block names a region, so the environment of the run decides" };
}

function otherPlaceOf(resource: Resource, family: string): Place {
  const settings = otherClouds[family];
  if (settings === undefined) return { kind: "none" };
  const place = (block: Resource | ProviderConfig | undefined) =>
    settings.map((name) => block?.get(name)).find((value) => value !== undefined);
  const value = place(resource) ?? place(resource.provider);
  if (typeof value === "string")
    return {
      kind: "other",
      provider: family,
      name: value.replace(/(_.*|-\d+)$/, (end) => (family === "outscale" ? end : "")),
    };
  if (isUnknown(value)) return { kind: "unknown", why: `its region is ${String(value)}`, value };
  return { kind: "unknown", why: `no block of provider ${family} names a region` };
}
