import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimateCommand, runEstimate } from "../../../cli/commands/estimate";

const asked = { model: "llama-3.3-70b", accelerator: "h100", count: 8, precision: "fp8" } as const;

test("the text names figures, memory, sureness, assumptions and measured points", () => {
  const { exitCode, stdout, stderr } = runEstimate({ ...asked, usdPerHour: 4, format: "text" });
  expect(exitCode).toBe(0);
  expect(stderr).toBe("");
  for (const part of [
    "tokens/s",
    "cost of a million output tokens",
    "weights",
    "key-value cache",
    "how sure: measured",
  ]) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toContain("assumed: requests of 1024 input and 1024 output tokens");
  expect(stdout).toContain("Llama-3.3-70B on 2 x H100 fp8 1000/1000");
  expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
});

test("the JSON is the library's own estimate", () => {
  const { exitCode, stdout } = runEstimate({ ...asked, format: "json" });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "estimated",
    memory: { fits: true },
    nearestPoints: [{}, {}, {}],
  });
});

test("training is estimated with --training", () => {
  const { exitCode, stdout } = runEstimate({
    ...asked,
    count: 512,
    training: true,
    tokens: 1e12,
    usdPerHour: 3,
    format: "text",
  });
  expect(exitCode).toBe(0);
  for (const part of [
    "time to train",
    "model FLOPS utilisation",
    "optimiser",
    "energy of the run",
    "cost of the run",
  ]) {
    expect(stdout).toContain(part);
  }
});

test("a model that does not fit ends with 1 and says what to change", () => {
  const result = runEstimate({ ...asked, model: "llama-3.1-405b", precision: "bf16", format: "text" });
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toContain("use at least 16 accelerators");
});

test("unknown figures end with 1 and are named", () => {
  const result = runEstimate({ ...asked, accelerator: "rtx-pro-6000-server", format: "text" });
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toContain("no memory bandwidth of RTX PRO 6000");
});

test("wrong names end with 2 and a suggestion, all at once", () => {
  const result = runEstimate({ ...asked, model: "lama-3.3-70b", accelerator: "h10", format: "text" });
  expect(result.exitCode).toBe(2);
  expect(result.stdout).toBe("");
  expect(result.stderr).toContain("did you mean 'llama-3.3-70b'?");
  expect(result.stderr).toContain("did you mean 'h100'?");
});

test("missing and misplaced options end with 2, all at once", () => {
  const result = runEstimate({ tokens: 1e9, format: "text" });
  expect(result.exitCode).toBe(2);
  for (const part of ["--model is", "--accelerator is", "--count is", "--precision is", "--tokens needs --training"]) {
    expect(result.stderr).toContain(part);
  }
  expect(runEstimate({ ...asked, training: true, isl: 5, format: "text" }).stderr).toBe(
    "error: --tokens is missing: tokens to train on\nerror: --isl is of no use with --training\n",
  );
  expect(runEstimate({ ...asked, precision: "int8", training: true, tokens: 1, format: "text" }).exitCode).toBe(2);
});

test("a model's own parameters come from a file, and a bad file is an error", () => {
  const folder = mkdtempSync(join(tmpdir(), "estimate-"));
  try {
    const file = join(folder, "model.json");
    const own = { totalParametersB: 3, activeParametersB: 3, layers: 28, hiddenSize: 3072, intermediateSize: 8192 };
    const heads = { attentionHeads: 24, kvHeads: 8, headDim: 128, vocabularySize: 128_256, contextTokens: 8192 };
    const input = { ...asked, model: undefined, modelFile: file, count: 1, format: "json" } as const;
    writeFileSync(file, JSON.stringify({ ...own, ...heads }));
    expect(runEstimate(input).exitCode).toBe(0);
    writeFileSync(file, JSON.stringify(own));
    expect(runEstimate(input)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("model.kvHeads is missing"),
    });
    writeFileSync(file, "{");
    expect(runEstimate(input)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("cannot be read") });
    writeFileSync(file, "[1]");
    expect(runEstimate(input)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("no JSON object") });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the command parses numbers, tokens with a suffix, and refuses what is neither", () => {
  const parsed = (args: readonly string[]) => {
    const command = estimateCommand().exitOverride();
    command.configureOutput({ writeErr: () => undefined });
    command.parseOptions([...args]);
    return command.opts();
  };
  expect(parsed(["--tokens", "15.6T", "--count", "8", "--training"])).toMatchObject({
    tokens: 15.6e12,
    count: 8,
    training: true,
    format: "text",
  });
  expect(() => parsed(["--count", "eight"])).toThrow("give a number");
  expect(() => parsed(["--precision", "fp9"])).toThrow("Allowed choices");
});
