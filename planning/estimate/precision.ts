/** Number format of weights or of the key-value cache. */
export type Precision = "bf16" | "fp8" | "int8" | "fp4";

/** Number formats that the estimator knows for serving. */
export const precisions: readonly Precision[] = ["bf16", "fp8", "int8", "fp4"];

/** Bytes of one number. FP4 is 4 bits and one 8-bit scale for every 16 numbers (NVFP4). */
export const bytesPerNumber: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, int8: 1, fp4: 0.5625 };

/** The precision with the next fewer bits, or undefined at the end: what "lower the precision" means. */
export function lowerPrecision(precision: Precision): Precision | undefined {
  if (precision === "bf16") return "fp8";
  return precision === "fp4" ? undefined : "fp4";
}
