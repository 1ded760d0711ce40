import { resourceAbout, fail, pass, unknown, type Rule } from "../rule";
import { pathsInto, wideAreaGateways } from "../wide-area";

export const linkRedundancy: Rule = {
  id: "HYB-001-link-redundancy",
  family: "HYB",
  title: "lines between a site and the cloud end at more than one router or location",
  severity: "warning",
  reads: "documents",
  cause:
    "Two tunnels of one VPN connection end at one router, and two ports of one location in one building: when it " +
    "fails, jobs in the cloud lose their data and the site loses its cluster there, however many lines there are.",
  mend: "add a path that ends elsewhere: a second router, a port at another location, or a VPN that stands by for a port",
  sources: [
    "AWS Direct Connect Resiliency Toolkit: high resiliency is two connections at different locations",
    "AWS Site-to-Site VPN User Guide, redundant connections: a second customer gateway device",
  ],
  unknownMeans:
    "A customer gateway or connection is not among the documents, so that it is not seen where it ends; its owner decides.",
  example: {
    fails: "two VPN connections of one customer gateway",
    passes: "VPN connections of two customer gateways with different addresses",
  },
  *check({ documents }) {
    for (const gateway of documents ? wideAreaGateways(documents) : []) {
      const about = resourceAbout(gateway);
      const paths = documents ? pathsInto(gateway, documents) : [];
      const ends = new Set(paths.map(({ end }) => end).filter((end) => end !== undefined));
      const given = paths.map(({ resource, end }) => `${resource.address} to ${end ?? "an unknown place"}`);
      if (ends.size > 1) yield pass(about);
      else if (paths.length > 1 && paths.some(({ end }) => end === undefined)) {
        yield unknown(about, { message: "where a line to the site ends is not known", given });
      } else {
        yield fail(about, {
          message: "all lines to the site end at one place",
          given,
          allowed: "at least two routers or locations",
        });
      }
    }
  },
};
