import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { partitionOf } from "../catalog";
import { admissionObjects } from "../constructs/sovereignty/admission-policies";
import type { GuardrailScope } from "../constructs/sovereignty/guardrail-scope";
import { organizationGuardrails } from "../constructs/sovereignty/organization-guardrails";
import type { BoundaryData } from "../policy/boundary";
import { loadBoundary, PolicyFileError } from "../policy/boundary-file";
import { badUsage, type CommandResult } from "./command-result";

export interface GuardrailOptions {
  readonly out: string;
  readonly exempt?: readonly string[];
}

/** Writes what AWS Organizations and a cluster's API server enforce for a boundary. */
export function writeGuardrails(name: string, { out, exempt }: GuardrailOptions): CommandResult {
  let data: BoundaryData;
  try {
    ({ data } = loadBoundary(name));
  } catch (error) {
    if (error instanceof PolicyFileError) return badUsage(error.message);
    throw error;
  }
  const wide = (exempt ?? []).filter((arn) => !/^arn:aws[a-z-]*:iam::\d{12}:role\/[^*?]+$/.test(arn));
  if (wide.length > 0)
    return badUsage(`--exempt takes ARNs of single roles without wildcards; given: ${wide.join(", ")}`);
  const files = new Map<string, string>();
  const notes: string[] = [];
  if (data.regions.length === 0) notes.push("the boundary names no AWS region: nothing for AWS Organizations");
  else if (data.organization === undefined && data.accounts.length === 0)
    notes.push("the boundary names neither an organisation nor an account: no resource control policy was written");
  const scopes = scopesOf(data, exempt);
  for (const [partition, scope] of scopes) {
    const prefix = scopes.size > 1 ? `${partition}-` : "";
    // Without spaces: AWS counts them.
    for (const { id, document } of organizationGuardrails(scope))
      files.set(`${prefix}${id}.json`, JSON.stringify(document));
  }
  files.set("admission.yaml", admission(data));
  mkdirSync(out, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(out, file), text);
  const lines = [...files.keys()].sort().map((file) => join(out, file));
  return { exitCode: 0, stdout: `${lines.join("\n")}\n`, stderr: notes.map((note) => `note: ${note}\n`).join("") };
}

/** One scope for each partition: an organisation stands in one. */
function scopesOf(data: BoundaryData, exemptRoleArns?: readonly string[]): ReadonlyMap<string, GuardrailScope> {
  const { name, organization, accounts, keyCustody, inferenceGeographies } = data;
  const common = { name, organization, accounts, keyCustody, inferenceGeographies, exemptRoleArns };
  // A boundary that lets load balancers face the internet needs a way to it.
  const closedNetwork = !data.publicIngress;
  const partitions = [...new Set(data.regions.map((region) => partitionOf(region).id))];
  return new Map(
    partitions.map((partition) => {
      const regions = data.regions.filter((region) => partitionOf(region).id === partition);
      return [partition, { ...common, closedNetwork, regions }];
    }),
  );
}

/** A registry with a wildcard cannot be asked for by admission; its names are then refused until they are spelt out. */
function admission({ regions, registries }: BoundaryData): string {
  const hosts = registries.map(({ host }) => host).filter((host) => !host.startsWith("*."));
  return admissionObjects({ components: [], regions, registries: hosts })
    .map((object) => stringify(object))
    .join("---\n");
}
