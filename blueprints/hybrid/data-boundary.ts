import {
  checkDataClasses,
  checkDataMovement,
  checkInferenceFailover,
  checkSiteAgents,
  transferLink,
  type BurstPolicy,
  type DataClass,
} from "../../constructs/hybrid";
import { problem } from "../../constructs/aws/problem";
import type { Boundary } from "../../policy";
import type { Finding } from "../../validation/finding";
import { boundaryOf, checkBoundaryName } from "../sovereignty/boundary-prop";
import { cloudCidrBlocks, routedSiteCidrBlocks } from "./addresses";
import type { HybridBurst, HybridFactoryProps } from "./props";

/** The factory's classes of data; where it has a boundary, none may go to a region outside of it. */
export function dataClassesWithin(props: HybridFactoryProps): readonly DataClass[] {
  const { dataClasses = [] } = props;
  const boundary = boundaryOf(props.boundary);
  if (boundary === undefined) return dataClasses;
  return dataClasses.map((each) => ({
    ...each,
    regions: (each.regions ?? boundary.data.regions).filter((name) => boundary.region(name).inside),
  }));
}

/** The policy of a burst, with the factory's classes of data. */
export function burstPolicy(props: HybridFactoryProps, burst: HybridBurst): BurstPolicy {
  return { ...burst, dataClasses: dataClassesWithin(props) };
}

/** Everything that would be moved, asked of the boundary before it is. */
export function checkDataBoundary(props: HybridFactoryProps, path: string): Finding[] {
  const boundary = boundaryOf(props.boundary);
  return [
    ...checkBoundaryName(props.boundary, `${path}.boundary`),
    ...checkDataClasses(props.dataClasses ?? [], `${path}.dataClasses`),
    ...(boundary === undefined ? [] : checkAgainst(boundary, props, path)),
    ...checkMovement(props, `${path}.dataMovement`),
    ...checkFailover(props, `${path}.inferenceFailover`),
  ];
}

function checkAgainst(boundary: Boundary, props: HybridFactoryProps, path: string): Finding[] {
  const { name, dataClasses, countries } = boundary.data;
  const findings: Finding[] = [];
  const foreign = (props.dataClasses ?? []).map((each) => each.name).filter((each) => !dataClasses.includes(each));
  if (foreign.length > 0) {
    findings.push(
      problem("HYB-031-boundary-classes", `${path}.dataClasses`, `the boundary ${name} has no such classes of data`, {
        given: foreign,
        allowed: dataClasses,
        fix: "use the boundary's classes, or name yours in a boundary of your own (`extends` it)",
      }),
    );
  }
  const { country } = props.site.site;
  if (!countries.includes(country) && dataMoves(props)) {
    findings.push(
      problem(
        "HYB-032-site-in-boundary",
        `${path}.site.site.country`,
        `the site stands outside of ${name}, so no data may come to it`,
        { given: country, allowed: countries, fix: "leave out what brings data to the site, or correct the boundary" },
      ),
    );
  }
  return findings;
}

/** Results of a burst come home as copies do. */
function dataMoves({ burst, dataMovement }: HybridFactoryProps): boolean {
  return burst !== undefined || (dataMovement?.copies ?? []).some(({ direction }) => direction === "to-site");
}

function checkMovement(props: HybridFactoryProps, path: string): Finding[] {
  const { dataMovement, cloud, link } = props;
  if (dataMovement === undefined) return [];
  const { agents, copies } = dataMovement;
  const names = copies.map(({ name }) => name);
  const buckets = (cloud.buckets ?? []).map(({ name }) => name);
  const context = {
    region: cloud.region,
    dataClasses: dataClassesWithin(props),
    link: transferLink(link.paths),
  };
  return [
    ...checkSiteAgents(agents, routedSiteCidrBlocks(props), `${path}.agents`),
    ...copies.flatMap((copy, index): Finding[] => {
      const at = `${path}.copies[${index}]`;
      const findings = checkDataMovement(copy, context, at);
      if (names.indexOf(copy.name) !== index) {
        findings.push(
          problem("NAM-002-duplicate-name", `${at}.name`, `the name '${copy.name}' is taken by another copy`, {
            given: copy.name,
            allowed: "each name once",
            fix: "rename one of them",
          }),
        );
      }
      if (!buckets.includes(copy.bucket)) {
        findings.push(
          problem("HYB-033-copy-bucket", `${at}.bucket`, `the cloud factory has no bucket '${copy.bucket}'`, {
            given: copy.bucket,
            allowed: buckets,
            fix: "name a bucket of the cloud factory, or add one to `cloud.buckets`",
          }),
        );
      }
      return findings;
    }),
  ];
}

function checkFailover(props: HybridFactoryProps, path: string): Finding[] {
  const { inferenceFailover, cloud } = props;
  if (inferenceFailover === undefined) return [];
  return checkInferenceFailover(
    inferenceFailover,
    {
      region: cloud.region,
      dataClasses: dataClassesWithin(props),
      siteCidrBlocks: routedSiteCidrBlocks(props),
      cloudCidrBlocks: cloudCidrBlocks(props),
    },
    path,
  );
}
