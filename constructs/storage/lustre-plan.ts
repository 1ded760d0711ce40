import {
  legalLustreCapacityGiB,
  lustreCapacitySteps,
  lustreDeployment,
  lustreOffer,
  lustreRules,
  lustreThroughputMBps,
} from "../../catalog/aws/fsx-lustre";
import type { Finding } from "../../validation/finding";
import { LustreDeployment } from "./lustre-deployment";
import type { LustreFacts } from "./lustre-props";
import { concern, problem } from "../aws/problem";
import { isKnown, remark } from "./findings";

/** What is built for the props in their region. */
export interface LustrePlan {
  /** The wanted deployment, or what the region offers in its place. */
  readonly deployment: LustreDeployment;
  readonly efa: boolean;
  /** Raised to what FSx accepts; undefined for intelligent tiering, and for a capacity that is not legal at all. */
  readonly capacityGiB?: number;
  /** Aggregate baseline throughput of the whole filesystem; undefined where the capacity is a token. */
  readonly throughputMBps?: number;
  readonly findings: readonly Finding[];
}

/** Decides deployment, EFA and capacity, and says why where that is not what was asked for. */
export function planLustre(props: LustreFacts, path: string): LustrePlan {
  const findings: Finding[] = [];
  const deployment = chooseDeployment(props, path, findings);
  const efa = chooseEfa(props, deployment, path, findings);
  const capacityGiB = chooseCapacity(props, deployment, efa, path, findings);
  return { deployment, efa, capacityGiB, throughputMBps: throughput(deployment, capacityGiB), findings };
}

function chooseDeployment(props: LustreFacts, path: string, findings: Finding[]): LustreDeployment {
  const wanted = props.deployment ?? LustreDeployment.persistent2(250);
  const { region } = props.vpc;
  const at = `${path}.deployment`;
  if (!tierExists(wanted)) {
    const row = lustreDeployment(wanted.deploymentType);
    findings.push(
      problem("STO-120-lustre-tier", at, "no throughput that FSx for Lustre has", {
        given: wanted.toString(),
        allowed: wanted.storageType === "HDD" ? row.hddThroughputTiers : (row.ssdThroughputTiers ?? intelligentTiers()),
        fix: "take one of the allowed throughputs",
      }),
    );
    return wanted;
  }
  const offer = lustreOffer(region, wanted.deploymentType);
  if (offer === undefined) {
    findings.push(
      remark("STO-121-lustre-region", at, `no source says whether ${region} offers ${wanted.deploymentType}`, {
        given: region,
        fix: "ask AWS before the first apply",
      }),
    );
    return wanted;
  }
  const tier = wanted.throughputMBpsPerTiB;
  const tierOffered =
    wanted.deploymentType !== "PERSISTENT_2" || tier === undefined || offer.ssdThroughputTiers.includes(tier);
  if (offer.offered && tierOffered) return wanted;

  const substitute = offer.offered ? lowerTier(wanted, offer.ssdThroughputTiers) : persistent1For(wanted, region);
  const allowed = offer.offered
    ? offer.ssdThroughputTiers.map((mbps) => `${mbps} MB/s per TiB`)
    : substitute?.toString();
  const lacks = `${region} does not offer ${wanted}`;
  if (props.fallBack === false || substitute === undefined) {
    findings.push(
      problem("STO-121-lustre-region", at, lacks, {
        given: wanted.toString(),
        allowed: allowed ?? "no deployment of FSx for Lustre that keeps data",
        fix: substitute === undefined ? "take another region, or another filesystem" : "take what the region offers",
        sources: [offer.source],
      }),
    );
    return wanted;
  }
  findings.push(
    concern("STO-121-lustre-region", at, `${lacks}; ${substitute} takes its place`, {
      given: wanted.toString(),
      allowed,
      fix: "name the deployment yourself, take a region that has it, or give more capacity for the same throughput",
      sources: [offer.source],
    }),
  );
  return substitute;
}

function tierExists(deployment: LustreDeployment): boolean {
  if (deployment.storageType === "INTELLIGENT_TIERING") {
    const { throughputStepMBps, minThroughputMBps, maxThroughputMBps } = lustreRules().intelligentTiering;
    const mbps = deployment.throughputMBps ?? 0;
    return mbps >= minThroughputMBps && mbps <= maxThroughputMBps && mbps % throughputStepMBps === 0;
  }
  const row = lustreDeployment(deployment.deploymentType);
  const tiers = deployment.storageType === "HDD" ? row.hddThroughputTiers : row.ssdThroughputTiers;
  return tiers === undefined || tiers.includes(deployment.throughputMBpsPerTiB ?? 0);
}

function intelligentTiers(): string {
  const { throughputStepMBps, minThroughputMBps, maxThroughputMBps } = lustreRules().intelligentTiering;
  return `${minThroughputMBps} to ${maxThroughputMBps} MB/s in steps of ${throughputStepMBps}`;
}

/** The highest offered tier of PERSISTENT_2. */
function lowerTier(wanted: LustreDeployment, tiers: readonly number[]): LustreDeployment | undefined {
  const highest = Math.max(...tiers);
  return wanted.storageType === "SSD" && (highest === 125 || highest === 250 || highest === 500)
    ? LustreDeployment.persistent2(highest)
    : undefined;
}

/** PERSISTENT_1 SSD in the tier that comes nearest to the wanted one. */
function persistent1For(wanted: LustreDeployment, region: string): LustreDeployment | undefined {
  if (wanted.deploymentType !== "PERSISTENT_2" || wanted.storageType !== "SSD") return undefined;
  if (lustreOffer(region, "PERSISTENT_1")?.offered !== true) return undefined;
  return LustreDeployment.persistent1Ssd((wanted.throughputMBpsPerTiB ?? 0) > 125 ? 200 : 100);
}

function chooseEfa(props: LustreFacts, deployment: LustreDeployment, path: string, findings: Finding[]): boolean {
  if (props.efa === false) return false;
  const obstacle = efaObstacle(props, deployment);
  if (obstacle === undefined) return props.efa ?? props.fabric !== undefined;
  if (props.efa === true) {
    findings.push(
      problem("STO-122-lustre-efa", `${path}.efa`, `the filesystem cannot have EFA: ${obstacle}`, {
        given: true,
        allowed: "PERSISTENT_2 SSD in a region that offers it with EFA",
        fix: "leave `efa` out, or take a deployment and a region that have it",
      }),
    );
  } else if (props.fabric !== undefined) {
    findings.push(
      concern("STO-122-lustre-efa", `${path}.fabric`, `clients mount over TCP: ${obstacle}`, {
        given: deployment.toString(),
        allowed: "PERSISTENT_2 SSD in a region that offers it with EFA",
        fix: `count on ${lustreRules().perClientGbps.ena} Gbps per client, or set efa to false to say that it is meant`,
      }),
    );
  }
  return false;
}

function efaObstacle(props: LustreFacts, deployment: LustreDeployment): string | undefined {
  if (!lustreDeployment(deployment.deploymentType).efa) return `${deployment.deploymentType} has none`;
  if (deployment.storageType !== "SSD") return "no source says that intelligent tiering has it";
  const { region } = props.vpc;
  const offer = lustreOffer(region, deployment.deploymentType);
  if (offer === undefined) return props.efa === true ? undefined : `no source says that ${region} has it`;
  return offer.efa ? undefined : `${region} offers none`;
}

function chooseCapacity(
  props: LustreFacts,
  deployment: LustreDeployment,
  efa: boolean,
  path: string,
  findings: Finding[],
): number | undefined {
  const { capacityGiB: wanted } = props;
  const at = `${path}.capacityGiB`;
  const { storageType } = deployment;
  if (storageType === "INTELLIGENT_TIERING") {
    if (wanted === undefined) return undefined;
    findings.push(
      problem("STO-123-lustre-capacity", at, "intelligent tiering has no capacity to choose", {
        given: wanted,
        allowed: "no capacity: it grows with the data",
        fix: "leave capacityGiB out",
      }),
    );
    return undefined;
  }
  if (wanted !== undefined && !isKnown(wanted)) return wanted;
  if (wanted === undefined || !(wanted > 0) || !Number.isFinite(wanted)) {
    findings.push(
      problem("STO-123-lustre-capacity", at, "the filesystem needs a capacity", {
        given: wanted === undefined ? "nothing" : String(wanted),
        allowed: "a number above 0",
        fix: "for example 1200, the smallest that FSx has",
      }),
    );
    return undefined;
  }
  if (!tierExists(deployment)) return undefined;
  const query = { ...deploymentQuery(deployment), storageType, efa };
  const legal = legalLustreCapacityGiB(wanted, query);
  if (legal !== wanted) {
    const { stepGiB } = lustreCapacitySteps(query);
    findings.push(
      remark("STO-124-lustre-capacity-step", at, `capacity raised from ${wanted} to ${legal} GiB`, {
        given: wanted,
        allowed: `multiples of ${stepGiB} GiB for ${deployment}${efa ? " with EFA" : ""}`,
        fix: `write ${legal} to say that it is meant`,
      }),
    );
  }
  return legal;
}

function deploymentQuery({ deploymentType, throughputMBpsPerTiB }: LustreDeployment) {
  return { deploymentType, throughputPerTiB: throughputMBpsPerTiB };
}

function throughput(deployment: LustreDeployment, capacityGiB: number | undefined): number | undefined {
  if (deployment.throughputMBps !== undefined) return deployment.throughputMBps;
  const tier = deployment.throughputMBpsPerTiB ?? lustreDeployment(deployment.deploymentType).fixedThroughputPerTiB;
  if (!isKnown(capacityGiB) || tier === undefined) return undefined;
  return lustreThroughputMBps(capacityGiB, tier);
}
