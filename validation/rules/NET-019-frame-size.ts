import { isObject, isUnknown, type Value } from "../../documents/value";
import type { FabricNode } from "../../model/types";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Least and usual size of a frame by kind of fabric, bytes. */
const fabricMtu: Readonly<Record<string, { readonly least: number; readonly advice: string }>> = {
  efa: { least: 8900, advice: "9001, which EC2 has inside of a VPC" },
  roce: { least: 4200, advice: "9000 to 9216 on hosts and switches alike: RoCE carries 4096 bytes in a frame" },
  infiniband: { least: 4092, advice: "4092 (4K) in the subnet manager" },
};

export const mtu: Rule = {
  id: "NET-019-frame-size",
  family: "NET",
  title: "frames are as large as the fabric and the VPC can carry",
  severity: "warning",
  reads: "either",
  cause:
    "Small frames cost a processor interrupt for every 1,500 bytes: storage over TCP and RoCE lose a third and more of " +
    "their rate. A frame that is larger than one hop carries is dropped without a word where path discovery is blocked: " +
    "small messages pass and large ones hang.",
  mend: "leave the CNI's MTU at 9001 in a VPC; set one MTU on all hosts and switches of a fabric",
  sources: [
    "Amazon EC2 User Guide, MTU: 9001 within a VPC, 8500 through a transit gateway, 1500 through an internet gateway or VPN",
    "InfiniBand Architecture Specification: MTU of 256 to 4096 bytes; RoCE v2 adds its headers to it",
  ],
  unknownMeans: "The MTU of the fabric or of the CNI is not stated or not known yet.",
  example: {
    fails: "vpc-cni with AWS_VPC_ENI_MTU 1500, or a RoCE fabric with MTU 1500",
    passes: "9001 in a VPC, 9000 on RoCE",
  },
  *check({ model, documents }) {
    for (const fabric of model?.fabrics ?? []) {
      if (fabric.mtu !== undefined) yield judgeFabric(fabric, fabric.mtu);
    }
    for (const addon of documents?.resources("aws_eks_addon") ?? []) {
      if (addon.get("addon_name") !== "vpc-cni") continue;
      const about = resourceAbout(addon);
      const values = addon.json("configuration_values");
      const env = isObject(values) ? values["env"] : undefined;
      const given = isObject(env) ? env["AWS_VPC_ENI_MTU"] : undefined;
      yield isUnknown(values)
        ? unknown(about, { message: "the MTU of the CNI is not known yet" })
        : judgeCni(about, given);
    }
  },
};

function judgeFabric({ path, kind, id }: FabricNode, given: number): Outcome {
  const figures = fabricMtu[kind];
  if (figures === undefined || given >= figures.least) return pass({ path });
  return fail({ path }, { message: `fabric '${id}' has small frames`, given, allowed: figures.advice });
}

function judgeCni(about: { readonly path: string }, given: Value | undefined): Outcome {
  // The CNI takes 9001 where nothing is written.
  if (given === undefined || given === null) return pass(about);
  if (isUnknown(given)) return unknown(about, { message: "the MTU of the CNI is not known yet" });
  const bytes = Number(given);
  if (bytes >= 8500 && bytes <= 9001) return pass(about);
  const message = bytes > 9001 ? "the CNI sends larger frames than the VPC carries" : "pods send small frames";
  return fail(about, { message, given, allowed: "9001, or 8500 where traffic crosses a transit gateway" });
}
