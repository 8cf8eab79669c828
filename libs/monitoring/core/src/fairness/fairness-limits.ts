import { FAIRNESS_MEASURES, type FairnessLimits, type FairnessMeasure } from '@plumbline/fairness';

export interface FairnessLimit {
  readonly measure: FairnessMeasure;
  readonly limit: number;
  /** An attribute, or two crossed as in `age & sex`; without it every one. */
  readonly attribute?: string | undefined;
}

interface DecidingLimits {
  readonly limits: FairnessLimits;
  readonly deciding: readonly FairnessMeasure[];
}

interface FairnessLimitPolicy {
  readonly fairnessMinimumRatio: number;
  readonly fairness?: readonly FairnessLimit[];
}

/** The least ratio of selection rates always decides; a limit that names the attribute goes before one for all. */
export function limitsOf(
  attribute: string,
  { fairnessMinimumRatio, fairness = [] }: FairnessLimitPolicy,
): DecidingLimits {
  const limits: Partial<Record<FairnessMeasure, number>> = { demographicParityRatio: fairnessMinimumRatio };
  for (const { measure, limit, attribute: named } of fairness) if (named === undefined) limits[measure] = limit;
  for (const { measure, limit, attribute: named } of fairness) if (named === attribute) limits[measure] = limit;
  return { limits, deciding: FAIRNESS_MEASURES.filter((measure) => limits[measure] !== undefined) };
}
