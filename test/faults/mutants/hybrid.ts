import { mutants, type Mutant, type PropMutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

/** Faults of what joins a site and a cloud. */
export const hybridMutants: readonly Mutant[] = [
  ...mutants("HYB-001", {
    "all lines end at one place": (w) => {
      w.remove("aws_vpn_connection");
      for (const [, connection] of w.named("aws_dx_connection")) connection["location"] = "EqSK1";
    },
  }),
  ...mutants("HYB-002", {
    "a job whose data is longer under way than it computes": (w) => (burst(w).computeHours = 0.01),
    "a link that is too thin for a job": (w) => {
      for (const link of w.model.links) if (link.burst) link.gbps = 0.1;
    },
  }),
  ...mutants("HYB-003", {
    "a job with data that may not leave": (w) => (burst(w).dataClass = "patient"),
    "a copy of data that may not leave (model)": (w) => (copy(w).dataClass = "patient"),
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
    "a CronJob that takes data away": (w) => {
      if (w.model.dataClasses === undefined) throw new NotHere("classes of data");
      w.apply({
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: "take", labels: { "ai-factory/data-class": "patient", "ai-factory/moves-to": "us-east-1" } },
      });
    },
  }),
  ...mutants("HYB-005", {
    "a private subnet without a way to the site": (w) => {
      for (const [, block] of w.named("aws_route")) {
        if (block["transit_gateway_id"] !== undefined) {
          block["transit_gateway_id"] = "tgw-0123456789abcdef0";
          return;
        }
      }
      throw new NotHere("routes to a site");
    },
  }),
  ...mutants("HYB-006", {
    "a copy that is never done": (w) => (copy(w).dailyChangeGB = 1e6),
    "a limit that is too low": (w) => (copy(w).limitMbps = 1),
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
];

function burst({ model }: World) {
  const found = model.links.find((link) => link.burst !== undefined)?.burst;
  if (!found) throw new NotHere("a burst");
  return found;
}

function copy({ model }: World) {
  const found = model.links.find((link) => link.transfer?.direction === "to-cloud")?.transfer;
  if (!found) throw new NotHere("a copy to the cloud");
  return found;
}

function task(world: World) {
  return world.one("aws_datasync_task", "crawl");
}

/** Faults in the props of a hybrid factory. */
export const hybridPropMutants: readonly PropMutant[] = [
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
