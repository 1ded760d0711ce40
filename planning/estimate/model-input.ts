import { findModel, model, suggestModels, type ModelParameters } from "../../catalog/models";
import { checkNumber, type InputProblem } from "./problem";

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
  const { moe, layers, slidingWindow } = given;
  if (moe !== undefined) {
    checkNumber(problems, "model.moe.experts", moe.experts, { min: 1, max: 100_000, whole: true, required: true });
    checkNumber(problems, "model.moe.activeExperts", moe.activeExperts, {
      min: 1,
      max: Math.max(1, moe.experts),
      whole: true,
      required: true,
    });
    checkNumber(problems, "model.moe.sharedExperts", moe.sharedExperts, { min: 0, max: 1000, required: true });
    checkNumber(problems, "model.moe.expertIntermediateSize", moe.expertIntermediateSize, {
      min: 1,
      max: 10_000_000,
      required: true,
    });
    checkNumber(problems, "model.moe.layers", moe.layers, { min: 1, max: layers, whole: true, required: true });
  }
  if (slidingWindow !== undefined) {
    checkNumber(problems, "model.slidingWindow.layers", slidingWindow.layers, {
      min: 0,
      max: layers,
      whole: true,
      required: true,
    });
    checkNumber(problems, "model.slidingWindow.windowTokens", slidingWindow.windowTokens, {
      min: 1,
      max: 1_000_000_000,
      required: true,
    });
  }
}
