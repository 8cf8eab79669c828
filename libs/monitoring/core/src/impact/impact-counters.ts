import { addMeanCounters, type MeanCounters } from '@plumbline/stats';

/** Subjects on one side, treated or held out, those with a known outcome by what came of them. Separate subjects add up. */
export interface ImpactCounters {
  readonly subjects: number;
  readonly actions: number;
  /** Worth of the outcome cells, and amounts, less what the actions cost. */
  readonly value: MeanCounters;
  readonly amount: MeanCounters;
  /** What losses and actions cost, as a number above 0. */
  readonly cost: MeanCounters;
  /** 1 where an outcome was positive. */
  readonly positive: MeanCounters;
}

const NOTHING: MeanCounters = { n: 0, sum: 0, sumOfSquares: 0 };

export const NO_IMPACT: ImpactCounters = {
  subjects: 0,
  actions: 0,
  value: NOTHING,
  amount: NOTHING,
  cost: NOTHING,
  positive: NOTHING,
};

const addImpact = (a: ImpactCounters, b: ImpactCounters): ImpactCounters => ({
  subjects: a.subjects + b.subjects,
  actions: a.actions + b.actions,
  value: addMeanCounters(a.value, b.value),
  amount: addMeanCounters(a.amount, b.amount),
  cost: addMeanCounters(a.cost, b.cost),
  positive: addMeanCounters(a.positive, b.positive),
});

/** Both sides of one comparison. */
export interface ImpactSides {
  readonly treated: ImpactCounters;
  readonly heldOut: ImpactCounters;
}

export const addSides = (a: ImpactSides, b: ImpactSides): ImpactSides => ({
  treated: addImpact(a.treated, b.treated),
  heldOut: addImpact(a.heldOut, b.heldOut),
});
