import { problem } from "../../constructs/aws/problem";
import type { IPlatformComponent } from "../../constructs/contracts";
import { keyCustodyTiers, type Boundary } from "../../policy";
import type { Finding } from "../../validation/finding";
import { boundaryOf, checkBoundaryName } from "../sovereignty/boundary-prop";
import { guarded, registriesOf } from "../sovereignty/guardrails";
import { boundaryMirror, checkMirror } from "../sovereignty/mirror";
import type { CloudInfrastructure } from "./infrastructure";
import type { CloudFactoryProps } from "./props";

/** The props with what their boundary asks for, where they say nothing. */
export function withBoundary<P extends CloudFactoryProps>(props: P): P {
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return props;
  const mirror = boundary.region(props.region).inside ? boundaryMirror(boundary, props.region) : undefined;
  return {
    ...props,
    closedNetwork: props.closedNetwork ?? (props.vpc === undefined && isClosed(boundary) ? true : undefined),
    imageRegistry: props.imageRegistry ?? mirror?.imageRegistry,
    chartRepository: props.chartRepository ?? mirror?.chartRepository,
  };
}

/** The components with the guardrails of the props' boundary. */
export function withGuardrails(
  components: readonly IPlatformComponent[],
  props: CloudFactoryProps,
  infra: CloudInfrastructure,
): readonly IPlatformComponent[] {
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return components;
  const { cidrBlocks } = infra.vpc;
  // A VPC of the factory's own has its nodes in the second range; of another nobody knows.
  const own = props.vpc === undefined;
  return guarded(components, {
    networks: {
      controlPlaneCidrBlocks: own ? cidrBlocks.slice(0, 1) : cidrBlocks,
      nodeCidrBlocks: own ? cidrBlocks.slice(1) : cidrBlocks,
    },
    admission: { regions: [props.region], registries: registriesOf(boundary) },
  });
}

/** Props that contradict the boundary, each under the id of the rule that the output would break. */
export function checkAgainstBoundary(props: CloudFactoryProps, path: string): Finding[] {
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return checkBoundaryName(props.boundary, `${path}.boundary`);
  const { data } = boundary;
  const region = boundary.region(props.region);
  if (!region.inside) {
    const message = `${region.place} is outside ${data.name}`;
    const details = { given: props.region, allowed: data.regions, fix: "choose a region of the boundary" };
    return [problem("SOV-RES-01-effective-location", `${path}.region`, message, details)];
  }
  return [
    ...checkZones(boundary, props, path),
    ...checkNetwork(boundary, props, path),
    ...checkKeys(boundary, props, path),
    ...checkMirror(boundary, props, path),
  ];
}

function isClosed({ data }: Boundary): boolean {
  return !data.publicIngress;
}

function checkZones(boundary: Boundary, { zones }: CloudFactoryProps, path: string): Finding[] {
  const { name, minZones } = boundary.data;
  const outside = zones.filter((zone) => !boundary.zone(zone).inside);
  return [
    ...outside.map((zone) =>
      problem("SOV-RES-10-zones", `${path}.zones`, `${boundary.zone(zone).place}: not inside ${name}`, {
        given: zone,
        allowed: "zones of the boundary's regions, and its `edgeZones`",
        fix: "choose another zone, or name it in the boundary's `edgeZones`",
      }),
    ),
    ...(zones.length >= minZones
      ? []
      : [
          problem("SOV-REL-01-zones-and-recovery", `${path}.zones`, `${name} asks for ${minZones} zones at least`, {
            given: zones,
            allowed: `${minZones} zones or more`,
            fix: "name more zones",
          }),
        ]),
  ];
}

function checkNetwork(boundary: Boundary, props: CloudFactoryProps, path: string): Finding[] {
  const { name, egress } = boundary.data;
  const findings: Finding[] = [];
  if (props.closedNetwork === false && isClosed(boundary) && egress.length === 0) {
    findings.push(
      problem("SOV-NET-02-default-deny-egress", `${path}.closedNetwork`, `${name} lets nothing out to the internet`, {
        given: false,
        allowed: true,
        fix: "leave it out, or name in the boundary's `egress` what may be reached",
      }),
    );
  }
  const cidrs = props.publicAccessCidrs ?? [];
  if (cidrs.length > 0) {
    findings.push(
      problem("SOV-OPS-01-private-api", `${path}.publicAccessCidrs`, "the API server would answer to the internet", {
        given: cidrs,
        allowed: "none",
        fix: "leave it out: the private endpoint is always on",
      }),
    );
  }
  return findings;
}

function checkKeys(boundary: Boundary, { customKeyStoreId }: CloudFactoryProps, path: string): Finding[] {
  if (customKeyStoreId !== undefined || !boundary.custodyAtLeast("imported")) return [];
  const { name, keyCustody } = boundary.data;
  const tiers = keyCustodyTiers.slice(keyCustodyTiers.indexOf(keyCustody));
  return [
    problem("SOV-KEY-03-key-custody", `${path}.customKeyStoreId`, `${name} refuses key material that KMS has made`, {
      given: undefined,
      allowed: tiers,
      fix: "name a custom key store: a CloudHSM cluster, or an external key manager",
    }),
  ];
}
