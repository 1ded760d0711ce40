import { documentsFromMemory } from "../../documents";
import { runRules } from "../../validation/engine";
import { fail, pass, unknown, type Outcome, type Rule } from "../../validation/rule";
import { rules } from "../../validation/rules";
import { acknowledgement } from "./support/acknowledgement";
import { emptyModel } from "./support/model";

function ruleThat(check: () => Iterable<Outcome>, parts: Partial<Rule> = {}): Rule {
  return {
    id: "OPS-999-example",
    family: "OPS",
    title: "an example",
    severity: "error",
    reads: "model",
    cause: "none",
    mend: "change it",
    sources: [],
    unknownMeans: "never",
    example: { fails: "a", passes: "b" },
    check,
    ...parts,
  };
}

const subject = { model: emptyModel() };
const closing = rules.filter(({ family }) => family === "ACK");

describe("the engine", () => {
  it("counts passes, fails and unknowns, and makes findings of the latter two", () => {
    const rule = ruleThat(() => [
      pass({ path: "a" }),
      fail({ path: "b", address: "aws_vpc.b" }, { message: "is wrong", given: 1, allowed: 2 }),
      unknown({ path: "c" }, { message: "is not known yet" }),
    ]);
    const result = runRules([rule], subject);
    expect(result.rules).toEqual([{ rule: rule.id, ran: true, pass: 1, fail: 1, unknown: 1, crashed: false }]);
    expect(result.findings).toEqual([
      {
        rule: rule.id,
        severity: "error",
        verdict: "fail",
        message: "is wrong",
        path: "b",
        address: "aws_vpc.b",
        given: 1,
        allowed: 2,
        fix: "change it",
      },
      { rule: rule.id, severity: "info", verdict: "unknown", message: "is not known yet", path: "c", fix: "change it" },
    ]);
  });

  it("makes an error of a rule that breaks, keeps what it had found, and runs the others", () => {
    const broken = ruleThat(function* () {
      yield fail({ path: "a" }, { message: "is wrong" });
      throw new TypeError("x is not a function");
    });
    const other = ruleThat(() => [pass({ path: "a" })], { id: "OPS-998-other" });
    const result = runRules([broken, other], subject);
    expect(result.findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ["OPS-999-example", "error", "the rule itself failed: x is not a function"],
      ["OPS-999-example", "error", "is wrong"],
    ]);
    expect(result.rules.map(({ rule, crashed, pass: passed }) => [rule, crashed, passed])).toEqual([
      ["OPS-998-other", false, 1],
      ["OPS-999-example", true, 0],
    ]);
  });

  it.each([
    ["model", { model: emptyModel() }],
    ["documents", { documents: documentsFromMemory({}) }],
    ["both", { model: emptyModel(), documents: documentsFromMemory({}) }],
  ] as const)("runs a rule that reads %s only where that is there", (reads, enough) => {
    const rule = ruleThat(() => [pass({ path: "a" })], { reads });
    expect(runRules([rule], enough).rules[0]).toMatchObject({ ran: true, pass: 1 });
    expect(runRules([rule], {}).rules[0]).toMatchObject({ ran: false, pass: 0 });
  });

  it("orders findings by weight, rule and path, whatever the order of rules and outcomes", () => {
    const found = ["b", "a"].map((path) => fail({ path }, { message: "is wrong" }));
    const one = ruleThat(() => found);
    const two = ruleThat(() => [...found].reverse(), { id: "OPS-001-first", severity: "warning" });
    const order = (given: readonly Rule[]) =>
      runRules(given, subject).findings.map(({ rule, path }) => `${rule} ${path}`);
    const expected = ["OPS-999-example a", "OPS-999-example b", "OPS-001-first a", "OPS-001-first b"];
    expect(order([one, two])).toEqual(expected);
    expect(order([two, one])).toEqual(expected);
  });
});

describe("acknowledgements", () => {
  const rule = ruleThat(
    () => ["factory/network", "factory/network/a"].map((path) => fail({ path }, { message: "overlaps" })),
    { id: "NET-001-cidr-overlap" },
  );
  const check = (acknowledgements: readonly ReturnType<typeof acknowledgement>[], today = "2026-11-21") =>
    runRules([rule, ...closing], subject, { acknowledgements, today });

  it("silence exactly the finding of that rule at that path", () => {
    const { findings, acknowledged } = check([acknowledgement()]);
    expect(findings.map(({ path }) => path)).toEqual(["factory/network/a"]);
    expect(acknowledged.map(({ finding, acknowledgement: { owner } }) => [finding.path, owner])).toEqual([
      ["factory/network", "network team"],
    ]);
  });

  it("count on their last day, and are findings beside the one that stands again on the day after", () => {
    const one = [acknowledgement({ expires: "2026-11-21" })];
    expect(check(one, "2026-11-21").acknowledged).toHaveLength(1);
    const { findings, acknowledged } = check(one, "2026-11-22");
    expect(acknowledged).toEqual([]);
    expect(findings.map(({ rule: id, path }) => [id, path])).toEqual([
      ["ACK-001-expired-acknowledgement", "factory/network"],
      ["NET-001-cidr-overlap", "factory/network"],
      ["NET-001-cidr-overlap", "factory/network/a"],
    ]);
  });

  it.each([
    ["another rule", { rule: "NET-002-other" }],
    ["another path", { path: "factory/network/b" }],
    ["a pattern", { path: "factory/*" }],
  ])("for %s silence nothing and are findings themselves", (_name, parts) => {
    const { findings, acknowledged } = check([acknowledgement(parts)]);
    expect(acknowledged).toEqual([]);
    expect(findings.map(({ rule: id }) => id).sort()).toEqual([
      "ACK-002-unmatched-acknowledgement",
      "NET-001-cidr-overlap",
      "NET-001-cidr-overlap",
    ]);
  });

  it("cannot acknowledge findings about acknowledgements", () => {
    const stale = acknowledgement({ expires: "2026-01-01" });
    const second = acknowledgement({ rule: "ACK-001-expired-acknowledgement" });
    expect(check([stale, second]).findings.map(({ rule: id }) => id)).toContain("ACK-001-expired-acknowledgement");
  });

  it("need a day", () => {
    expect(() => runRules([rule], subject, { acknowledgements: [acknowledgement()] })).toThrow(/state the day/);
  });

  it("count without a day where expiry is not judged, as at synth, and must still match", () => {
    const unjudged = (path: string) =>
      runRules([rule, ...closing], subject, {
        acknowledgements: [acknowledgement({ path, expires: "2020-01-01" })],
        judgesExpiry: false,
      });
    expect(unjudged("factory/network").acknowledged).toHaveLength(1);
    expect(unjudged("factory/elsewhere").findings.map(({ rule: id }) => id)).toContain(
      "ACK-002-unmatched-acknowledgement",
    );
  });
});
