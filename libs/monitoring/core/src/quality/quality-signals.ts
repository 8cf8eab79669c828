import type { AlertSignal } from '../alerts/alert-signal';
import { QUALITY_CHECKS, type QualityReport, type QualityVerdict } from './quality-report';

const VERDICTS = { violated: 'bad', within: 'good', not_enough_evidence: 'not_enough_evidence' } as const;

const WORDS = {
  missing: 'missing values',
  wrong_type: 'values of the wrong type',
  out_of_range: 'values out of range',
  new_category: 'new categories',
  constant: 'a column with one value',
  volume: 'an unusual number of rows',
  freshness: 'nothing that came',
} as const;

/** One signal a kind of check, over all features; the whole is bad if one feature is, good if all judged ones are. */
export function qualitySignals({ model, checks, from, to }: QualityReport): AlertSignal[] {
  return QUALITY_CHECKS.flatMap((name): AlertSignal[] => {
    const own = checks.filter(({ check }) => check === name);
    if (own.length === 0) return [];
    const bad = own.filter(({ verdict }) => verdict === 'violated');
    const judged = own.some(({ verdict }) => verdict === 'within');
    const verdict: QualityVerdict = bad.length > 0 ? 'violated' : judged ? 'within' : 'not_enough_evidence';
    const features = bad.flatMap(({ feature }) => (feature === null ? [] : [feature]));
    const where = features.length > 0 ? ` in ${features.slice(0, 3).join(', ')}` : '';
    return [
      {
        ...{ watch: 'quality', subject: name, verdict: VERDICTS[verdict] },
        value: Math.max(0, ...own.map(({ observed }) => observed.estimate ?? 0)),
        title: `${model}: ${WORDS[name]}${where}`,
        detail: { features, from, to },
      },
    ];
  });
}
