import type { BoundaryData } from "../../policy/boundary";
import { boundaryRows } from "../../policy/description";

/** Name of the file of a profile's page. */
export function profileFile({ name }: Pick<BoundaryData, "name">): string {
  return `profile-${name}.md`;
}

/** The page of one profile: what it allows, from what sources, and how it is used. */
export function profileDocument(profile: BoundaryData): string {
  const rows = boundaryRows(profile).map(([name, words]) => `| ${name} | ${words} |`);
  const sources = profile.sources.map(
    ({ title, url, asOf }) => `- ${url === undefined ? title : `[${title}](${url})`} (${asOf})`,
  );
  const lines = [
    `# ${profile.name}`,
    "",
    profile.description,
    "",
    `Looked at last on ${profile.asOf}. A clean run is evidence, no certificate.`,
    "",
    "```sh",
    `npx aifactory check cdktf.out --boundary ${profile.name}`,
    "```",
    "",
    "A boundary of your own `extends` it and states what differs: your accounts, your registry, your hosts.",
    "",
    "| | |",
    "|---|---|",
    ...rows,
    "",
    "## Sources",
    "",
    ...sources,
    "",
  ];
  return lines.join("\n");
}
