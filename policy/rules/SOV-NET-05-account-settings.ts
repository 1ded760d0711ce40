import type { Resource } from "../../documents/types";
import { all, flag, judge, not, oneOf, open, type Tri } from "../reading/verdicts";
import { policyRule } from "../rule";

interface Setting {
  readonly type: string;
  readonly what: string;
  /** One for each region, or one for the account. */
  readonly perRegion: boolean;
  readonly answer: (resource: Resource) => Tri;
}

/** The four blocks of a bucket, with the checks of other tools for each. */
const blocks: Readonly<Record<string, readonly string[]>> = {
  block_public_acls: ["CKV_AWS_53", "AWS-0086", "d0cc8694-fcad-43ff-ac86-32331d7e867f"],
  block_public_policy: ["CKV_AWS_54", "AWS-0087", "1a4bc881-9f69-4d44-8c9a-d37d08f54c50"],
  ignore_public_acls: ["CKV_AWS_55", "AWS-0091", "4fa66806-0dd9-4f8d-9480-3174d39c7c91"],
  restrict_public_buckets: ["CKV_AWS_56", "AWS-0093", "1ec253ab-c220-4d63-b2de-5b40e0af9293"],
};

const settings: readonly Setting[] = [
  {
    type: "aws_s3_account_public_access_block",
    what: "public access to buckets is blocked for the whole account",
    perRegion: false,
    answer: (r) => all(...Object.keys(blocks).map((path) => flag(r.get(path), false))),
  },
  {
    type: "aws_vpc_block_public_access_options",
    what: "VPCs are closed to the internet for the whole account",
    perRegion: true,
    answer: (r) => oneOf(r.get("internet_gateway_block_mode"), ["block-bidirectional", "block-ingress"], false),
  },
  {
    type: "aws_ebs_snapshot_block_public_access",
    what: "snapshots cannot be shared with everyone",
    perRegion: true,
    answer: (r) => oneOf(r.get("state"), ["block-all-sharing", "block-new-sharing"], false),
  },
  {
    type: "aws_ec2_image_block_public_access",
    what: "images cannot be shared with everyone",
    perRegion: true,
    answer: (r) => oneOf(r.get("state"), ["block-new-sharing"], false),
  },
  {
    type: "aws_ec2_serial_console_access",
    what: "the serial console is closed",
    perRegion: true,
    answer: (r) => not(flag(r.get("enabled"), true)),
  },
];

export const SOV_NET_05 = policyRule({
  id: "SOV-NET-05-account-settings",
  title: "the account blocks public access in every region that is used",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "declarative policy EC2 account settings",
  references: ["CT.EC2.PV.3", "AWS-GR_S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC"],
  covers: Object.values(blocks).flat(),
  cause: "Account settings hold where a single resource was forgotten; each of them counts in one region only.",
  mend: "set it in the account's baseline, in each region",
  example: {
    fails: "`aws_s3_account_public_access_block` with `restrict_public_buckets = false`",
    passes: "all four blocks switched on",
    evades: "the block of snapshots set in one of two regions that are used",
  },
  *check({ documents, places }) {
    for (const bucket of documents.resources("aws_s3_bucket_public_access_block")) {
      const answers = Object.entries(blocks).map(([path, ids]) => ({ ids, answer: flag(bucket.get(path), false) }));
      yield judge(bucket, all(...answers.map(({ answer }) => answer)), {
        message: "the bucket does not block all public access",
        covers: answers.filter(({ answer }) => answer === false).flatMap(({ ids }) => ids),
      });
    }
    for (const exclusion of documents.resources("aws_vpc_block_public_access_exclusion")) {
      yield judge(exclusion, false, {
        message: "it takes a VPC out of the account's block",
        given: exclusion.get("internet_gateway_exclusion_mode"),
      });
    }
    const used = new Set<string>();
    for (const resource of documents.resources()) {
      const place = places.of(resource);
      if (place.kind === "region") used.add(place.region);
    }
    for (const { type, what, perRegion, answer } of settings) {
      const found = documents.resources(type);
      for (const resource of found) yield judge(resource, answer(resource), { message: `not so: ${what}` });
      const set = new Set(found.map((resource) => places.regionOf(resource)));
      const missing = perRegion
        ? [...used].filter((region) => !set.has(region))
        : found.length === 0
          ? ["account"]
          : [];
      for (const where of used.size === 0 ? [] : missing) {
        const about = { path: `account (${where})`, address: where === "account" ? "account" : `account ${where}` };
        yield open(about, { message: `these documents do not say that ${what}`, dischargedBy: "deploy" });
      }
    }
  },
});
