import { findRegion, regions } from "../../catalog/aws/regions";
import { suggestNames } from "../../catalog/lookup";

/** Something that a site must answer before the first plan, and what becomes of the answer in the factory file. */
export interface Question {
  readonly key: string;
  readonly text: string;
  /** May follow from earlier answers. */
  readonly default: (answers: Answers) => string;
  /** What is wrong with an answer; undefined where nothing is. */
  readonly problem: (answer: string, answers: Answers) => string | undefined;
  /** The factory file with the answer in the place of the example's value. */
  readonly write: (source: string, answer: string, answers: Answers) => string;
}

export type Answers = Readonly<Record<string, string>>;

/** A blueprint that a project can start from. */
export interface BlueprintChoice {
  /** Name of the example that the factory file is made from. */
  readonly name: string;
  readonly description: string;
  /** File of the blueprint's class in `blueprints/`, without its ending; what it imports from there comes with it. */
  readonly source: string;
  readonly questions: readonly Question[];
  /** What else the site must decide; the head of the factory file lists it. */
  readonly decisions: readonly string[];
  /** Stacks whose plan a pipeline can make before anything is applied, by their ending. */
  readonly firstStack: string;
}

const region: Question = {
  key: "region",
  text: "AWS region",
  default: () => "eu-north-1",
  problem: (answer) => {
    if (findRegion(answer)) return undefined;
    const names = regions().map(({ name }) => name);
    const [near] = suggestNames(answer, names);
    return `unknown region '${answer}'` + (near === undefined ? "" : `; did you mean '${near}'?`);
  },
  write: (source, answer) => replaced(source, /eu-north-1(?![a-z])/g, answer),
};

const zones: Question = {
  key: "zones",
  text: "availability zones, two at least, with commas between them",
  default: ({ region: name = "" }) => `${name}a,${name}b`,
  problem: (answer, { region: name = "" }) => {
    const given = zoneList(answer);
    const foreign = given.filter((zone) => !(zone.startsWith(name) && /^[a-z]$/.test(zone.slice(name.length))));
    if (foreign.length > 0) return `not a zone of ${name}: ${foreign.join(", ")}; a zone is the region and a letter`;
    return new Set(given).size < 2 ? "two different zones are needed: EKS refuses one" : undefined;
  },
  write: (source, answer) => {
    const given = zoneList(answer);
    const [first = "", second = ""] = given;
    const list = given.map((zone) => JSON.stringify(zone)).join(", ");
    const listed = replaced(source, /zones: \["eu-north-1a", "eu-north-1b"\]/g, `zones: [${list}]`);
    return listed
      .replaceAll('"eu-north-1a"', JSON.stringify(first))
      .replaceAll('"eu-north-1b"', JSON.stringify(second));
  },
};

const reservationId: Question = {
  key: "reservation-id",
  text: "id of the capacity block that you bought (the default stands for one)",
  default: () => "cr-0123456789abcdef0",
  problem: (answer) =>
    /^cr-[0-9a-f]{17}$/.test(answer) ? undefined : `'${answer}' is no id of a capacity block: cr- and 17 hex digits`,
  write: (source, answer) => replaced(source, /cr-0123456789abcdef0/g, answer),
};

const nodes: Question = {
  key: "nodes",
  text: "nodes of the capacity block",
  default: () => "16",
  problem: (answer) => (/^[1-9]\d{0,3}$/.test(answer) ? undefined : `'${answer}' is no whole number from 1 to 9999`),
  write: (source, answer) => replaced(source, /nodes: 16\b/g, `nodes: ${answer}`),
};

const stateBucket: Question = {
  key: "state-bucket",
  text: "existing S3 bucket for the Terraform state ('none' keeps it in local files, for trials)",
  default: () => "none",
  problem: (answer) =>
    answer === "none" || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(answer)
      ? undefined
      : `'${answer}' is no name of a bucket: 3 to 63 small letters, digits, dots and hyphens`,
  write: (source, answer, { region: place = "" }) => {
    if (answer === "none") return source;
    const state = `FactoryState.s3({ bucket: ${JSON.stringify(answer)}, region: ${JSON.stringify(place)} })`;
    const stated = replaced(source, /^( {2})intent: /m, `$1state: ${state},\n$1intent: `);
    return replaced(
      stated,
      /^import \{ ?([^}]*)\} from "ai-factory-blueprints";/m,
      'import { FactoryState, $1} from "ai-factory-blueprints";',
    );
  },
};

function siteName(example: string): Question {
  return {
    key: "site-name",
    text: "name of the site",
    default: () => example,
    problem: (answer) =>
      /^[a-z][a-z0-9-]{1,30}$/.test(answer) ? undefined : `'${answer}' is no name: small letters, digits and hyphens`,
    write: (source, answer) => replaced(source, new RegExp(`siteName: "${example}"`, "g"), `siteName: "${answer}"`),
  };
}

const awsDecisions = [
  "Who administers the cluster, and from where is its API reached? (adminRoleArns, privateAccessCidrs)",
  "Which address ranges are free in your network, or is there a VPC to use? (cidrBlock, nodeCidrBlock, vpc)",
  "Which quotas does the account have? (accountLimits; `aifactory check` says what is needed)",
  "What will run on it, and what may it cost? (workloads, budgetUsdPerHour)",
];
const siteDecisions = [
  "Which racks, power and cooling are there? (site.racks, site.gridLimitKW)",
  "Which machines, and what do their data sheets say? (site.systems, pools)",
  "Which switches join them? (site.networks)",
  "How is the cluster reached, and which address ranges does it use? (cluster)",
];

export const blueprintChoices: readonly BlueprintChoice[] = [
  {
    name: "cloud-training",
    description: "AWS: a capacity block of H200 with EFA, Lustre linked to S3, Kueue and Kubeflow Trainer",
    source: "cloud/factory",
    questions: [region, zones, reservationId, nodes, stateBucket],
    decisions: awsDecisions,
    firstStack: "infra",
  },
  {
    name: "cloud-inference",
    description: "AWS: elastic L40S pools that scale from zero, shared weights",
    source: "cloud/factory",
    questions: [region, zones, stateBucket],
    decisions: awsDecisions,
    firstStack: "infra",
  },
  {
    name: "onprem-superpod",
    description: "On-prem: one scalable unit of DGX H200 with InfiniBand",
    source: "onprem/factory",
    questions: [siteName("oslo")],
    decisions: siteDecisions,
    firstStack: "platform",
  },
  {
    name: "onprem-inference",
    description: "On-prem: L40S servers in an air-gapped site",
    source: "onprem/factory",
    questions: [siteName("graz")],
    decisions: [...siteDecisions, "Which registry mirrors images and charts? (imageRegistry, chartRepository)"],
    firstStack: "platform",
  },
  {
    name: "hybrid-burst",
    description: "A site of L40S nodes that sends jobs to AWS over Direct Connect and VPN",
    source: "hybrid/factory",
    questions: [siteName("stockholm"), region, zones],
    decisions: [...siteDecisions, ...awsDecisions, "Which data may leave the site? (dataClasses)"],
    firstStack: "infra",
  },
];

function zoneList(answer: string): readonly string[] {
  return answer.split(",").map((zone) => zone.trim());
}

/** Replaces; the example must have what is replaced, or an answer would be lost. */
function replaced(source: string, what: RegExp, by: string): string {
  const result = source.replace(what, by);
  if (!what.global ? !what.test(source) : source.match(what) === null) {
    throw new Error(`the example does not have ${what.source}`);
  }
  return result;
}
