import { isUnknown } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Rule } from "../rule";

export const bucketName: Rule = {
  id: "STO-151-bucket-name",
  family: "STO",
  title: "buckets have names that S3 takes",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any text as a bucket's name; S3 refuses capitals, underscores, names that look like an address, " +
    "and its own beginnings and endings, at apply. A dot is taken, but breaks the certificate of the bucket's host name.",
  mend: "leave bucket out to get a unique name from bucket_prefix, or name it with lower-case letters, digits and hyphens",
  sources: ["Amazon S3 User Guide, general purpose bucket naming rules"],
  unknownMeans: "The name is not known yet; the plan decides.",
  example: {
    fails: "bucket = Training_Data",
    passes: "bucket = training-data-eu-north-1, or bucket_prefix = training-",
  },
  *check({ documents }) {
    for (const bucket of documents?.resources("aws_s3_bucket") ?? []) {
      const about = resourceAbout(bucket);
      const [name, prefix] = [bucket.get("bucket"), bucket.get("bucket_prefix")];
      const given = isGiven(name) ? name : prefix;
      if (isUnknown(given)) yield unknown(about, { message: "the bucket's name is not known yet" });
      else if (!isGiven(given)) yield pass(about);
      else {
        const wrong = isGiven(name) ? nameFault(String(given)) : prefixFault(String(given));
        yield wrong === undefined ? pass(about) : fail(about, { message: wrong, given, allowed });
      }
    }
  },
};

const allowed =
  "3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends; none of S3's reserved beginnings and endings";

function nameFault(name: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return "not a name that a bucket can have";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "the bucket's name looks like an address";
  if (name.includes(".")) return "a dot in the bucket's name breaks its TLS host name";
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(name)) return "the bucket's name begins as only S3's own do";
  return /(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(name) ? "the bucket's name ends as only S3's own do" : undefined;
}

/** The provider adds 26 characters. */
function prefixFault(prefix: string): string | undefined {
  if (prefix.length > 37) return "no room is left for the 26 characters that the provider adds to the prefix";
  return /^[a-z0-9][a-z0-9-]*$/.test(prefix) ? undefined : "no bucket's name can begin with this prefix";
}
