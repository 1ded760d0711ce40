import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { profiles } from "../../policy/profiles";
import { policyRules } from "../../policy/rules";
import { policyIndex, policyRuleDocument } from "../../tools/policy/docs";
import { profileDocument, profileFile } from "../../tools/policy/profile-page";

const folder = join(__dirname, "../../docs/policy");

describe("the pages of the sovereign rules and profiles", () => {
  it("are what they say today; `npx tsx tools/policy/docs.ts` writes them", () => {
    const expected = new Map(policyRules.map((rule) => [`${rule.id}.md`, policyRuleDocument(rule)]));
    for (const profile of profiles) expected.set(profileFile(profile), profileDocument(profile));
    expected.set("README.md", policyIndex());
    expect(readdirSync(folder).sort()).toEqual([...expected.keys()].sort());
    for (const [name, text] of expected) expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });
});
