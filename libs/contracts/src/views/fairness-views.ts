import type { IntervalView } from './view-parts';

type RateView = IntervalView | 'undefined' | null;

export type FairnessVerdictView = 'violated' | 'within' | 'not_enough_evidence';

export interface FairnessGroupView {
  group: string;
  n: number;
  /** Rows whose outcome is known; the rates of errors are over these. */
  labelled: number;
  state: 'ok' | 'reference' | 'violated' | 'within' | 'not_enough_evidence' | 'suppressed';
  selectionRate: IntervalView | null;
  ratio: IntervalView | null;
  truePositiveRate: RateView;
  falsePositiveRate: RateView;
  precision: RateView;
  calibrationError: number | null;
  /** By rate that is undefined: `no_positives` and the like. */
  undefinedBecause: Readonly<Record<string, string>>;
}

export interface FairnessMeasureView {
  measure: string;
  limit: number;
  /** A limit of the policy; else shown against the customary one and never an alarm. */
  decides: boolean;
  verdict: FairnessVerdictView;
  value: IntervalView | null;
  /** The groups furthest apart. */
  group: string | null;
  against: string | null;
  leftOut: readonly { group: string; reason: string }[];
}

export interface FairnessAttributeView {
  /** A protected attribute, or two crossed as in `age & sex`. */
  attribute: string;
  kind: 'attribute' | 'intersection';
  verdict: FairnessVerdictView;
  demographicParityDifference: IntervalView | null;
  disparateImpact: IntervalView | null;
  equalOpportunityDifference: IntervalView | null;
  measures: FairnessMeasureView[];
  groups: FairnessGroupView[];
}

export interface FairnessCheckView {
  version: number;
  from: string;
  to: string;
  attributes: {
    attribute: string;
    verdict: FairnessVerdictView;
    measures: Pick<FairnessMeasureView, 'measure' | 'limit' | 'decides' | 'verdict' | 'value'>[];
    /** Of attributes only, without groups that were too small. */
    groups: { group: string; ratio: IntervalView | null }[];
  }[];
}

export interface FairnessView {
  from: string | null;
  to: string | null;
  limit: number;
  minimumGroup: number;
  attributes: FairnessAttributeView[];
  /** Checks of closed windows, oldest first. */
  history: FairnessCheckView[];
}
