import { golden, goldenNames } from "./golden";
import { runSuite } from "./suite";

// The light form: what was emitted only, each fault against its own rule. `npm run test:faults` runs all of it.
describe.each(goldenNames)("single faults in what %s emits", (name) => {
  const results = runSuite(golden(name), { light: true }).filter(({ verdict }) => verdict !== "none of this example's");

  it("are many", () => expect(results.length).toBeGreaterThan(name === "hybrid-burst" ? 10 : 40));

  it.each(results.map(({ rule, name: fault, verdict }) => [rule, fault, verdict]))(
    "%s finds: %s",
    (_rule, _fault, verdict) => expect(verdict).toBe("caught"),
  );
});
