import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { folderWith } from "../documents/support";

const root = join(__dirname, "..", "..");

/** Runs the command line as a process of its own, as a user does. */
function aifactory(...args: readonly string[]) {
  const node = ["--conditions=source", "--import", "tsx", join(root, "cli", "bin.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, ...args], { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the command line", () => {
  it("exits 2 on bad usage, with a suggestion", () => {
    expect(aifactory("chek")).toMatchObject({ status: 2, stderr: expect.stringMatching(/Did you mean check\?/) });
    expect(aifactory("check")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/missing required argument 'path'/),
    });
    expect(aifactory("list", "regions", "--format", "xml")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Allowed choices/),
    });
  });

  it("exits 2 without a stack trace on what it cannot read", () => {
    const { status, stdout, stderr } = aifactory("check", folderWith({ "cdk.tf.json": "{" }));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("shows its help with all commands and exits 0", () => {
    const { status, stdout, stderr } = aifactory("--help");
    // A switch that this version of Node does not know would be said there.
    expect([status, stderr]).toEqual([0, ""]);
    for (const command of ["check", "explain", "list", "estimate", "fabric"])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });
});
