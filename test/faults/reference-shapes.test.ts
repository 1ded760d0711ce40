import { errorsIn } from "./reference-shapes";

// One of each kind; `npm run test:faults` judges all of them.
describe.each(["eks-p5-odcr", "eks-p6-b200-capacity-block", "SuperPOD H100, 1 unit"])(
  "the published shape %s",
  (name) => {
    it("raises no error", () => {
      expect(errorsIn(name).map(({ rule, message, path }) => [rule, message, path])).toEqual([]);
    });
  },
);
