import type { FairnessView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

const around = (estimate: number, half: number, n: number) => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  n,
});

type Attribute = FairnessView['attributes'][number];
type Group = Attribute['groups'][number];

const groupOf = (group: string, n: number, state: Group['state'], more: Partial<Group>): Group => ({
  ...{ group, n, state, labelled: 0, selectionRate: null, ratio: null },
  ...{ truePositiveRate: null, falsePositiveRate: null, precision: null, calibrationError: null, undefinedBecause: {} },
  ...more,
});

const AGES = [
  groupOf('18-29', 4_112, 'violated', {
    ...{ labelled: 1_410, selectionRate: around(0.31, 0.014, 4_112), ratio: around(0.745, 0.035, 4_112) },
    ...{ truePositiveRate: around(0.61, 0.08, 210), falsePositiveRate: around(0.09, 0.02, 1_200) },
    ...{ precision: around(0.55, 0.08, 180), calibrationError: 0.041 },
  }),
  groupOf('30-44', 9_870, 'reference', {
    ...{ labelled: 3_800, selectionRate: around(0.416, 0.01, 9_870) },
    ...{ truePositiveRate: around(0.71, 0.05, 600), falsePositiveRate: around(0.08, 0.01, 3_200) },
    ...{ precision: around(0.62, 0.05, 640), calibrationError: 0.018 },
  }),
  groupOf('45-64', 7_002, 'within', {
    ...{ labelled: 900, selectionRate: around(0.4, 0.011, 7_002), ratio: around(0.962, 0.035, 7_002) },
    ...{ truePositiveRate: 'undefined', falsePositiveRate: around(0.07, 0.02, 900) },
    undefinedBecause: { truePositiveRate: 'no_positives' },
  }),
  groupOf('65+', 96, 'suppressed', {}),
];

const MARITAL = [
  groupOf('single', 240, 'not_enough_evidence', {
    ...{ selectionRate: around(0.35, 0.06, 240), ratio: around(0.86, 0.14, 240) },
  }),
  groupOf('married', 410, 'reference', { selectionRate: around(0.41, 0.05, 410) }),
];

const CROSSED = [
  groupOf('18-29 & single', 2_104, 'violated', {
    ...{ selectionRate: around(0.26, 0.02, 2_104), ratio: around(0.62, 0.06, 2_104) },
  }),
  groupOf('18-29 & married', 2_008, 'within', {
    ...{ selectionRate: around(0.4, 0.03, 2_008), ratio: around(0.95, 0.07, 2_008) },
  }),
  groupOf('30-44 & married', 6_900, 'reference', { selectionRate: around(0.42, 0.012, 6_900) }),
  groupOf('65+ & single', 31, 'suppressed', {}),
];

type Measure = Attribute['measures'][number];

const LEFT_OUT = [{ group: '65+', reason: 'suppressed' }];
const measuresOf = (ratio: Measure['value'], verdict: Measure['verdict'], pair: [string, string]): Measure[] => [
  {
    ...{ measure: 'demographicParityRatio', limit: 0.8, decides: true, verdict, value: ratio },
    ...{ group: pair[0], against: pair[1], leftOut: LEFT_OUT },
  },
  {
    ...{ measure: 'equalOpportunityDifference', limit: 0.1, decides: false, verdict: 'not_enough_evidence' },
    ...{ value: around(0.1, 0.08, 5_200), group: '30-44', against: '18-29' },
    leftOut: [...LEFT_OUT, { group: '45-64', reason: 'no_positives' }],
  },
  {
    ...{ measure: 'equalizedOddsDifference', limit: 0.1, decides: false, verdict: 'not_enough_evidence', value: null },
    ...{ group: null, against: null, leftOut: LEFT_OUT },
  },
];

const attributeOf = (
  attribute: string,
  kind: Attribute['kind'],
  groups: Group[],
  ratio: Measure['value'],
  verdict: Measure['verdict'],
): Attribute => ({
  ...{ attribute, kind, verdict, groups, disparateImpact: ratio },
  ...{ demographicParityDifference: null, equalOpportunityDifference: null },
  measures: measuresOf(ratio, verdict, [groups[0]?.group ?? '', groups[1]?.group ?? '']),
});

const attributes = (): Attribute[] => [
  attributeOf('age_band', 'attribute', AGES, around(0.745, 0.035, 20_984), 'violated'),
  attributeOf('marital', 'attribute', MARITAL, around(0.86, 0.14, 650), 'not_enough_evidence'),
  attributeOf('age_band & marital', 'intersection', CROSSED, around(0.62, 0.06, 11_012), 'violated'),
];

/** Twenty checks of the age bands, the youngest falling below the limit. */
const history = (): FairnessView['history'] =>
  Array.from({ length: 20 }, (_, i) => ({
    ...{ version: i < 8 ? 6 : 7, from: ago(4_000 - 190 * i), to: ago(3_810 - 190 * i) },
    attributes: [
      {
        ...({ attribute: 'age_band', verdict: i > 14 ? 'violated' : 'within' } as const),
        measures: measuresOf(around(0.95 - 0.011 * i, 0.03, 4_000), i > 14 ? 'violated' : 'within', ['18-29', '30-44']),
        groups: [
          { group: '18-29', ratio: around(0.95 - 0.011 * i, 0.03, 900) },
          { group: '45-64', ratio: around(0.97 + 0.01 * Math.sin(i), 0.04, 1_400) },
        ],
      },
    ],
  }));

export const fairness = (): FairnessView => ({
  ...{ from: ago(4_000), to: ago(10), limit: 0.8, minimumGroup: 100 },
  ...{ attributes: attributes(), history: history() },
});
