/**
 * Precision and recall of the rules against labels that others wrote: `AI_FACTORY_FIXTURES=<folder>` names a folder with
 * checkouts of Checkov in `checkov/`, of Trivy's checks in `trivy-checks/`, of KICS in `kics/`, and with any further
 * folders of Terraform, plans and manifests, which must only not crash. Nothing of them is part of this repository.
 * Run by hand and by `npm run test:policy`; without the folder it says so.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadDocuments } from "../../documents";
import { DocumentError } from "../../documents/document-error";
import { boundaryProfile, policyRules, runPolicy } from "../../policy";
import { checkovLabels } from "./labels/checkov";
import { disagreements } from "./labels/disagreements";
import { kicsLabels } from "./labels/kics";
import type { LabelSet } from "./labels/label-set";
import { precision, recall, scoreOf, type Score } from "./labels/score";
import { trivyLabels } from "./labels/trivy";

const today = "2026-11-21";
const wanted = 0.98;
const boundary = boundaryProfile("eu-strict");

/** The scores of all checks that a rule covers and somebody has labelled. */
async function scores(root: string): Promise<readonly Score[]> {
  const sets = [
    ...checkovLabels(join(root, "checkov")),
    ...trivyLabels(join(root, "trivy-checks")),
    ...kicsLabels(join(root, "kics")),
  ];
  const found: Score[] = [];
  for (const id of [...new Set(policyRules.flatMap(({ covers }) => covers))].sort()) {
    const own: readonly LabelSet[] = sets.filter((set) => set.id === id);
    if (own.length === 0) console.log(`${id.padEnd(38)} no labels`);
    else found.push(await scoreOf(id, own, boundary));
  }
  return found;
}

/** Prints the table, and whether every figure is good or its disagreements are all explained. */
function print(all: readonly Score[]): boolean {
  console.log(`${"check".padEnd(38)} sets  hits  missed  more  precision  recall`);
  let isGood = true;
  for (const score of all) {
    const { id, sets, hits, missed, more, differences } = score;
    const figures = [precision(score), recall(score)];
    const cells = [sets, hits, missed, more].map((cell) => String(cell).padStart(5));
    const known = disagreements[id];
    console.log(`${id.padEnd(38)}${cells.join(" ")}   ${figures.map((figure) => figure.toFixed(2)).join("  ")}`);
    for (const line of differences) console.log(`    ${line}`);
    if (figures.every((figure) => figure >= wanted)) continue;
    if (known === undefined) isGood = false;
    console.log(`    ${known === undefined ? "NOT EXPLAINED" : `because ${known}`}`);
  }
  const good = all.filter((score) => precision(score) >= wanted && recall(score) >= wanted).length;
  const explained = all.filter((score) => precision(score) < wanted || recall(score) < wanted).length;
  const sum = (pick: (score: Score) => number) => all.reduce((total, score) => total + pick(score), 0);
  console.log(
    `${good} of ${all.length} checks at ${wanted} or better, ${explained} below; ` +
      `all together ${sum(({ hits }) => hits)} hits, ${sum(({ missed }) => missed)} missed, ${sum(({ more }) => more)} more`,
  );
  return isGood;
}

const ends = /\.(tf|tf\.json)$/;

/** Folders of Terraform, and files that are plans or manifests. */
function pieces(folder: string, found: string[] = []): string[] {
  const names = readdirSync(folder).filter((name) => name !== ".git" && name !== ".terraform");
  if (names.some((name) => ends.test(name))) found.push(folder);
  for (const name of names) {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) pieces(path, found);
    else if (/\.(json|ya?ml)$/.test(name) && !ends.test(name)) found.push(path);
  }
  return found;
}

/** Judges everything there is. What Terraform could not read either is refused with its place, never by a crash. */
async function crashes(root: string): Promise<number> {
  const counts = { judged: 0, refused: 0, crashed: 0, plans: 0 };
  for (const piece of pieces(root)) {
    try {
      const { rules, stage } = runPolicy(await loadDocuments(piece), { boundary, today });
      counts.judged++;
      if (stage === "plan") counts.plans++;
      for (const { rule } of rules.filter(({ crashed }) => crashed)) {
        counts.crashed++;
        console.log(`${rule} broke on ${piece}`);
      }
    } catch (error) {
      if (error instanceof DocumentError) counts.refused++;
      else {
        counts.crashed++;
        console.log(`crash in ${piece}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
      }
    }
  }
  const { judged, plans, refused, crashed } = counts;
  console.log(`${judged} pieces judged (${plans} plans), ${refused} refused as unreadable, ${crashed} crashes`);
  return crashed;
}

async function main(root: string): Promise<number> {
  const isGood = print(await scores(root));
  return (await crashes(root)) === 0 && isGood ? 0 : 1;
}

const root = process.env.AI_FACTORY_FIXTURES;
if (root === undefined || !existsSync(root)) {
  console.log("labels of others: SKIPPED; set AI_FACTORY_FIXTURES to a folder with checkouts of Checkov and others");
} else {
  main(root).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 2;
    },
  );
}
