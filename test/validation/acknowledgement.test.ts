import fc from "fast-check";
import { AcknowledgementFileError, parseAcknowledgements } from "../../validation/acknowledgement";
import { acknowledgement } from "./support/acknowledgement";

const yaml = `
acknowledgements:
  - rule: NET-001-cidr-overlap
    path: factory/network
    reason: the sites are never linked
    owner: network team
    expires: 2027-01-31
`;

function problemsOf(text: string): readonly string[] {
  try {
    parseAcknowledgements(text, "ack.yaml");
  } catch (error) {
    if (error instanceof AcknowledgementFileError) return error.problems;
    throw error;
  }
  return [];
}

describe("a file of acknowledgements", () => {
  it("is YAML with or without the outer key, or JSON", () => {
    const expected = [acknowledgement()];
    expect(parseAcknowledgements(yaml, "ack.yaml")).toEqual(expected);
    expect(parseAcknowledgements(JSON.stringify(expected), "ack.json")).toEqual(expected);
    expect(parseAcknowledgements(JSON.stringify({ acknowledgements: expected }), "ack.json")).toEqual(expected);
    expect(parseAcknowledgements("acknowledgements: []", "ack.yaml")).toEqual([]);
  });

  it("is refused with every problem at once", () => {
    const broken = [
      { ...acknowledgement(), expires: "31.1.2027", owner: " " },
      { ...acknowledgement(), expire: "x" },
      7,
    ];
    expect(problemsOf(JSON.stringify(broken))).toEqual([
      "acknowledgements[0]: 'owner' is missing or empty",
      "acknowledgements[0]: 'expires' is '31.1.2027'; write a day as YYYY-MM-DD",
      "acknowledgements[1]: 'expire' is no field; did you mean 'expires'?",
      "acknowledgements[2]: is no object with rule, path, reason, owner and expires",
    ]);
  });

  it.each([
    ["a day that is not in the calendar", yaml.replace("2027-01-31", "2027-02-30"), /write a day/],
    ["no list", "rule: x", /has no list of acknowledgements/],
    ["an empty file", "", /has no list/],
    ["broken YAML", "acknowledgements: [", /neither YAML nor JSON/],
  ])("is refused with %s", (_name, text, problem) => {
    expect(problemsOf(text).join("\n")).toMatch(problem);
  });

  it("is never read as something else than a list of acknowledgements or an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Array.isArray(problemsOf(text))).toBe(true);
      }),
    );
  });
});
