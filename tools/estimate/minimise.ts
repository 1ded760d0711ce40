/** Starts of the search: a fixed sequence that fills the unit cube evenly (Halton), so that every run finds the same. */
function start(index: number, dimensions: number): number[] {
  const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
  return Array.from({ length: dimensions }, (_, axis) => radicalInverse(index + 1, primes[axis] ?? 41));
}

function radicalInverse(index: number, base: number): number {
  let result = 0;
  let fraction = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    result += (rest % base) * fraction;
    fraction /= base;
  }
  return result;
}

/** The point of the unit cube with the least loss that pattern search finds from a few starts. */
export function minimise(
  loss: (point: readonly number[]) => number,
  dimensions: number,
  starts = 6,
): readonly number[] {
  let best: readonly number[] = Array.from({ length: dimensions }, () => 0.5);
  let least = loss(best);
  for (let index = 0; index < starts; index += 1) {
    const found = patternSearch(loss, index === 0 ? [...best] : start(index, dimensions));
    const value = loss(found);
    if (value < least) [best, least] = [found, value];
  }
  return best;
}

/** Steps along each axis, keeps what helps, halves the step where nothing does (Hooke and Jeeves). */
function patternSearch(loss: (point: readonly number[]) => number, from: number[]): readonly number[] {
  let base = from;
  let value = loss(base);
  for (let step = 0.25; step > 0.002;) {
    const next = explore(loss, base, value, step);
    if (next.value >= value) {
      step /= 2;
      continue;
    }
    // Go on in the direction that helped.
    const further = next.point.map((x, axis) => 2 * x - (base[axis] ?? x));
    const ahead = explore(loss, further, loss(further), step);
    [base, value] = ahead.value < next.value ? [ahead.point, ahead.value] : [next.point, next.value];
  }
  return base;
}

function explore(
  loss: (point: readonly number[]) => number,
  from: readonly number[],
  startValue: number,
  step: number,
) {
  const point = [...from];
  let value = startValue;
  for (let axis = 0; axis < point.length; axis += 1) {
    const old = point[axis] ?? 0;
    for (const candidate of [old + step, old - step]) {
      point[axis] = candidate;
      const tried = loss(point);
      if (tried < value) {
        value = tried;
        break;
      }
      point[axis] = old;
    }
  }
  return { point, value };
}
