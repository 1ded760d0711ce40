import type { PolicyStatement } from "../../../constructs/contracts";
import { cloudWatchExporterStatements } from "../../../constructs/observability";
import {
  efsCsiStatements,
  FsxCsiDriver,
  fsxCsiStatements,
  loadBalancerControllerStatements,
} from "../../../constructs/platform";

const ofRegion: Record<string, (region: string) => readonly PolicyStatement[]> = {
  "the load balancer controller": loadBalancerControllerStatements,
  "the FSx driver": (region) => fsxCsiStatements({ region, clusterName: "factory", keyArns: ["arn:key"] }),
  "the EFS driver": (region) => efsCsiStatements(region),
  "the CloudWatch exporter": cloudWatchExporterStatements,
};

describe.each(Object.entries(ofRegion))("the AWS identity of %s", (_, statementsOf) => {
  const statements = statementsOf("eu-north-1");

  it("allows named actions only", () => {
    for (const action of statements.flatMap(({ actions }) => actions))
      expect(action).toMatch(/^[a-z0-9]+:[A-Za-z0-9]+$/);
  });

  it("writes nothing that it cannot name or has not made", () => {
    const writes = statements.filter(({ actions }) => actions.some((action) => !/:(Describe|List|Get)/.test(action)));
    const open = writes.filter(({ resources, conditions }) => resources.includes("*") && conditions === undefined);
    expect(open).toEqual([]);
  });

  it("is in the partition of its region", () => {
    for (const region of ["eu-north-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"]) {
      const partition =
        { "eu-north-1": "aws", "us-gov-west-1": "aws-us-gov", "cn-north-1": "aws-cn" }[region] ?? "aws-eusc";
      const arns = statementsOf(region).flatMap(({ resources }) =>
        resources.filter((arn) => arn.startsWith("arn:aws")),
      );
      for (const arn of arns) expect(arn).toMatch(new RegExp(`^arn:${partition}:`));
    }
  });

  it("gives every statement a name of its own, and fits into an inline policy", () => {
    const names = statements.map(({ sid }) => sid);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+$/);
    expect(JSON.stringify(statements).length).toBeLessThan(10_240);
  });
});

describe("the FSx driver", () => {
  it("may change only filesystems with the tag that it gives to those it makes", () => {
    const { values } = new FsxCsiDriver({ clusterName: "factory" });
    expect(values.controller).toMatchObject({ extraTags: { "ai-factory-cluster": "factory" } });
    const [own] = fsxCsiStatements({ region: "eu-north-1", clusterName: "factory" }).filter(({ actions }) =>
      actions.includes("fsx:DeleteFileSystem"),
    );
    expect(own!.conditions).toEqual({ StringEquals: { "aws:ResourceTag/ai-factory-cluster": "factory" } });
  });

  it("may use keys through FSx alone, and none where none is named", () => {
    const keyed = fsxCsiStatements({ region: "eu-north-1", clusterName: "f", keyArns: ["arn:key"] });
    expect(keyed.at(-1)).toMatchObject({
      resources: ["arn:key"],
      conditions: { StringEquals: { "kms:ViaService": "fsx.eu-north-1.amazonaws.com" } },
    });
    const without = fsxCsiStatements({ region: "eu-north-1", clusterName: "f" });
    expect(without.flatMap(({ actions }) => actions).join()).not.toContain("kms:");
  });
});

describe("the EFS driver", () => {
  it("makes access points on the named filesystems only", () => {
    const [create] = efsCsiStatements("eu-north-1", ["arn:fs"]).filter(({ actions }) =>
      actions.includes("elasticfilesystem:CreateAccessPoint"),
    );
    expect(create!.resources).toEqual(["arn:fs"]);
  });
});
