import type { Comparison, ServingCounts } from './evidence';
import { rateCounters, stratifiedDifference } from './stratified-difference';

interface Sides {
  readonly championVersion: number;
  readonly version: number;
}

function groupedBySteps(counts: readonly ServingCounts[]): ServingCounts[][] {
  const steps = [...new Set(counts.map(({ stepIndex }) => stepIndex))];
  return steps.map((step) => counts.filter(({ stepIndex }) => stepIndex === step));
}

/**
 * Share of the rows that a version was to score and could not (`failed`), or would not take (`invalid`), against the
 * champion's in the same steps. A row that a version scored beside the one that answered tells of it as much.
 */
export function servingRate(counts: readonly ServingCounts[], what: 'failed' | 'invalid', sides: Sides): Comparison {
  const strata = groupedBySteps(counts).map((step) => {
    const of = (version: number) => {
      const own = step.filter((count) => count.version === version);
      const sum = (key: 'asked' | 'failed' | 'invalid') => own.reduce((total, count) => total + count[key], 0);
      return rateCounters(sum('asked'), sum(what));
    };
    return { champion: of(sides.championVersion), candidate: of(sides.version) };
  });
  return stratifiedDifference(strata);
}
