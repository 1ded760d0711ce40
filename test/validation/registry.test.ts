import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { families, ruleTable } from "../../validation/registry";
import { rules } from "../../validation/rules";
import { ruleDocument } from "../../tools/docs/rules";

const root = join(__dirname, "..", "..");
const files = readdirSync(join(root, "validation", "rules"))
  .filter((name) => name.endsWith(".ts") && name !== "index.ts")
  .map((name) => basename(name, ".ts"));
const pages = join(root, "docs", "rules");

describe("the registry of rules", () => {
  it("has every file of the folder, and nothing else, in order", () => {
    expect(rules.map(({ id }) => id)).toEqual([...files].sort());
  });

  it("finds a rule by its id and suggests one for a misspelt id", () => {
    expect(ruleTable.get("NET-001-cidr-overlap").family).toBe("NET");
    expect(() => ruleTable.get("NET-001-cidr-overlaps")).toThrow(/did you mean 'NET-001-cidr-overlap'/);
  });

  it("gives no number twice in a family", () => {
    const numbers = rules.map(({ id }) => id.slice(0, 7));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("has a page for every rule and no page for none", () => {
    const written = readdirSync(pages).filter((name) => name !== "README.md");
    expect(written.sort()).toEqual(files.map((id) => `${id}.md`).sort());
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("has an id made of its family, a number and words", () => {
    expect(id).toMatch(new RegExp(`^${rule.family}-\\d{3}-[a-z0-9]+(-[a-z0-9]+)+$`));
    expect(families[rule.family]).toBeDefined();
  });

  it("says what, why, how to mend it, what unknown means, and where it knows that from", () => {
    for (const text of [
      rule.title,
      rule.cause,
      rule.mend,
      rule.unknownMeans,
      rule.example.fails,
      rule.example.passes,
    ]) {
      expect(text.length).toBeGreaterThan(10);
    }
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.mend).not.toMatch(/\.$/);
    expect(rule.sources.length).toBeGreaterThan(0);
  });

  it("has a test with a passing case and with changes that it must catch", () => {
    const file = join(root, "test", "validation", "rules", `${id}.test.ts`);
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`validation/rules/${id}"`);
    expect(text).toMatch(/describeRule\(/);
  });

  it("has a page that is current; `npx tsx tools/docs/rules.ts` writes it", () => {
    expect(readFileSync(join(pages, `${id}.md`), "utf8")).toBe(ruleDocument(rule));
  });
});
