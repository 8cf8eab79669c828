import type { IntervalView } from './view-parts';

type ImpactState =
  'not_configured' | 'not_binary' | 'no_holdout' | 'no_data' | 'mismatch' | 'not_enough_evidence' | 'known';

interface ImpactArmView {
  subjects: number;
  /** Subjects of which at least one outcome is known; all means and rates are over these. */
  withOutcome: number;
  actions: number;
  value: number;
  meanValue: number | null;
  meanAmount: number | null;
  meanCost: number | null;
  /** Subjects with a positive outcome. */
  positiveRate: IntervalView | null;
}

/** Treated against held out. `low` and `high` hold for one look, the anytime interval for as many as are wished. */
export interface ImpactEffectView extends IntervalView {
  anytimeLow: number | null;
  anytimeHigh: number | null;
  /** By the anytime interval. */
  verdict: 'gain' | 'loss' | 'not_enough_evidence';
}

interface ImpactEffectsView {
  valuePerSubject: ImpactEffectView;
  /** Over the treated subjects with a known outcome. */
  valueTotal: ImpactEffectView;
  /** Of the share of subjects with a positive outcome; above 0 is the better side, as the policy says. */
  outcomeRate: ImpactEffectView;
  amountPerSubject: ImpactEffectView;
  /** Mean amount over that of the held-out group, less 1. */
  amountLift: IntervalView;
  costSavedPerSubject: ImpactEffectView;
}

interface ImpactCellView {
  arm: 'treated' | 'holdout';
  /** By what the model decided, also where it was held back. */
  cell: 'truePositive' | 'falseAlarm' | 'miss' | 'trueNegative';
  rows: number;
  value: number;
}

interface ImpactVersionView {
  version: number;
  treated: number;
  heldOut: number;
  actions: number;
  /** Sum over the treated, whatever the held-out group did. */
  bookedValue: number;
  valuePerSubject: ImpactEffectView;
}

interface ImpactPointView {
  at: string;
  treated: number;
  heldOut: number;
  bookedValue: number;
  /** Over all subjects first met until the end of this step. */
  valuePerSubject: ImpactEffectView;
}

export interface ImpactView {
  model: string;
  state: ImpactState;
  /** What the state means and what to do next. */
  reason: string;
  /** Event times; null where nothing was found. */
  from: string | null;
  to: string | null;
  policy: {
    currency: string;
    action: 'on_positive' | 'on_negative';
    positiveOutcome: 'wanted' | 'unwanted';
    amount: 'none' | 'every_outcome' | 'positive_outcomes' | 'negative_outcomes';
    holdoutPercent: number;
    minimumSubjects: number;
    alpha: number;
  } | null;
  arms: { treated: ImpactArmView; holdout: ImpactArmView } | null;
  /** Share of subjects that are held out, against the policy's. */
  sampleRatio: {
    verdict: 'mismatch' | 'as_configured' | 'not_enough_evidence';
    pValue: number;
    expectedPercent: number;
    observedPercent: number;
  } | null;
  /** Subjects that were treated and held out, since the group was drawn anew or grew: compared with nobody. */
  mixedSubjects: number;
  warnings: string[];
  effects: ImpactEffectsView | null;
  cells: ImpactCellView[];
  versions: ImpactVersionView[];
  /** Oldest first. */
  series: ImpactPointView[];
}
