import { Capacity } from "ai-factory-blueprints";
import { factoryMatchers, resourcesOf, synthStack } from "ai-factory-blueprints/testing";
import { designRules } from "ai-factory-blueprints/validation";
import { App } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AcmeFactory, acmeBoundary, poolSize } from "../src";

expect.extend(factoryMatchers);

const outdir = mkdtempSync(join(tmpdir(), "acme-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function factory({ nodes = 2, region = "eu-north-1" } = {}): AcmeFactory {
  return new AcmeFactory(new App({ outdir }), "demo", {
    costCentre: "12345",
    region,
    zones: [`${region}a`, `${region}b`],
    pools: [
      { name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 0, maxNodes: nodes }) },
    ],
  });
}

test("a small factory in Acme's regions is valid and stays inside", async () => {
  const built = factory();
  await expect(built).toBeValidFactory({ rules: [...designRules, poolSize] });
  await expect(built.infra).toStayInside(acmeBoundary);
});

test("a pool beyond the contract is refused by Acme's rule, at synth too", async () => {
  const built = factory({ nodes: 33 });
  await expect(built).toHaveFinding("CAP-900", { rules: [poolSize] });
  await expect(() => (built.node.root as App).synth()).toHaveFinding("CAP-900");
});

test("a region outside the boundary is refused at synth", async () => {
  const built = factory({ region: "us-east-1" });
  await expect(built.infra).not.toStayInside(acmeBoundary);
  expect(() => (built.node.root as App).synth()).toThrow(/us-east-1/);
});

test("the notice is on the cluster and the tags are on what is in AWS", () => {
  const built = factory();
  expect(JSON.stringify(synthStack(built.platform))).toContain("does not belong on this cluster");
  const [vpc] = Object.values(resourcesOf(synthStack(built.infra), "aws_vpc"));
  expect(JSON.stringify([vpc, synthStack(built.infra).provider])).toContain("12345");
});
