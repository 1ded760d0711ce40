/**
 * `register.ts native FOLDER OUT`, `register.ts program FILE OUT`: runs a Pulumi program under the SDK's mocks and writes
 * what it registered. In a process of its own because the mocks are global.
 */
import { writeFileSync } from "node:fs";
import { NativeFactory } from "../../pulumi";
import { Program } from "../../pulumi/program";
import { readStacks } from "../../pulumi/synthesised";
import { tokenRow } from "../../pulumi/tokens";
import { registrationsOf } from "./mocks";

const answers = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012", arn: "arn", userId: "user", id: "id" },
  "aws:ec2/getNetworkInterface:getNetworkInterface": { id: "eni-1", privateIp: "10.0.0.10" },
  "aws:ec2/getSubnet:getSubnet": { id: "subnet-1", arn: "arn:aws:ec2:::subnet/subnet-1" },
  "terraform:state:getLocalReference": { outputs: { cluster_name: "training", zones: ["a", "b"], nodes: 4 } },
  "terraform:state:getS3Reference": { outputs: { cluster_name: "training" } },
};

/** Output properties of the SDK's classes that the folder's references read. */
function readsOf(folder: string): readonly (readonly [string, string])[] {
  const program = new Program(readStacks(folder));
  const reads = program.stacks.flatMap((stack) =>
    program.resourcesOf(stack).flatMap((entry) =>
      program.attributesOf(entry).map((each) => {
        const row = tokenRow(entry.type);
        return [row?.token ?? "", row?.nameOf(each) ?? each] as const;
      }),
    ),
  );
  return [...new Map(reads.map((read) => [read.join(" "), read])).values()];
}

async function main([kind, source = "", out = ""]: readonly string[]): Promise<void> {
  let exported: unknown;
  const program = () => {
    if (kind === "native") return new NativeFactory("factory", { folder: source }).outputs;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program to run is chosen at run time
    exported = require(source);
    return exported;
  };
  const registrations = await registrationsOf(program, answers);
  const reads = kind === "native" ? readsOf(source) : [];
  writeFileSync(out, JSON.stringify({ registrations, reads, exported: Object.keys((exported as object) ?? {}) }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
