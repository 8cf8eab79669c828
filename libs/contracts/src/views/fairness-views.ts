import type { IntervalView } from './common';

export interface FairnessGroupView {
  group: string;
  n: number;
  state: 'ok' | 'reference' | 'violated' | 'within' | 'not_enough_evidence' | 'suppressed';
  selectionRate: IntervalView | null;
  ratio: IntervalView | null;
  truePositiveRate: IntervalView | 'undefined' | null;
  falsePositiveRate: IntervalView | 'undefined' | null;
}

export interface FairnessView {
  from: string | null;
  to: string | null;
  limit: number;
  minimumGroup: number;
  attributes: {
    attribute: string;
    verdict: 'violated' | 'within' | 'not_enough_evidence';
    demographicParityDifference: IntervalView | null;
    disparateImpact: IntervalView | null;
    equalOpportunityDifference: IntervalView | null;
    groups: FairnessGroupView[];
  }[];
}
