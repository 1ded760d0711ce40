/** Labels of all that is a team's; OpenCost and reports add up by them. */
export function teamLabels(name: string, costCentre = name): Record<string, string> {
  return { "ai-factory/team": name, "ai-factory/cost-centre": costCentre };
}
