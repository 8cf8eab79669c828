import { type MeanCounters, sampleRatioMismatch, wilsonInterval } from '@plumbline/stats';
import type { IntervalEstimate } from '../interval-estimate';
import { addSides, type ImpactCounters, type ImpactSides, NO_IMPACT } from './impact-counters';
import { meanLift } from './mean-lift';
import {
  type EffectRule,
  scaledEffect,
  treatmentEffect,
  type TreatmentEffect,
  turnedEffect,
  unknownEffect,
} from './treatment-effect';

/** What of the model's `impact` policy the comparison needs. */
export interface ImpactRules extends EffectRule {
  /** In force when the rows were served. */
  readonly holdoutPercent: number;
  readonly positiveOutcome: 'unwanted' | 'wanted';
}

interface ImpactArm {
  readonly subjects: number;
  readonly withOutcome: number;
  readonly actions: number;
  readonly value: number;
  readonly meanValue: number | null;
  readonly meanAmount: number | null;
  readonly meanCost: number | null;
  readonly positiveRate: IntervalEstimate | null;
}

interface ImpactEffects {
  readonly valuePerSubject: TreatmentEffect;
  readonly valueTotal: TreatmentEffect;
  readonly outcomeRate: TreatmentEffect;
  readonly amountPerSubject: TreatmentEffect;
  readonly amountLift: IntervalEstimate;
  readonly costSavedPerSubject: TreatmentEffect;
}

interface SampleRatio {
  readonly verdict: 'mismatch' | 'as_configured' | 'not_enough_evidence';
  readonly pValue: number;
  readonly expectedPercent: number;
  readonly observedPercent: number;
}

interface ImpactReport {
  readonly state: 'no_holdout' | 'no_data' | 'mismatch' | 'not_enough_evidence' | 'known';
  readonly reason: string;
  readonly arms: { readonly treated: ImpactArm; readonly holdout: ImpactArm };
  readonly sampleRatio: SampleRatio | null;
  readonly warnings: string[];
  readonly effects: ImpactEffects;
  readonly series: {
    readonly treated: number;
    readonly heldOut: number;
    readonly bookedValue: number;
    readonly valuePerSubject: TreatmentEffect;
  }[];
}

const meanOf = ({ n, sum }: MeanCounters): number | null => (n > 0 ? sum / n : null);

function toArm({ subjects, actions, value, amount, cost, positive }: ImpactCounters, alpha: number): ImpactArm {
  const rate = positive.n > 0 ? wilsonInterval(positive.sum, positive.n, alpha) : null;
  return {
    subjects,
    withOutcome: value.n,
    actions,
    value: value.sum,
    meanValue: meanOf(value),
    meanAmount: meanOf(amount),
    meanCost: meanOf(cost),
    positiveRate: rate && { estimate: rate.estimate, low: rate.lower, high: rate.upper, n: positive.n },
  };
}

function effectsOf({ treated, heldOut }: ImpactSides, rules: ImpactRules): ImpactEffects {
  const valuePerSubject = treatmentEffect(treated.value, heldOut.value, rules);
  const outcomeRate = treatmentEffect(treated.positive, heldOut.positive, rules);
  return {
    valuePerSubject,
    valueTotal: treated.value.n > 0 ? scaledEffect(valuePerSubject, treated.value.n) : unknownEffect(0),
    outcomeRate: rules.positiveOutcome === 'unwanted' ? turnedEffect(outcomeRate) : outcomeRate,
    amountPerSubject: treatmentEffect(treated.amount, heldOut.amount, rules),
    amountLift: meanLift(treated.amount, heldOut.amount, rules.alpha),
    costSavedPerSubject: turnedEffect(treatmentEffect(treated.cost, heldOut.cost, rules)),
  };
}

function sampleRatioOf({ treated, heldOut }: ImpactSides, expectedPercent: number): SampleRatio | null {
  const all = treated.subjects + heldOut.subjects;
  if (all === 0 || expectedPercent === 0) return null;
  const weights = [100 - expectedPercent, expectedPercent];
  const { verdict, pValue } = sampleRatioMismatch([treated.subjects, heldOut.subjects], weights);
  return { verdict, pValue, expectedPercent, observedPercent: (100 * heldOut.subjects) / all };
}

const percentText = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** Outcomes that are known more often on one side than on the other compare different people. */
function coverageWarnings({ treated, heldOut }: ImpactSides): string[] {
  const [a, b] = [treated.value.n, heldOut.value.n];
  if (a === 0 || b === 0) return [];
  const { verdict } = sampleRatioMismatch([a, b], [treated.subjects, heldOut.subjects]);
  if (verdict !== 'mismatch') return [];
  return [
    `The outcome is known of ${percentText(a, treated.subjects)} of the treated and ${percentText(b, heldOut.subjects)} of the held-out subjects: the two are not alike, and the effects may be biased.`,
  ];
}

function stateOf(
  { treated, heldOut }: ImpactSides,
  rules: ImpactRules,
  ratio: SampleRatio | null,
  effects: ImpactEffects,
): Pick<ImpactReport, 'state' | 'reason'> {
  const { holdoutPercent, minimumSubjects } = rules;
  if (heldOut.subjects === 0 && holdoutPercent === 0)
    return {
      state: 'no_holdout',
      reason:
        'Nobody is held out, so what would have happened without the model is not known, and no effect can be: only what was booked. Set holdoutPercent in the impact policy.',
    };
  if (treated.value.n + heldOut.value.n === 0)
    return { state: 'no_data', reason: 'No outcome of a prediction made since the hold-out group began is known yet.' };
  if (ratio?.verdict === 'mismatch')
    return {
      state: 'mismatch',
      reason: `${ratio.observedPercent.toFixed(2)} % of the subjects are held out, not the ${ratio.expectedPercent} % of the policy, which chance does not explain: the share was changed inside this range, or events of one side are lost. Choose a range with one share.`,
    };
  const fewest = Math.min(treated.value.n, heldOut.value.n);
  if (fewest < minimumSubjects)
    return {
      state: 'not_enough_evidence',
      reason: `${treated.value.n} treated and ${heldOut.value.n} held-out subjects have a known outcome; at least ${minimumSubjects} of each are judged. Wait for outcomes, or hold out a larger share.`,
    };
  if (effects.valuePerSubject.verdict === 'not_enough_evidence')
    return {
      state: 'not_enough_evidence',
      reason:
        'The interval of the value per subject includes 0: neither a gain nor a loss is shown yet. It narrows with more subjects.',
    };
  const word = effects.valuePerSubject.verdict === 'gain' ? 'gains' : 'loses';
  return { state: 'known', reason: `Acting on the model ${word} value against the held-out group.` };
}

function seriesOf(steps: readonly ImpactSides[], rules: ImpactRules): ImpactReport['series'] {
  let sum: ImpactSides = { treated: NO_IMPACT, heldOut: NO_IMPACT };
  return steps.map((step) => {
    sum = addSides(sum, step);
    const { treated, heldOut } = sum;
    return {
      treated: treated.value.n,
      heldOut: heldOut.value.n,
      bookedValue: treated.value.sum,
      valuePerSubject: treatmentEffect(treated.value, heldOut.value, rules),
    };
  });
}

/**
 * What acting on the model is worth, against subjects held out at random: differences per subject, so that a subject with
 * many predictions counts once. Steps in event time hold the subjects first met in them; those in both groups, drawn anew,
 * are in neither. A share that differs from the policy's withholds every verdict.
 */
export function impactReport(steps: readonly ImpactSides[], rules: ImpactRules): ImpactReport {
  const sum = steps.reduce(addSides, { treated: NO_IMPACT, heldOut: NO_IMPACT });
  const ratio = sampleRatioOf(sum, rules.holdoutPercent);
  const judged = ratio?.verdict === 'mismatch' ? { ...rules, minimumSubjects: Infinity } : rules;
  const effects = effectsOf(sum, judged);
  return {
    ...stateOf(sum, rules, ratio, effects),
    arms: { treated: toArm(sum.treated, rules.alpha), holdout: toArm(sum.heldOut, rules.alpha) },
    sampleRatio: ratio,
    warnings: coverageWarnings(sum),
    effects,
    series: seriesOf(steps, judged),
  };
}
