/** 1 / (1 + exp(-margin)), without overflow for any finite margin. */
export function sigmoid(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const e = Math.exp(margin);
  return e / (1 + e);
}

/** -ln(probability of the label) from the margin: ln(1 + exp(-margin)) for label 1, ln(1 + exp(margin)) for label 0. */
export function logLossOfMargin(margin: number, label: number): number {
  const signed = label === 1 ? margin : -margin;
  return signed > 0 ? Math.log1p(Math.exp(-signed)) : -signed + Math.log1p(Math.exp(signed));
}
