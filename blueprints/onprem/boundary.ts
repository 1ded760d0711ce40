import { problem } from "../../constructs/aws/problem";
import type { IPlatformComponent } from "../../constructs/contracts";
import type { Finding } from "../../validation/finding";
import { boundaryOf, checkBoundaryName } from "../sovereignty/boundary-prop";
import { guarded, registriesOf } from "../sovereignty/guardrails";
import { boundaryMirror, checkMirror } from "../sovereignty/mirror";
import type { OnPremFactoryProps } from "./props";

/** The props with what their boundary asks for, where they say nothing. */
export function withBoundary<P extends OnPremFactoryProps>(props: P): P {
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return props;
  const mirror = boundaryMirror(boundary);
  return {
    ...props,
    imageRegistry: props.imageRegistry ?? mirror?.imageRegistry,
    chartRepository: props.chartRepository ?? mirror?.chartRepository,
    admission: { registries: registriesOf(boundary), ...props.admission },
  };
}

/** The components with the guardrails that the props, or their boundary, ask for. */
export function withGuardrails(
  components: readonly IPlatformComponent[],
  { closedNamespaces, admission }: OnPremFactoryProps,
): readonly IPlatformComponent[] {
  return guarded(components, { networks: closedNamespaces, admission });
}

/** Props that contradict the boundary, each under the id of the rule that the output would break. */
export function checkAgainstBoundary(props: OnPremFactoryProps, path: string): Finding[] {
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return checkBoundaryName(props.boundary, `${path}.boundary`);
  const { name, countries } = boundary.data;
  const { country } = props.site;
  const findings: Finding[] = [];
  if (!countries.includes(country)) {
    findings.push(
      problem("SOV-RES-01-effective-location", `${path}.site.country`, `${country} is outside ${name}`, {
        given: country,
        allowed: countries,
        fix: "name the site's country in a boundary of your own",
      }),
    );
  }
  if (props.cluster.publicApi === true) {
    findings.push(
      problem("SOV-OPS-01-private-api", `${path}.cluster.publicApi`, "the API server answers to the internet", {
        given: true,
        allowed: false,
        fix: "close it, and reach it from inside",
      }),
    );
  }
  return [...findings, ...checkMirror(boundary, props, path)];
}
