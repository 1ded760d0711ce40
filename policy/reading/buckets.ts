import type { Resource } from "../../documents/types";
import type { PolicySubject } from "../rule";

/** The resources of a type that configure a bucket, joined by reference or by the bucket's name. */
export function ofBucket(bucket: Resource, type: string, { documents }: PolicySubject): readonly Resource[] {
  const name = bucket.get("bucket");
  const byReference = bucket.referrers(type).filter((one) => one.targets("bucket").includes(bucket));
  if (byReference.length > 0 || typeof name !== "string") return byReference;
  return documents.resources(type).filter((one) => one.get("bucket") === name);
}
