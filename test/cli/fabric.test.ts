import { runFabric } from "../../cli/commands/fabric";
import { program } from "../../cli/program";

describe("aifactory fabric", () => {
  it("prints 32 leaf and 16 spine switches for 127 nodes of dgx-h100", () => {
    const { exitCode, stdout, stderr } = runFabric({ system: "dgx-h100", nodes: 127, format: "json" });
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      endpoints: 1016,
      tiers: [
        { name: "leaf", switches: 32, ports: 2048 },
        { name: "spine", switches: 16, ports: 1024 },
      ],
      cables: 2044,
      oversubscription: 1,
      findings: [],
    });
  });

  it("prints the same as text", () => {
    const { stdout } = runFabric({ system: "dgx-h100", nodes: 127, format: "text" });
    expect(stdout).toMatch(/leaf +│ QM9700 +│ 32 /);
    expect(stdout).toMatch(/spine +│ QM9700 +│ 16 /);
  });

  it("divides an adapter over planes and takes any switch by ports and speed", () => {
    const twin = runFabric({ system: "dgx-b300", nodes: 64, planes: 2, switch: "sn5600", format: "json" });
    expect(JSON.parse(twin.stdout)).toMatchObject({ tiers: [{ switches: 16 }, { switches: 8 }], cables: 1024 });
    const own = runFabric({ system: "dgx-h100", nodes: 64, switch: "128x400", format: "json" });
    expect(JSON.parse(own.stdout)).toMatchObject({ technology: "ethernet", tiers: [{ switches: 8 }, { switches: 4 }] });
  });

  it("takes the XDR switch for adapters of 800 Gb/s", () => {
    const { stdout } = runFabric({ system: "dgx-b300", nodes: 71, format: "json" });
    expect(JSON.parse(stdout).tiers[0]).toMatchObject({ model: "Q3400-RA", switches: 8 });
  });

  it("says what was probably meant, and ends with 2", () => {
    expect(runFabric({ system: "dgx-h10", nodes: 4, format: "text" })).toMatchObject({
      exitCode: 2,
      stderr: "error: unknown system 'dgx-h10'; did you mean 'dgx-h100'?\n",
    });
    const misspelt = runFabric({ system: "dgx-h100", nodes: 4, switch: "QM970", format: "text" });
    expect(misspelt).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("did you mean 'QM9700'?") });
    const none = runFabric({ system: "dgx-h100", nodes: 4, switch: "zzzzzzzzzzzz", format: "text" });
    expect(none.stderr).toContain("known: QM9700");
  });

  it("asks for everything that is missing at once", () => {
    expect(runFabric({ format: "text" }).stderr).toBe("error: --system is missing\nerror: --nodes is missing\n");
    const open = runFabric({ system: "mi300x-node", nodes: 8, format: "text" });
    expect(open.exitCode).toBe(2);
    expect(open.stderr.trim().split("\n")).toHaveLength(2);
    expect(runFabric({ system: "mi300x-node", nodes: 8, rails: 8, nicGbps: 400, format: "json" }).exitCode).toBe(0);
  });

  it("ends with 1 and the finding where the fabric cannot be built", () => {
    const tooMany = runFabric({ system: "dgx-h100", nodes: 9000, format: "text" });
    expect(tooMany).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("FAB-070-fabric-ports") });
    const asJson = runFabric({ system: "dgx-h100", nodes: 9000, format: "json" });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ tiers: [], findings: [{ rule: "FAB-070-fabric-ports" }] });
  });

  it.each([
    ["--nodes", "0"],
    ["--nodes", "1.5"],
    ["--tiers", "4"],
    ["--oversubscription", "0.5"],
    ["--format", "xml"],
  ])("ends with 2 on %s %s", (option, value) => {
    const exit = jest.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const errors = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const run = () => program().parse(["fabric", option, value], { from: "user" });
    expect(run).toThrow("exit 2");
    exit.mockRestore();
    errors.mockRestore();
  });
});
