import { documentsFromMemory } from "../../documents";
import type { FactoryModel, ModelSection } from "../../model/types";
import type { Acknowledgement } from "../../validation/acknowledgement";
import type { Finding } from "../../validation/finding";
import { runRules } from "../../validation/engine";
import type { Rule } from "../../validation/rule";
import { subjectOf } from "../../validation/subject";
import type { Mutable } from "../validation/support/describe-rule";

/** Anything that stands in emitted JSON; a mutant must be able to write what no type allows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type Json = Record<string, any>;

/** Thrown by an accessor whose target the example does not have: the mutant is then none of that example. */
export class NotHere extends Error {}

/** What an example has emitted: a copy for each mutant, to reach into. */
export class World {
  constructor(
    readonly stacks: Record<string, Json>,
    readonly model: Mutable<FactoryModel>,
    /** ISO date of the check. */
    public today = "2026-11-21",
    /** Findings that somebody answers for. */
    readonly acknowledgements: Acknowledgement[] = [],
  ) {}

  copy(): World {
    const { stacks, model, today, acknowledgements } = this;
    return new World(structuredClone(stacks), structuredClone(model), today, structuredClone(acknowledgements));
  }

  /** Findings of the rules over the whole of it. */
  judge(rules: readonly Rule[]): readonly Finding[] {
    const subject = subjectOf(documentsFromMemory(this.stacks, this.model));
    const { today, acknowledgements } = this;
    return runRules(rules, { ...subject, today }, { today, acknowledgements }).findings;
  }

  /** Resources of a type by name; those whose name has `part` in it. */
  named(type: string, part = ""): readonly (readonly [name: string, block: Json, all: Json])[] {
    return Object.values(this.stacks).flatMap((stack) => {
      const all = (stack["resource"]?.[type] ?? {}) as Json;
      return Object.keys(all)
        .filter((name) => name.includes(part))
        .map((name) => [name, all[name] as Json, all] as const);
    });
  }

  /** The first resource of a type whose name has `part` in it. */
  one(type: string, part = ""): Json {
    const [found] = this.named(type, part);
    if (!found) throw new NotHere(`${type} ${part}`);
    return found[1];
  }

  /** Takes a resource away. */
  remove(type: string, part = ""): void {
    const [found] = this.named(type, part);
    if (!found) throw new NotHere(`${type} ${part}`);
    delete found[2][found[0]];
  }

  /** Resources of the stack that has one of a type, by type. */
  stackOf(type: string): Json {
    const stack = Object.values(this.stacks).find((each) => each["resource"]?.[type] !== undefined);
    if (!stack) throw new NotHere(type);
    return stack["resource"] as Json;
  }

  /** Puts a resource into the stack of the resource that it is made after. */
  add(type: string, part: string, name: string, block: Json): void {
    const stack = Object.values(this.stacks).find(
      (each) => Object.keys(each["resource"]?.[type] ?? {}).some((key) => key.includes(part)) || part === "",
    );
    if (!stack) throw new NotHere(`${type} ${part}`);
    ((stack["resource"][type] ??= {}) as Json)[name] = block;
  }

  /** Node group and launch template of the first pool with accelerators on managed nodes. */
  get gpu(): { readonly group: Json; readonly template: Json; readonly interfaces: Json[] } {
    const pool = this.model.pools.find(({ role, amiType }) => role === "accelerator" && amiType !== undefined);
    const group = pool && this.named("aws_eks_node_group", `${pool.id}_node-group`)[0];
    if (!pool || !group) throw new NotHere("a managed pool with accelerators");
    const template = this.one("aws_launch_template", `${pool.id}_launch-template`);
    return { group: group[1], template, interfaces: template["network_interfaces"] as Json[] };
  }

  /** Node group and launch template of the first CPU pool that is not the system's. */
  get cpu(): { readonly group: Json; readonly template: Json } {
    const pool = this.model.pools.find(({ role }) => role === "cpu");
    if (!pool) throw new NotHere("a CPU pool");
    return {
      group: this.one("aws_eks_node_group", `${pool.id}_node-group`),
      template: this.one("aws_launch_template", `${pool.id}_launch-template`),
    };
  }

  /** Release of a chart. */
  release(chart: string): Json {
    const found = this.named("helm_release").find(([, block]) => block["chart"] === chart);
    if (!found) throw new NotHere(`chart ${chart}`);
    return found[1];
  }

  /** Takes the release of a chart away, and what depends on it no longer does. */
  uninstall(chart: string): void {
    const found = this.named("helm_release").find(([, block]) => block["chart"] === chart);
    if (!found) throw new NotHere(`chart ${chart}`);
    delete found[2][found[0]];
    const address = `helm_release.${found[0]}`;
    for (const [, block] of this.named("helm_release")) drop(block, address);
    for (const type of [
      "kubernetes_persistent_volume_v1",
      "kubernetes_persistent_volume_claim_v1",
      "kubernetes_storage_class_v1",
    ]) {
      for (const [, block] of this.named(type)) drop(block, address);
    }
    this.model.services = this.model.services.filter((service) => service.chart?.name !== chart);
    const ids = new Set(this.model.services.map(({ id }) => id));
    for (const service of this.model.services) service.dependsOn = service.dependsOn.filter((id) => ids.has(id));
  }

  /** Installs a chart beside the others. */
  install(chart: string, version: string, values: Json = {}): void {
    const [other] = this.named("helm_release");
    if (!other) throw new NotHere("a platform");
    other[2][chart] = {
      name: chart,
      chart,
      version,
      namespace: "kube-system",
      repository: "https://charts.example.com",
      values: [JSON.stringify(values)],
    };
  }

  /** Changes the values of a chart. */
  values(chart: string, change: (values: Json) => void): void {
    const release = this.release(chart);
    const values = JSON.parse(release["values"][0] as string) as Json;
    change(values);
    release["values"] = [JSON.stringify(values)];
  }

  /** Changes the objects of the local chart that holds one of the kind. */
  objects(kind: string, change: (objects: Json[], own: Json) => void): void {
    for (const [, block] of this.named("helm_release")) {
      if (!String(block["values"]?.[0]).includes(`"kind":"${kind}"`)) continue;
      const values = JSON.parse(block["values"][0] as string) as { manifests?: Json[] };
      const own = values.manifests?.find((object) => object["kind"] === kind);
      if (!values.manifests || !own) continue;
      change(values.manifests, own);
      block["values"] = [JSON.stringify(values)];
      return;
    }
    throw new NotHere(kind);
  }

  /** The first object of a kind. */
  object(kind: string, change: (object: Json) => void): void {
    this.objects(kind, (_, own) => change(own));
  }

  /** Applies an object with the manifests that are there. */
  apply(object: Json): void {
    const [found] = this.named("helm_release", "manifests");
    if (!found) throw new NotHere("manifests");
    const values = JSON.parse(found[1]["values"][0] as string) as { manifests: Json[] };
    values.manifests.push(object);
    found[1]["values"] = [JSON.stringify(values)];
  }

  /** The first node of a section of the model that fits. */
  part<S extends ModelSection>(
    section: S,
    fits: (node: Mutable<FactoryModel>[S][number]) => boolean = () => true,
  ): Mutable<FactoryModel>[S][number] {
    const nodes = this.model[section] as Mutable<FactoryModel>[S][number][];
    const found = nodes.find(fits);
    if (found === undefined) throw new NotHere(section);
    return found;
  }
}

function drop(block: Json, address: string): void {
  if (Array.isArray(block["depends_on"])) block["depends_on"] = block["depends_on"].filter((each) => each !== address);
}
