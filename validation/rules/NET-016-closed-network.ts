import type { Documents, Resource } from "../../documents/types";
import { closedNetworkServices } from "../../catalog/aws/closed-network";
import { isUnknown } from "../../documents/value";
import type { FactoryModel, NetworkNode } from "../../model/types";
import { emittedBy, switchOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const closedNetwork: Rule = {
  id: "NET-016-closed-network",
  family: "NET",
  title: "a closed network has a private endpoint for everything that its nodes and platform call, and no way out",
  severity: "error",
  reads: "both",
  cause:
    "Without a way to the internet each AWS service that a node, a driver or a controller calls needs its own private " +
    "endpoint. One that is missing shows late: without sts or eks-auth pods get no credentials, without " +
    "elasticloadbalancing ingresses stay pending, without fsx volumes are never created. A NAT gateway beside them means " +
    "that the network was never closed.",
  mend: "add an interface endpoint for each missing service, a gateway endpoint for s3, and no NAT or internet gateway",
  sources: [
    closedNetworkServices.source,
    "awsome-distributed-training, 5.sagemaker-hyperpod-eks, closed-network.tfvars",
  ],
  unknownMeans: "The service of an endpoint is not known yet; the plan decides.",
  example: {
    fails: "a closed network with endpoints for ecr.api and ecr.dkr but not for s3, which holds the images' layers",
    passes: "all of the list, with private DNS, in the VPC of the nodes",
  },
  *check({ model, documents }) {
    if (!model || !documents) return;
    for (const network of model.networks) {
      if (network.closed) yield* judge(network, model, documents);
    }
  },
};

function* judge(network: NetworkNode, model: FactoryModel, documents: Documents): Iterable<Outcome> {
  const about = { path: network.path };
  const [vpc] = emittedBy(network, documents, "aws_vpc");
  const own = (resource: Resource) => vpc === undefined || resource.targets("vpc_id").includes(vpc);
  const ways = [
    ...documents.resources("aws_internet_gateway").filter(own),
    ...documents.resources("aws_nat_gateway").filter((gateway) => gateway.get("connectivity_type") !== "private"),
  ];
  for (const way of ways) {
    const message = "a closed network has a way to the internet";
    yield fail(resourceAbout(way), { message, given: way.type, allowed: "no NAT gateway and no internet gateway" });
  }
  const endpoints = documents.resources("aws_vpc_endpoint").filter(own);
  const names = endpoints.map((endpoint) => endpoint.get("service_name"));
  const services = names.filter((name) => typeof name === "string").map(shortName);
  const missing = needed(model, network).filter(
    (service) => !services.includes(service) && !network.privateEndpoints.includes(service),
  );
  // What the model promises must be among the documents, where the network is made here.
  const lost = vpc === undefined ? [] : network.privateEndpoints.filter((service) => !services.includes(service));
  if (names.some(isUnknown)) yield unknown(about, { message: "the service of a private endpoint is not known yet" });
  const absent = [...new Set([...missing, ...lost])].sort();
  if (absent.length > 0) {
    yield fail(about, {
      message: "a closed network lacks private endpoints",
      given: `none for ${absent.join(", ")}`,
      allowed: needed(model, network),
    });
  }
  yield* endpoints.map(judgeKind);
  if (ways.length + absent.length === 0) yield pass(about);
}

/** Services that this factory calls: those of every closed cluster, and those of the parts that it has. */
function needed(model: FactoryModel, network: NetworkNode): readonly string[] {
  const clusters = model.clusters.filter(({ networkId, kind }) => networkId === network.id && kind === "eks");
  if (clusters.length === 0) return ["s3"];
  const kinds = model.filesystems.map(({ kind }) => kind);
  const optional: Readonly<Record<string, boolean>> = {
    fsx: kinds.some((kind) => kind.startsWith("fsx")),
    elasticfilesystem: kinds.includes("efs"),
    elasticloadbalancing: model.services.some(({ id }) => id.includes("load-balancer-controller")),
    sqs: model.services.some(({ id }) => id.includes("karpenter")),
  };
  return [...closedNetworkServices.always, ...Object.keys(optional).filter((service) => optional[service])].sort();
}

function shortName(service: string): string {
  return service.replace(/^(com|cn\.com|eu)\.amazonaws\.(?:cn\.)?[a-z0-9-]+\./, "");
}

/** Interface endpoints without private DNS are never found by the names that clients use. */
function judgeKind(endpoint: Resource): Outcome {
  const about = resourceAbout(endpoint);
  if (endpoint.get("vpc_endpoint_type") !== "Interface") return pass(about);
  const dns = endpoint.get("private_dns_enabled");
  if (isUnknown(dns)) return unknown(about, { message: "whether the endpoint has private DNS is not known yet" });
  if (switchOf(dns) === true) return pass(about);
  const message = "clients look for the service by its public name, which does not lead to this endpoint";
  return fail(about, { message, given: "private_dns_enabled false", allowed: true });
}
