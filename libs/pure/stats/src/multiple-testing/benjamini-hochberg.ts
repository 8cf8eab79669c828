/**
 * Benjamini-Hochberg adjusted p-values, in the order given: sorted ascending, p(i) * k / i, made monotone from the
 * largest down and capped at 1. Rejecting where adjusted < alpha keeps the false discovery rate at alpha (independent
 * or positively dependent tests); with no true effect at all this is the chance of any alarm.
 * Source: Benjamini & Hochberg 1995. Example: [0.01, 0.04, 0.03] -> [0.03, 0.04, 0.04].
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  order.forEach((index, position) => {
    const rank = pValues.length - position;
    smallest = Math.min(smallest, ((pValues[index] as number) * pValues.length) / rank);
    adjusted[index] = smallest;
  });
  return adjusted;
}
