/** Two small stacks with what no example has: lifecycle, functions, an aliased provider, a state in S3. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "./documents";

const backend = (stack: string) => ({ bucket: "states", key: `${stack}.tfstate`, region: "eu-north-1" });

const first: Block = {
  terraform: { backend: { s3: { ...backend("first"), encrypt: true } } },
  provider: { aws: [{ region: "eu-north-1" }, { alias: "west", region: "eu-west-1" }] },
  output: { vpc: { value: "${aws_vpc.vpc.id}", sensitive: true } },
  resource: {
    aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { subnet: { vpc_id: "${aws_vpc.vpc.id}", cidr_block: '${cidrsubnet("10.0.0.0/16", 8, 1)}' } },
    aws_sqs_queue: { queue: { name: '${join("-", ["queue", aws_vpc.vpc.id])}' } },
    aws_s3_bucket: {
      kept: {
        bucket: "kept",
        timeouts: { create: "20m" },
        lifecycle: { prevent_destroy: true, ignore_changes: "all", create_before_destroy: true },
      },
      replica: { bucket: "replica", provider: "aws.west" },
    },
  },
};

const second: Block = {
  terraform: { backend: { s3: { ...backend("second"), encrypt: true } } },
  provider: { aws: [{ region: "eu-north-1" }] },
  data: { terraform_remote_state: { first: { backend: "s3", config: { ...backend("first"), encrypt: true } } } },
  resource: {
    aws_security_group: { group: { name: "group", vpc_id: "${data.terraform_remote_state.first.outputs.vpc}" } },
  },
};

/** Writes the stacks as `cdktf synth` would. @param changes replaces blocks of the first stack */
export function writeFixture(folder: string, changes: Block = {}): void {
  const documents: Readonly<Record<string, Block>> = { first: { ...first, ...changes }, second };
  const stacks = Object.keys(documents).map((name) => [
    name,
    {
      name,
      constructPath: name,
      dependencies: name === "second" ? ["first"] : [],
      workingDirectory: `stacks/${name}`,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    },
  ]);
  for (const [name, document] of Object.entries(documents)) {
    mkdirSync(join(folder, "stacks", name), { recursive: true });
    writeFileSync(join(folder, "stacks", name, "cdk.tf.json"), JSON.stringify(document));
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
}
