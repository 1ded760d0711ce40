import { compatibilityRules } from "../../catalog/compatibility";
import { componentKubernetesVersionJudges } from "../../validation/rules/VER-101-component-kubernetes-version";
import { gpuDriverSettingsJudges } from "../../validation/rules/VER-102-gpu-driver-settings";
import { oneOwnerOfHardwareJudges } from "../../validation/rules/VER-103-one-owner-of-hardware";
import { componentNeedsJudges } from "../../validation/rules/VER-104-component-needs";
import { componentPlacementJudges } from "../../validation/rules/VER-105-component-placement";
import { publicRegistryJudges } from "../../validation/rules/VER-106-public-registry";
import { inRange } from "../../validation/platform/versions";

const judged = [
  componentKubernetesVersionJudges,
  gpuDriverSettingsJudges,
  oneOwnerOfHardwareJudges,
  componentNeedsJudges,
  componentPlacementJudges,
  publicRegistryJudges,
].flatMap((judges) => Object.keys(judges));

describe("the compatibility table", () => {
  it("has a judge for every row", () => {
    expect([...new Set(judged)].sort()).toEqual(
      compatibilityRules()
        .map(({ id }) => id)
        .sort(),
    );
  });
});

describe("a range of versions", () => {
  it.each([
    ["1.35", ">=1.25.0-0", true],
    ["1.24", ">=1.25.0-0", false],
    ["1.30", ">= 1.21.0-0 (26.7.0-rc.1 raises it to >= 1.32.0-0)", true],
    ["1.36", ">= 1.29.0-0, <1.36.0", false],
    ["1.23", ">=v1.23.0-0", true],
    ["1.30", "~1.30", undefined],
    ["1.30", "", undefined],
  ])("%s in '%s' is %s", (version, range, expected) => expect(inRange(version, range)).toBe(expected));
});
