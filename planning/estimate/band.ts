/** An estimate with its uncertainty: nine of ten measured cases are expected between `low` and `high`. */
export interface Band {
  /** Lower end. */
  readonly low: number;
  /** The estimate itself. */
  readonly expected: number;
  /** Upper end. */
  readonly high: number;
}

/** A band of a factor either way: 1.5 is from two thirds to one and a half. */
export function bandOf(expected: number, factor: number): Band {
  return { low: expected / factor, expected, high: expected * factor };
}

/** The band of `amount / rate`: what takes longer is dearer, so the ends change places. */
export function inverseBand(amount: number, rate: Band): Band {
  return { low: amount / rate.high, expected: amount / rate.expected, high: amount / rate.low };
}

/** A band times a positive number. */
export function scaleBand(band: Band, factor: number): Band {
  return { low: band.low * factor, expected: band.expected * factor, high: band.high * factor };
}
