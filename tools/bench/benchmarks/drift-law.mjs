import { loadBundled } from '../bundle.mjs';

/** Rows of the reference, of the window, and how often it is checked. */
const SIZES = [
  [1_000, 30, 200],
  [1_000, 50, 200],
  [1_000, 100, 200],
  [1_000, 300, 200],
  [1_000, 1_000, 100],
  [1_000, 3_000, 100],
  [1_000, 10_000, 60],
  [1_000, 30_000, 40],
  [1_000, 100_000, 40],
  [10_000, 100, 100],
  [10_000, 1_000, 100],
  [10_000, 10_000, 40],
  [10_000, 100_000, 40],
];
const POWER_REFERENCES = [1_000, 10_000];
/** Each of them once a measure. */
const MEASURED_CHECKS = 10;
const ERROR_RATES = [0.02, 0.1, 0.2, 0.4];
const LABELS = 10_000;
const STREAMS = 100;
const POWER_CHECKS = 200;
const ATTRIBUTION_CHECKS = 200;

const percent = (share) => Number((100 * share).toFixed(1));
const shown = (share) => `${percent(share)} %`;

export const driftLaw = {
  title: 'The law under no drift',
  about:
    'How often a whole check alarms on data without drift: sixteen features (continuous, skewed, point masses, integers, gaps, rare and many categories), the scores and the joint measure in one drift check, and the data quality check, through the counters and the default policy of the monitor; every measure by the defaults of the file comparison. Seeded.',
  async run({ say }) {
    const { lawOfAttribution, lawOfChecks, lawOfStreams, powerAtTenth } = await loadBundled('tools/bench/drift-law.ts');
    const laws = [];
    for (const [reference, window, checks] of SIZES) {
      laws.push(lawOfChecks(reference, window, checks, MEASURED_CHECKS));
      say(`${reference} against ${window} rows: ${shown(laws.at(-1).any)} of ${checks} checks alarm`);
    }
    const streams = ERROR_RATES.map((rate) => lawOfStreams(rate, LABELS, STREAMS));
    const attribution = await lawOfAttribution(ATTRIBUTION_CHECKS);
    const power = Math.min(...POWER_REFERENCES.map((reference) => powerAtTenth(reference, 5_000, POWER_CHECKS)));
    const worst = (of) => percent(Math.max(...laws.map(of)));
    const measured = laws.reduce((sum, { measures }) => sum + measures.checks, 0);
    const [worstMeasure] = Object.keys(laws[0].measures.alarms)
      .map((name) => ({ name, share: laws.reduce((sum, one) => sum + one.measures.alarms[name], 0) / measured }))
      .sort((a, b) => b.share - a.share);
    const law = (what, found) => ({ what, found, limit: 5.01, unit: '%' });
    return {
      table: {
        columns: ['reference', 'window', 'checks', 'any alarm', 'drift', 'joint alone', 'quality'],
        rows: laws.map((one) => [
          ...[one.reference, one.window, one.checks].map((n) => n.toLocaleString('en')),
          ...[one.any, one.drift, one.joint, one.quality].map(shown),
        ]),
      },
      bars: [
        law(
          'whole checks that alarm without drift, at the worst size',
          worst(({ any }) => any),
        ),
        law(
          `file comparisons that alarm without drift, over all sizes, worst measure (${worstMeasure.name})`,
          percent(worstMeasure.share),
        ),
        law(`streams of ${LABELS} labels in which a detector alarms, worst rate`, percent(Math.max(...streams))),
        law('attribution checks that alarm without drift', percent(attribution)),
        {
          what: 'checks that find a PSI of 0.1 at 5,000 rows',
          found: percent(power),
          limit: 90,
          unit: '%',
          atLeast: true,
        },
      ],
      notes: [
        'A bar allows 5 %. `joint alone` is counted in `drift`, too. On real data: `node tools/bench/drift-bank-marketing.mjs --data FILE`.',
      ],
    };
  },
};
