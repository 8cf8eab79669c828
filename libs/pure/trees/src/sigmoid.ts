// Read once: in a sandbox (Jest, vm) every look-up of a global in a hot loop costs more than the exponential.
const { exp, log1p } = Math;

/** 1 / (1 + exp(-margin)), without overflow for any finite margin. */
export function sigmoid(margin: number): number {
  if (margin >= 0) return 1 / (1 + exp(-margin));
  const e = exp(margin);
  return e / (1 + e);
}

/** -ln(probability of the label) from the margin: ln(1 + exp(-margin)) for label 1, ln(1 + exp(margin)) for label 0. */
export function logLossOfMargin(margin: number, label: number): number {
  const signed = label === 1 ? margin : -margin;
  return signed > 0 ? log1p(exp(-signed)) : -signed + log1p(exp(signed));
}
