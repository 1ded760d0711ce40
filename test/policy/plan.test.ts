import { documentsFromMemory } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { of } from "./support/judge";

interface Planned {
  readonly type: string;
  readonly values: object;
  readonly unknown: object;
  readonly expressions: object;
}

function judgePlan(...resources: readonly Planned[]) {
  const address = ({ type }: Planned) => `${type}.x`;
  const plan = {
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: resources.map((one) => ({
          address: address(one),
          mode: "managed",
          type: one.type,
          name: "x",
          values: one.values,
        })),
      },
    },
    resource_changes: resources.map((one) => ({
      address: address(one),
      change: { actions: ["create"], after: one.values, after_unknown: one.unknown },
    })),
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-central-1" } } } },
      root_module: {
        resources: resources.map((one) => ({
          address: address(one),
          mode: "managed",
          type: one.type,
          name: "x",
          provider_config_key: "aws",
          expressions: one.expressions,
        })),
      },
    },
  };
  return runPolicy(documentsFromMemory({ plan }), { boundary: boundaryProfile("eu-strict"), today: "2026-11-21" });
}

describe("on a plan", () => {
  it("what nobody wrote is what the provider makes of nothing, not an unknown", () => {
    const result = judgePlan(
      {
        type: "aws_subnet",
        values: {},
        unknown: { availability_zone: true, availability_zone_id: true },
        expressions: {},
      },
      {
        type: "aws_ebs_volume",
        values: { encrypted: true },
        unknown: { kms_key_id: true },
        expressions: { encrypted: { constant_value: true } },
      },
      { type: "aws_s3_bucket", values: {}, unknown: { acceleration_status: true }, expressions: {} },
    );
    expect(of(result, "SOV-RES-10")).toEqual([]);
    expect(of(result, "SOV-NET-08")).toEqual([]);
    expect(of(result, "SOV-KEY-02")).toEqual([]);
    expect(of(result, "SOV-KEY-01").map(({ address, verdict }) => [address, verdict])).toContainEqual([
      "aws_ebs_volume.x",
      "fail",
    ]);
  });

  it("a key that the same plan makes is followed, although its ARN is known after apply", () => {
    const result = judgePlan(
      { type: "aws_kms_key", values: { enable_key_rotation: true }, unknown: { arn: true }, expressions: {} },
      {
        type: "aws_cloudwatch_log_group",
        values: {},
        unknown: { kms_key_id: true },
        expressions: { kms_key_id: { references: ["aws_kms_key.x.arn", "aws_kms_key.x"] } },
      },
    );
    expect(of(result, "SOV-KEY-01")).toEqual([]);
    expect(of(result, "SOV-KEY-02")).toEqual([]);
  });

  it("what stays unknown is left to a later stage than the plan", () => {
    const result = judgePlan({
      type: "aws_sqs_queue",
      values: {},
      unknown: { region: true },
      expressions: { region: { references: ["data.external.where.result"] } },
    });
    expect(result.stage).toBe("plan");
    expect(of(result, "SOV-RES-01").map(({ verdict, dischargedBy }) => [verdict, dischargedBy])).toEqual([
      ["unknown", "deploy"],
    ]);
  });

  it("a region, a route or a path that nobody wrote is the provider's, and no obligation", () => {
    const result = judgePlan(
      { type: "aws_s3_bucket", values: {}, unknown: { region: true }, expressions: {} },
      { type: "aws_route_table", values: {}, unknown: { route: true }, expressions: {} },
      { type: "aws_fsx_lustre_file_system", values: {}, unknown: { export_path: true }, expressions: {} },
    );
    expect(of(result, "SOV-RES-01")).toEqual([]);
    expect(of(result, "SOV-NET-02")).toEqual([]);
    expect(of(result, "SOV-AIG-02").filter(({ message }) => message.includes("export_path"))).toEqual([]);
  });
});
