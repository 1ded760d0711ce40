import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stagingContainer } from "../../../constructs/serving/model-weights";
import { digest, fakeStore } from "./fixture";

const container = stagingContainer({ store: fakeStore(), prefix: "model/1", sha256OfSums: digest });
const root = mkdtempSync(join(tmpdir(), "weights-"));

/** An S3 client that copies from a folder: `s3 cp … <object> <file>` and `s3 sync … <prefix> .`. */
const client = `#!/bin/sh
case "$2" in
  cp) cp "$FAKE_BUCKET/SHA256SUMS" SHA256SUMS ;;
  sync) cp "$FAKE_BUCKET"/* . ;;
esac
`;

/** A bucket with two files and their list, changed by `change`; what staging makes of it. */
function stage(change: (bucket: string, target: string) => void = () => undefined) {
  const place = mkdtempSync(join(root, "case-"));
  const [bucket, target, bin] = ["bucket", "target", "bin"].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [bucket, target, bin]) mkdirSync(folder);
  writeFileSync(join(bin, "aws"), client);
  chmodSync(join(bin, "aws"), 0o755);
  writeFileSync(join(bucket, "config.json"), "{}");
  writeFileSync(join(bucket, "model.safetensors"), "weights");
  execFileSync("sh", ["-c", "sha256sum config.json model.safetensors > SHA256SUMS"], { cwd: bucket });
  const [sums] = execFileSync("sha256sum", ["SHA256SUMS"], { cwd: bucket, encoding: "utf8" }).split(" ");
  change(bucket, target);
  const { status } = spawnSync("sh", container.command.slice(1), {
    env: {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      FAKE_BUCKET: bucket,
      TARGET: target,
      BUCKET: "b",
      PREFIX: "p",
      S3_ENDPOINT: "",
      SHA256_OF_SUMS: sums,
    },
  });
  return { status, files: readdirSync(target).sort() };
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the weights of a model", () => {
  it("are fetched and verified", () => {
    expect(stage()).toEqual({ status: 0, files: ["SHA256SUMS", "config.json", "model.safetensors"] });
  });

  it("stop the pod where a file is another than was approved", () => {
    expect(stage((bucket) => writeFileSync(join(bucket, "model.safetensors"), "others")).status).not.toBe(0);
  });

  it("stop the pod where the list itself was changed with the file", () => {
    const changed = stage((bucket) => {
      writeFileSync(join(bucket, "model.safetensors"), "others");
      execFileSync("sh", ["-c", "sha256sum config.json model.safetensors > SHA256SUMS"], { cwd: bucket });
    });
    expect(changed.status).not.toBe(0);
  });

  it("stop the pod where a file lies among them that nobody listed", () => {
    expect(stage((bucket) => writeFileSync(join(bucket, "modeling.py"), "import os")).status).toBe(1);
  });

  it("stop the pod where a file is missing", () => {
    expect(stage((bucket) => rmSync(join(bucket, "config.json"))).status).not.toBe(0);
  });
});
