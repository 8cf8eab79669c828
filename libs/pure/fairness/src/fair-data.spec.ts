import { createRandom, type Random } from '@plumbline/stats';
import { FAIRNESS_MEASURES } from './fairness-measures';
import { type FairnessLimits, fairnessReport, type FairnessReport } from './fairness-report';
import { emptyGroupCounters, type GroupCounters } from './group-counters';

/** Probability of a positive outcome, and of being selected with and without one. */
interface World {
  readonly base: number;
  readonly selectedIfPositive: number;
  readonly selectedIfNegative: number;
}

function draw(random: Random, rows: number, world: World): GroupCounters {
  const counters = { ...emptyGroupCounters(), n: rows, labelled: rows };
  for (let i = 0; i < rows; i += 1) {
    const positive = random.next() < world.base;
    const selected = random.next() < (positive ? world.selectedIfPositive : world.selectedIfNegative);
    if (selected) counters.predictedPositive += 1;
    counters[selected ? (positive ? 'truePositive' : 'falsePositive') : positive ? 'falseNegative' : 'trueNegative'] +=
      1;
  }
  return counters;
}

/** One check of several attributes and measures, at 5 % altogether. */
function check(attributes: readonly Record<string, GroupCounters>[], limits: FairnessLimits): FairnessReport[] {
  const deciding = FAIRNESS_MEASURES.filter((measure) => limits[measure] !== undefined);
  const comparisonAlpha = 0.05 / (attributes.length * deciding.length);
  return attributes.map((counters) => fairnessReport(counters, { limits, deciding, comparisonAlpha }));
}

const CHECKS = 400;

function alarmShare(make: (random: Random) => Record<string, GroupCounters>[], limits: FairnessLimits): number {
  const random = createRandom(19);
  let alarms = 0;
  for (let i = 0; i < CHECKS; i += 1) {
    if (check(make(random), limits).some(({ verdict }) => verdict === 'violated')) alarms += 1;
  }
  return alarms / CHECKS;
}

const FAIR: World = { base: 0.3, selectedIfPositive: 0.7, selectedIfNegative: 0.2 };
const RARE: World = { base: 0.05, selectedIfPositive: 0.4, selectedIfNegative: 0.01 };
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const groupsOf = (random: Random, rows: number, worlds: readonly World[]): Record<string, GroupCounters> =>
  Object.fromEntries(worlds.map((world, i) => [names[i] as string, draw(random, rows, world)]));

describe('false alarms of a check of three attributes, at most 5 in 100', () => {
  const attributes = (rows: number, world: World) => (random: Random) =>
    [2, 4, 6].map((groups) => groupsOf(random, rows, new Array<World>(groups).fill(world)));

  it.each([
    [30, FAIR],
    [100, FAIR],
    [100, RARE],
    [500, FAIR],
  ])('on fair data, %p rows a group, with the strictest limits that differ from equality', (rows, world) => {
    const limits = { demographicParityRatio: 0.99, equalOpportunityDifference: 0.01, equalizedOddsDifference: 0.01 };
    expect(alarmShare(attributes(rows, world), limits)).toBeLessThanOrEqual(0.05);
  });

  it.each([60, 300])('where the ratio is just the limit of 0.8, %p rows a group', (rows) => {
    const half: World = { base: 0.5, selectedIfPositive: 0.5, selectedIfNegative: 0.5 };
    const less: World = { base: 0.5, selectedIfPositive: 0.4, selectedIfNegative: 0.4 };
    const make = (random: Random) => [groupsOf(random, rows, [half, less, half]), groupsOf(random, rows, [half, half])];
    expect(alarmShare(make, { demographicParityRatio: 0.8 })).toBeLessThanOrEqual(0.05);
  });
});

describe('true harm', () => {
  it('is found in at least 95 of 100 checks: half the rate in one of six groups of 500', () => {
    const harmed: World = { ...FAIR, selectedIfPositive: 0.35, selectedIfNegative: 0.1 };
    const worlds = [FAIR, FAIR, harmed, FAIR, FAIR, FAIR];
    expect(alarmShare((random) => [groupsOf(random, 500, worlds)], { demographicParityRatio: 0.8 })).toBeGreaterThan(
      0.95,
    );
  });
});
