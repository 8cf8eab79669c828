import type { AlertSignal } from '../alerts/alert-signal';
import type { AttributionDriftDocument } from './attribution-drift';

const VERDICTS = { drift: 'bad', no_drift: 'good', not_enough_evidence: 'not_enough_evidence' } as const;

export function attributionSignal(model: string, found: AttributionDriftDocument): AlertSignal {
  const { verdict, effect, minimumEffect, pValue, ndcg, features } = found;
  const moved = [...features].sort((a, b) => Math.abs(b.current - b.reference) - Math.abs(a.current - a.reference))[0]
    ?.feature;
  return {
    ...{ watch: 'attribution_drift', subject: null, verdict: VERDICTS[verdict], value: effect },
    title:
      verdict === 'drift'
        ? `${model}: the model rests on other features than before (${moved})`
        : `${model}: what the model rests on`,
    detail: { effect, minimumEffect, pValue, ndcg, feature: moved ?? null },
  };
}
