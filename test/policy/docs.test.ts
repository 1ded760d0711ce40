import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyRules } from "../../policy/rules";
import { policyIndex, policyRuleDocument } from "../../tools/policy/docs";

const folder = join(__dirname, "../../docs/policy");

describe("the pages of the sovereign rules", () => {
  it("are what the rules say today; `npx tsx tools/policy/docs.ts` writes them", () => {
    const expected = new Map(policyRules.map((rule) => [`${rule.id}.md`, policyRuleDocument(rule)]));
    expected.set("README.md", policyIndex());
    expect(readdirSync(folder).sort()).toEqual([...expected.keys()].sort());
    for (const [name, text] of expected) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });
});
