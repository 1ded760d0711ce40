import { mutants, type Mutant, type PropMutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";
import { onPremPropMutants } from "./onprem-props";
import { propMutants } from "./props";

const line = (w: World) => w.part("links", ({ kind }) => kind === "direct-connect" || kind === "vpn");

function burst(w: World, staged: boolean) {
  const found = w.part("links", (link) => link.burst?.staged === staged);
  if (found.burst === undefined) throw new NotHere("a burst");
  return { link: found, job: found.burst };
}

function copy(w: World, direction: "to-cloud" | "to-site" = "to-cloud") {
  const found = w.part("links", ({ transfer }) => transfer?.direction === direction);
  if (found.transfer === undefined) throw new NotHere("a copy");
  return { link: found, transfer: found.transfer };
}

function task(world: World): Json {
  return world.one("aws_datasync_task", "crawl");
}

/** Faults of what joins a site and the cloud. */
export const hybridMutants: readonly Mutant[] = [
  ...mutants("HYB-001", {
    "one line is left": (w) => {
      w.one("aws_vpn_connection");
      w.remove("aws_vpn_connection");
      w.remove("aws_dx_transit_virtual_interface");
    },
    "all lines end at one place": (w) => {
      w.one("aws_dx_connection");
      w.remove("aws_vpn_connection");
      for (const [, connection] of w.named("aws_dx_connection")) connection["location"] = "EqSK1";
    },
    "a line that is one tunnel": (w) => {
      w.one("aws_vpn_connection");
      for (const [name, , all] of w.named("aws_dx_gateway_association")) delete all[name];
    },
  }),
  ...mutants("HYB-002", {
    "data that takes longer to move than to compute": (w) => (burst(w, false).job.datasetGB = 900_000),
    "a job of minutes": (w) => (burst(w, false).job.computeHours = 0.05),
    "a line of 20 Mbps": (w) => (burst(w, false).link.gbps = 0.02),
    "a staged dataset that changes faster than it moves": (w) => (burst(w, true).job.dailyChangeGB = 900_000),
    "a dataset that is no longer staged": (w) => {
      const { job } = burst(w, true);
      Object.assign(job, { staged: false, computeHours: 2 });
    },
  }),
  ...mutants("HYB-003", {
    "a job with data that may not leave": (w) => (burst(w, false).job.dataClass = "patient"),
    "a copy of data that may not leave (model)": (w) => (copy(w).transfer.dataClass = "patient"),
    "a task that moves data that may not leave": (w) => (task(w)["tags"]["ai-factory/data-class"] = "patient"),
    "a task that does not say what it moves": (w) => {
      delete task(w)["tags"]["ai-factory/data-class"];
    },
    "data that came home is sent back": (w) => {
      const home = w.one("aws_datasync_task", "weights");
      const { source_location_arn: source, destination_location_arn: destination } = home;
      Object.assign(home, { source_location_arn: destination, destination_location_arn: source });
      home["tags"]["ai-factory/data-class"] = "patient";
    },
    "a class that may go elsewhere only": (w) => {
      const [first] = w.model.dataClasses ?? [];
      if (!first) throw new NotHere("classes of data");
      first.regions = ["eu-central-1"];
    },
    "a class is withdrawn": (w) => {
      const { job } = burst(w, false);
      for (const each of w.model.dataClasses ?? []) if (each.name === job.dataClass) each.mayLeave = false;
    },
    "a CronJob that takes data away": (w) => {
      if (w.model.dataClasses === undefined) throw new NotHere("classes of data");
      w.apply({
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: "take", labels: { "ai-factory/data-class": "patient", "ai-factory/moves-to": "us-east-1" } },
      });
    },
  }),
  ...mutants("HYB-004", {
    "lines to another site with packets of different sizes": (w) => {
      const one = { ...structuredClone(line(w)), from: "gothenburg", path: "x/gothenburg" };
      w.model.links.push({ ...one, id: "first", mtu: 8500 }, { ...one, id: "second", mtu: 1300 });
    },
  }),
  ...mutants("HYB-005", {
    "the subnets lose their route to the site": (w) => {
      const routes = w.named("aws_route").filter(([, route]) => route["transit_gateway_id"] !== undefined);
      if (routes.length === 0) throw new NotHere("routes to a site");
      for (const [name, , all] of routes) delete all[name];
    },
    "one subnet loses its route to the site": (w) => {
      const [route] = w.named("aws_route").filter(([, each]) => each["transit_gateway_id"] !== undefined);
      if (route === undefined) throw new NotHere("routes to a site");
      delete route[2][route[0]];
    },
  }),
  ...mutants("HYB-006", {
    "a copy that is not done before the next begins": (w) => (copy(w, "to-cloud").transfer.dailyChangeGB = 400_000),
    "a line of 1 Mbps for the copies": (w) => (copy(w, "to-site").link.gbps = 0.001),
    "a copy that is held to 1 Mbps": (w) => (copy(w, "to-cloud").transfer.limitMbps = 1),
  }),
  ...mutants("HYB-007", {
    "nothing looks after the site's gateway": (w) => {
      delete w.one("aws_route53_record", "site-primary")["health_check_id"];
    },
    "the site's name has nowhere to go": (w) => w.remove("aws_route53_record", "site-secondary"),
  }),
  ...mutants("HYB-008", {
    "a gateway that does not know the other": (w) => {
      if (!w.model.links.some(({ failover }) => failover)) throw new NotHere("a failover");
      w.object("AIGatewayRoute", (route) => {
        for (const rule of route["spec"]["rules"]) {
          rule["backendRefs"] = rule["backendRefs"].filter(({ priority }: Json) => priority === 0);
        }
      });
    },
    "a request that is sent to and fro": (w) => {
      if (!w.model.links.some(({ failover }) => failover)) throw new NotHere("a failover");
      w.object("AIGatewayRoute", (route) => route["spec"]["rules"].shift());
    },
  }),
  ...mutants("HYB-009", {
    "a group without the provider's prefix": (w) => {
      w.one("aws_eks_identity_provider_config");
      w.object("ClusterRoleBinding", (binding) => (binding["subjects"] = [{ kind: "Group", name: "ml-platform" }]));
    },
    "a second identity provider": (w) => {
      const other = structuredClone(w.one("aws_eks_identity_provider_config"));
      other["oidc"]["issuer_url"] = "https://elsewhere.example.org";
      w.add("aws_eks_identity_provider_config", "sign-on", "other", other);
    },
  }),
  ...mutants("NET-020", {
    "an AS number that is nobody's own": (w) => (w.one("aws_ec2_transit_gateway")["amazon_side_asn"] = 15_169),
    "both sides of a tunnel with one AS number": (w) => {
      const asn = w.one("aws_customer_gateway")["bgp_asn"] as number;
      w.one("aws_ec2_transit_gateway")["amazon_side_asn"] = asn;
    },
    "an AS number that is reserved": (w) => (w.one("aws_customer_gateway")["bgp_asn"] = 65_535),
    "a rate that Direct Connect does not have": (w) => (w.one("aws_dx_connection")["bandwidth"] = "3Gbps"),
  }),
];

function part(name: "site" | "cloud" | "link" | "burst", change: (props: Json) => Json): PropMutant["change"] {
  return (props) => {
    if (props[name] === undefined) throw new NotHere(name);
    return { ...props, [name]: change(props[name] as Json) };
  };
}

const at = (side: "site" | "cloud", all: readonly PropMutant[]): readonly PropMutant[] =>
  all.map((mutant) => ({ ...mutant, change: part(side, mutant.change) }));

/** Faults in the props of a hybrid factory: those of its two sides, and its own. */
export const hybridPropMutants: readonly PropMutant[] = [
  ...at("site", onPremPropMutants),
  // A public range is refused by the failover first, which cannot reach it.
  ...at(
    "cloud",
    propMutants.filter(({ rule }) => rule !== "NET-005"),
  ),
  {
    name: "a copy of data that may not leave",
    rule: "HYB-003",
    change: onCopy(0, { dataClass: "patient" }),
  },
  {
    name: "no class of data is named",
    rule: "HYB-003",
    change: (props) => ({ ...props, dataClasses: [] }),
  },
  {
    name: "a class that may go to another region only",
    rule: "HYB-003",
    change: (props) => ({ ...props, dataClasses: [{ name: "public", mayLeave: true, regions: ["eu-west-1"] }] }),
  },
  { name: "a copy that is never done", rule: "HYB-006", change: onCopy(0, { dailyChangeGB: 1e6 }) },
  { name: "a copy to a bucket that is not there", rule: "HYB-033", change: onCopy(1, { bucket: "nowhere" }) },
  {
    name: "an agent that no route leads to",
    rule: "HYB-030",
    change: (props) => ({ ...props, siteNetwork: { cidrBlocks: ["10.65.0.0/16"] } }),
  },
  {
    name: "the site's network inside the cloud's",
    rule: "NET-001",
    change: (props) => ({ ...props, siteNetwork: { cidrBlocks: ["100.64.0.0/20"] } }),
  },
  {
    name: "two lines of one name",
    rule: "NAM-002",
    change: part("link", (link) => ({ ...link, paths: [link["paths"][0], link["paths"][0]] })),
  },
  { name: "a burst to a pool that is not there", rule: "HYB-", change: part("burst", (b) => ({ ...b, pool: "gone" })) },
];

function onCopy(index: number, change: Json): (props: Json) => Json {
  return (props) => {
    const { agents, copies } = props["dataMovement"] as { agents: unknown; copies: Json[] };
    return {
      ...props,
      dataMovement: { agents, copies: copies.map((each, i) => (i === index ? { ...each, ...change } : each)) },
    };
  };
}
