import { findModel, model, suggestModels, type ModelParameters } from "../../catalog/models";
import { checkNumber, type InputProblem, type NumberRange } from "./problem";

/** A model of the catalogue by name, or its own parameters as they are. @throws UnknownNameError */
export function resolveModel(given: string | ModelParameters): ModelParameters {
  return typeof given === "string" ? model(given) : given;
}

/** The same, with problems instead of an exception, and own parameters checked. */
export function checkedModel(given: string | ModelParameters, problems: InputProblem[]): ModelParameters | undefined {
  if (typeof given === "string") {
    const row = findModel(given);
    if (row !== undefined) return row;
    const near = suggestModels(given);
    problems.push({
      field: "model",
      message: `no model is called '${given}'`,
      given,
      allowed: near.length > 0 ? near.join(", ") : "a name of the model table, or the model's own parameters",
      fix: near[0] === undefined ? "give the model's own parameters" : `did you mean '${near[0]}'?`,
    });
    return undefined;
  }
  if (typeof given !== "object" || given === null) {
    const allowed = "a name of the model table, or an object with the model's parameters";
    problems.push({ field: "model", message: "model is missing", given, allowed, fix: "name a model" });
    return undefined;
  }
  const before = problems.length;
  const number = (field: keyof ModelParameters, min: number, max: number, whole: boolean) =>
    checkNumber(problems, `model.${field}`, given[field] as number, { min, max, whole, required: true });
  number("totalParametersB", 0.001, 100_000, false);
  number("activeParametersB", 0.001, 100_000, false);
  number("layers", 1, 1000, true);
  number("hiddenSize", 16, 1_000_000, true);
  number("intermediateSize", 1, 10_000_000, true);
  number("attentionHeads", 1, 10_000, true);
  number("kvHeads", 1, 10_000, true);
  number("headDim", 1, 10_000, true);
  number("vocabularySize", 1, 100_000_000, true);
  number("contextTokens", 1, 1_000_000_000, true);
  if (given.activeParametersB > given.totalParametersB) {
    problems.push({
      field: "model.activeParametersB",
      message: "more parameters are active than there are",
      given: given.activeParametersB,
      allowed: `at most totalParametersB, which is ${given.totalParametersB}`,
      fix: "set activeParametersB to the parameters used for one token",
    });
  }
  checkExperts(given, problems);
  return problems.length === before ? given : undefined;
}

function checkExperts(given: ModelParameters, problems: InputProblem[]): void {
  const layers = Number.isFinite(given.layers) ? given.layers : 1;
  const wide = { min: 1, max: 10_000_000, required: true };
  const ofLayers = { min: 0, max: layers, whole: true, required: true };
  checkPart(problems, "model.moe", given.moe, {
    experts: { min: 1, max: 100_000, whole: true, required: true },
    activeExperts: { min: 1, max: Math.max(1, given.moe?.experts ?? 1), whole: true, required: true },
    sharedExperts: { min: 0, max: 1000, whole: true, required: true },
    expertIntermediateSize: wide,
    layers: ofLayers,
  });
  checkPart(problems, "model.mla", given.mla, {
    kvLoraRank: wide,
    queryLoraRank: wide,
    ropeHeadDim: { ...wide, min: 0 },
    nopeHeadDim: wide,
    valueHeadDim: wide,
  });
  checkPart(problems, "model.slidingWindow", given.slidingWindow, {
    windowTokens: { ...wide, max: 1_000_000_000 },
    layers: ofLayers,
  });
}

/** Checks the numbers of an optional part of the parameters. */
function checkPart<Part extends object>(
  problems: InputProblem[],
  field: string,
  part: Part | undefined,
  ranges: Readonly<Record<keyof Part & string, NumberRange>>,
): void {
  if (part === undefined) return;
  if (typeof part !== "object" || part === null) {
    problems.push({
      field,
      message: `${field} is no object`,
      given: part,
      allowed: `an object with ${Object.keys(ranges).join(", ")}`,
      fix: `leave ${field} out, or give all its numbers`,
    });
    return;
  }
  for (const [name, range] of Object.entries<NumberRange>(ranges)) {
    checkNumber(problems, `${field}.${name}`, part[name as keyof Part] as number, range);
  }
}
