import type { KubernetesObject, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { FactoryModel, LinkNode } from "../../model/types";
import { textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const dataClass: Rule = {
  id: "HYB-003-data-class",
  family: "HYB",
  title: "data leaves a site only where its class may go",
  severity: "error",
  reads: "either",
  cause:
    "A copy to another place cannot be called back: who has read it there, and under which law, nobody can undo. A job " +
    "or a copy whose data has no class is one that nobody has asked about.",
  mend: "leave the data at the site, or have its owners class it as data that may leave for this region",
  sources: [
    "GDPR articles 44 to 46: a transfer needs its ground before it takes place",
    "AWS DataSync User Guide, create a task: source and destination location",
  ],
  unknownMeans:
    "The classes of data are not in the model (`dataClasses`), or the class or the region is not known yet; the owners of the data decide.",
  example: {
    fails: "a DataSync task from an NFS export at a site to a bucket, tagged with a class that may not leave",
    passes: "the same with a class that may go to the bucket's region",
  },
  *check({ model, documents }) {
    if (model) for (const link of model.links) yield* judgeLink(link, model);
    for (const task of documents?.resources("aws_datasync_task") ?? []) {
      const leaves = task.targets("source_location_arn").some(({ type }) => siteLocations.includes(type));
      if (!leaves) continue;
      const region = regionOf(task);
      const tags = task.get("tags");
      yield judge(resourceAbout(task), isUnknown(tags) ? tags : task.get(`tags.${classLabel}`), region, model);
    }
    for (const object of documents?.kubernetesObjects() ?? []) {
      const goesTo = object.labels[movesToLabel];
      if (goesTo === undefined || goesTo === "site") continue;
      yield judge(objectAbout(object), object.labels[classLabel], goesTo, model);
    }
  },
};

const classLabel = "ai-factory/data-class";
const movesToLabel = "ai-factory/moves-to";

/** Locations of DataSync that stand outside of AWS. */
const siteLocations = [
  "aws_datasync_location_nfs",
  "aws_datasync_location_smb",
  "aws_datasync_location_hdfs",
  "aws_datasync_location_object_storage",
];

type About = Parameters<typeof pass>[0];

function objectAbout({ address, resource }: KubernetesObject): About {
  return resource === undefined ? { path: address } : { ...resourceAbout(resource), path: address };
}

/** Jobs that burst, copies that leave, and prompts that another place answers, as the model has them. */
function* judgeLink({ path, burst, transfer, failover, to }: LinkNode, model: FactoryModel): Generator<Outcome> {
  const copied = transfer?.direction === "to-cloud" ? transfer.dataClass : undefined;
  const name = burst?.dataClass ?? failover?.dataClass ?? copied;
  if (name !== undefined) yield judge({ path }, name, regionOfNode(to, model), model);
}

function judge(about: About, name: Value | undefined, region: Value | undefined, model?: FactoryModel): Outcome {
  const { dataClasses } = model ?? {};
  if (isUnknown(name)) return unknown(about, { message: "the class of the data that leaves the site is not known" });
  const given = textOf(name);
  if (given === undefined) return fail(about, { message: "data leaves the site, and nobody said of what class it is" });
  if (dataClasses === undefined) {
    return unknown(about, { message: "the model does not say which classes of data may leave the site", given });
  }
  const allowed = dataClasses.filter(({ mayLeave }) => mayLeave).map((each) => each.name);
  const known = dataClasses.find((each) => each.name === given);
  if (known?.mayLeave !== true) {
    return fail(about, { message: `data of class '${given}' leaves the site, and may not`, given, allowed });
  }
  if (known.regions === undefined) return pass(about);
  const place = textOf(region);
  if (place === undefined) {
    return unknown(about, { message: `data of class '${given}' leaves for a region that is not known`, given });
  }
  if (known.regions.includes(place)) return pass(about);
  return fail(about, {
    message: `data of class '${given}' goes to ${place}, where it may not`,
    given: place,
    allowed: known.regions,
  });
}

function regionOf(task: Resource): Value | undefined {
  return task.get("region") ?? task.provider?.get("region");
}

/** Region of a cluster, bucket, network or site of the model. */
function regionOfNode(id: string, model: FactoryModel): string | undefined {
  const part = [...model.clusters, ...model.buckets, ...model.networks].find((node) => node.id === id);
  return model.sites.find((site) => site.id === (part?.siteId ?? id))?.region;
}
