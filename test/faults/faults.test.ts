import { golden } from "./golden";
import { runSuite } from "./suite";

// What three examples emit, which have most of what a factory can have; `npm run test:faults` runs all of it.
describe.each(["cloud-training", "hybrid-burst", "supercomputer-dual-stack"])(
  "single faults in what %s emits",
  (name) => {
    const results = runSuite(golden(name), { light: true }).filter(
      ({ verdict }) => verdict !== "none of this example's",
    );

    it("are many", () => expect(results.length).toBeGreaterThan(40));

    it.each(results.map(({ rule, name: fault, verdict }) => [rule, fault, verdict]))(
      "%s finds: %s",
      (_rule, _fault, verdict) => expect(verdict).toBe("caught"),
    );
  },
);
