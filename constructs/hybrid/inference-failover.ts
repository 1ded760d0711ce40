import { cidrsOverlap, parseCidr } from "../../planning/addresses";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { GatewayFallback, GatewayTeam } from "../gateway";
import { checkDeparture, type DataClass } from "./data-classes";

/** A model that is served at the site and in the cloud. */
export interface FailoverModel {
  /** What callers write in `model`; the same at both places. */
  readonly servedName: string;
  /** Class of the data in its prompts: they leave the site when the cloud stands in for it. */
  readonly dataClass: string;
}

export interface InferenceFailoverProps {
  /** Domain of both gateways' names, answered for by a private zone of the factory: `models.example.org`. */
  readonly domain: string;
  /** Models that are served at both places. */
  readonly models: readonly FailoverModel[];
  /** IPv4 addresses of the site's gateway: of its load balancer there. */
  readonly siteAddresses: readonly string[];
  /** IPv4 addresses of the cloud's gateway, one in a service subnet of each zone; the load balancer is told to take them. */
  readonly cloudAddresses: readonly string[];
  /** ConfigMap beside each gateway with the authority of the other's certificate, under `ca.crt`. @default "failover-ca" */
  readonly caConfigMapName?: string;
  /** Secret beside each gateway with the key that the other knows it by, under `apiKey`. @default "failover-key" */
  readonly keySecretName?: string;
}

/** What one of the two gateways is given: spread it over the props of an EnvoyInferenceGateway. */
export interface FailoverGatewayProps {
  /** Name of this gateway. */
  readonly hostname: string;
  /** Names of the other gateway, for which this one stands in. */
  readonly otherHostnames: readonly string[];
  /** The other gateway, for each model. */
  readonly fallbacks: readonly GatewayFallback[];
  /** Always a load balancer: the other site must reach it. */
  readonly exposure: "load-balancer";
  /** Annotations that give the cloud's load balancer its addresses. @default - none at the site */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
}

/**
 * Two gateways that stand in for each other: callers use the one that is near, `site.<domain>` or `cloud.<domain>`. A
 * model that does not answer here is asked for there, once; where the site's gateway itself is gone, its name leads to
 * the cloud's.
 */
export class InferenceFailover {
  constructor(/** Names, models and addresses, as given. */ readonly props: InferenceFailoverProps) {}

  /** Name of the site's gateway: `site.<domain>`. */
  get siteHostname(): string {
    return `site.${this.props.domain}`;
  }

  /** Name of the cloud's gateway: `cloud.<domain>`. */
  get cloudHostname(): string {
    return `cloud.${this.props.domain}`;
  }

  /** The team as which the other gateway asks: add it to the `teams` of both. */
  get team(): GatewayTeam {
    return { name: "failover" };
  }

  /** For the gateway at the site. */
  get atSite(): FailoverGatewayProps {
    return this.gateway(this.siteHostname, this.cloudHostname);
  }

  /** For the gateway in the cloud, behind an internal load balancer of the stated addresses. */
  get atCloud(): FailoverGatewayProps {
    const prefix = "service.beta.kubernetes.io/aws-load-balancer";
    return {
      ...this.gateway(this.cloudHostname, this.siteHostname),
      serviceAnnotations: {
        [`${prefix}-type`]: "external",
        [`${prefix}-scheme`]: "internal",
        [`${prefix}-nlb-target-type`]: "ip",
        [`${prefix}-private-ipv4-addresses`]: this.props.cloudAddresses.join(", "),
      },
    };
  }

  private gateway(hostname: string, other: string): FailoverGatewayProps {
    const { models, caConfigMapName = "failover-ca", keySecretName = "failover-key" } = this.props;
    return {
      hostname,
      otherHostnames: [other],
      fallbacks: models.map(({ servedName }) => ({ servedName, hostname: other, caConfigMapName, keySecretName })),
      exposure: "load-balancer",
    };
  }
}

/** What a failover is judged by. */
export interface InferenceFailoverContext {
  /** Region that stands in for the site: prompts go there. */
  readonly region: string;
  /** Every class of data that models may name; what is not listed does not leave. */
  readonly dataClasses: readonly DataClass[];
  /** Ranges of the site: its gateway's addresses are within. */
  readonly siteCidrBlocks: readonly string[];
  /** Ranges of the VPC: the cloud gateway's addresses are within. */
  readonly cloudCidrBlocks: readonly string[];
}

/** Everything that is wrong with a failover: prompts that may not leave, and addresses that no route leads to. */
export function checkInferenceFailover(
  { props }: InferenceFailover,
  context: InferenceFailoverContext,
  path: string,
): Finding[] {
  const { models, domain, siteAddresses, cloudAddresses } = props;
  const names = models.map(({ servedName }) => servedName);
  const findings: Finding[] = models.flatMap(({ servedName, dataClass }, index) => {
    const departure = { dataClass, mover: `the failover of '${servedName}'`, region: context.region };
    return checkDeparture(departure, context.dataClasses, `${path}.models[${index}]`);
  });
  if (names.length === 0 || new Set(names).size < names.length) {
    findings.push(
      failoverProblem(`${path}.models`, "no model has a failover, or one has two", {
        given: names,
        allowed: "at least one model, each once",
        fix: "name the models that both places serve",
      }),
    );
  }
  if (!/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain)) {
    findings.push(
      failoverProblem(`${path}.domain`, "not a domain", {
        given: domain,
        allowed: "a DNS name of at least two parts, in small letters",
        fix: "for example models.example.org",
      }),
    );
  }
  return [
    ...findings,
    ...checkWithin(siteAddresses, context.siteCidrBlocks, `${path}.siteAddresses`),
    ...checkWithin(cloudAddresses, context.cloudCidrBlocks, `${path}.cloudAddresses`),
  ];
}

/** A load balancer takes one address in the service subnet of each zone. */
export function checkBalancerAddresses(
  { props }: InferenceFailover,
  subnets: readonly { readonly zone: string; readonly cidrBlock?: string }[],
  path: string,
): Finding[] {
  const known = subnets.flatMap(({ zone, cidrBlock = "" }) => {
    const range = parseCidr(cidrBlock);
    return range === undefined ? [] : [{ zone, cidrBlock, range }];
  });
  // Of an imported network the subnets may not be known.
  if (known.length < subnets.length) return [];
  const hosts = props.cloudAddresses.map((address) => parseCidr(`${address}/32`));
  const without = known.filter(
    ({ range }) => hosts.filter((host) => host !== undefined && cidrsOverlap(range, host)).length !== 1,
  );
  if (without.length === 0 && hosts.length === known.length) return [];
  return [
    failoverProblem(path, "the cloud's gateway has not one address in each zone", {
      given: props.cloudAddresses,
      allowed: known.map(({ zone, cidrBlock }) => `one in ${cidrBlock} (${zone})`),
      fix: "name one address of each of these subnets, beyond its first four",
    }),
  ];
}

function checkWithin(addresses: readonly string[], blocks: readonly string[], path: string): Finding[] {
  const ranges = blocks.map(parseCidr).filter((range) => range !== undefined);
  const outside = addresses.filter((address) => {
    const host = parseCidr(`${address}/32`);
    return host === undefined || !ranges.some((range) => cidrsOverlap(range, host));
  });
  if (addresses.length > 0 && outside.length === 0) return [];
  return [
    failoverProblem(path, "a gateway has no address that the other place reaches", {
      given: addresses.length === 0 ? addresses : outside,
      allowed: blocks,
      fix: "name the addresses of the gateway's load balancer",
    }),
  ];
}

function failoverProblem(path: string, message: string, details: Pick<Finding, "given" | "allowed" | "fix">): Finding {
  return problem("HYB-034-inference-failover", path, message, details);
}
