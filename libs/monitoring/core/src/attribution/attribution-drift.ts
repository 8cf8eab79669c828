import { attributionShift, type DriftVerdict } from '@plumbline/stats';
import type { MonitorPolicy } from '../policies';
import type { Scalar } from '../scored-row';
import type { AttributeRows } from './attribute-rows.port';

export interface AttributionDriftDocument {
  readonly verdict: DriftVerdict;
  readonly reason?: 'too_few_rows' | 'too_many_features';
  readonly method: string;
  /** What the current rows are compared with: the version's reference rows, or the first ones it served. */
  readonly baseline: 'reference' | 'first_served';
  readonly rows: { readonly reference: number; readonly current: number };
  readonly pValue: number | null;
  /** Share of all attribution that moved between features, less what no drift would show. */
  readonly effect: number | null;
  readonly minimumEffect: number;
  /** 1: the features are ranked as before. */
  readonly ndcg: number | null;
  /** Share of all attribution, by falling reference share. */
  readonly features: readonly { readonly feature: string; readonly reference: number; readonly current: number }[];
}

/** Rows that stand for the reference: some as background, the others to be compared. */
export interface AttributionBaseline {
  readonly kind: AttributionDriftDocument['baseline'];
  readonly background: readonly (readonly Scalar[])[];
  readonly attributions: readonly Float64Array[];
}

/** A tenth of all attribution went to other features. */
const MINIMUM_EFFECT = 0.1;
const FEWEST_ROWS = 100;
const ATTRIBUTED_ROWS = 300;
export const BACKGROUND_ROWS = 100;
/** Runs of the model for one sample: a wide model is sampled with fewer rows, a very wide one not at all. */
const RUN_BUDGET = 60_000;

/** How many rows of a sample are attributed; fewer than 100 are not worth it. */
export const affordableRows = (attributor: Pick<AttributeRows, 'runsPerRow'>, features: number): number =>
  Math.min(ATTRIBUTED_ROWS, Math.floor(RUN_BUDGET / attributor.runsPerRow(features)));

/**
 * Attribution drift: the same model on other rows rests on other features. It sees what a change of the inputs does to the
 * model, and nothing else: a drifted feature that the model hardly uses stays silent here, and a changed relation of inputs
 * and outcome is seen in performance. Decided by `attributionShift`: p below alpha and an effect of at least 0.1 is drift; fewer
 * than 100 rows on a side are not judged.
 */
export async function attributionDrift(
  attributor: AttributeRows,
  features: readonly string[],
  baseline: AttributionBaseline,
  current: readonly (readonly Scalar[])[],
  { alpha }: Pick<MonitorPolicy, 'alpha'>,
): Promise<AttributionDriftDocument> {
  const rows = { reference: baseline.attributions.length, current: current.length };
  const known = { method: attributor.method, baseline: baseline.kind, rows, minimumEffect: MINIMUM_EFFECT };
  const isTooWide = affordableRows(attributor, features.length) < FEWEST_ROWS;
  if (isTooWide || Math.min(rows.reference, rows.current) < FEWEST_ROWS) {
    const reason = isTooWide ? 'too_many_features' : 'too_few_rows';
    return { ...known, verdict: 'not_enough_evidence', reason, pValue: null, effect: null, ndcg: null, features: [] };
  }
  const now = await attributor.attribute(current, baseline.background);
  const shift = attributionShift(baseline.attributions, now);
  const { pValue, effect, ndcg } = shift;
  return {
    ...known,
    verdict: pValue < alpha && effect >= MINIMUM_EFFECT ? 'drift' : 'no_drift',
    ...{ pValue, effect, ndcg },
    features: features
      .map((feature, j) => ({
        feature,
        reference: shift.reference[j] as number,
        current: shift.current[j] as number,
      }))
      .sort((a, b) => b.reference - a.reference),
  };
}
