import { attributionDrift, emptyErrorStream, feedErrorStream, sampledShapley } from '@plumbline/monitoring-core';
import { createRandom, driftReport, featureWindowFromSamples, nextNormal, type Random } from '@plumbline/stats';
import { type CheckAlarms, wholeCheck } from './drift-law/whole-check';

const share = (count: number, runs: number): number => count / runs;

export interface LawRow {
  readonly reference: number;
  readonly window: number;
  readonly checks: number;
  readonly any: number;
  readonly drift: number;
  readonly joint: number;
  readonly quality: number;
  /** Checks of the file comparison that alarm, by measure. */
  readonly measures: { readonly checks: number; readonly alarms: Readonly<Record<string, number>> };
}

/** Shares of whole checks that alarm on data without drift. */
export function lawOfChecks(reference: number, window: number, checks: number, measured: number): LawRow {
  const found = Array.from({ length: checks }, (_, run) =>
    wholeCheck(reference, window, 1_000_003 * run + 31 * window + reference, run < measured),
  );
  const rate = (holds: (alarms: CheckAlarms) => boolean): number => share(found.filter(holds).length, checks);
  const names = Object.keys(found[0]?.byMeasure ?? {});
  const alarmsOf = (measure: string): number => found.filter(({ byMeasure }) => byMeasure?.[measure]).length;
  return {
    ...{ reference, window, checks },
    any: rate(({ any }) => any),
    drift: rate(({ drift }) => drift),
    joint: rate(({ joint }) => joint),
    quality: rate(({ quality }) => quality),
    measures: { checks: measured, alarms: Object.fromEntries(names.map((name) => [name, alarmsOf(name)])) },
  };
}

const TILT = 0.3137;

/** Share of checks that find a true PSI of 0.1 in one of six features: deciles tilted in turn by 0.3137. */
export function powerAtTenth(reference: number, window: number, checks: number): number {
  const decile =
    (tilt: number) =>
    (random: Random): number => {
      for (;;) {
        const cell = random.nextInteger(10);
        if (random.next() < (1 + (cell % 2 === 0 ? tilt : -tilt)) / (1 + tilt)) return cell + random.next();
      }
    };
  let found = 0;
  for (let run = 0; run < checks; run += 1) {
    const random = createRandom(7_919 * run + reference);
    const sample = (count: number, draw: (random: Random) => number): number[] =>
      Array.from({ length: count }, () => draw(random));
    const windows = ['moved', 'a', 'b', 'c', 'd', 'e'].map((name) =>
      featureWindowFromSamples(
        ...[name, 'numeric' as const],
        sample(reference, decile(0)),
        sample(window, decile(name === 'moved' ? TILT : 0)),
      ),
    );
    if (driftReport(windows).features[0]?.verdict === 'drift') found += 1;
  }
  return share(found, checks);
}

const BINARY = {
  schemaVersion: 1 as const,
  task: 'binary' as const,
  features: [],
  inputs: [],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};

/** Share of streams of labels, without any change of the error rate, in which any detector alarms. */
export function lawOfStreams(errorRate: number, labels: number, streams: number): number {
  let alarmed = 0;
  for (let run = 0; run < streams; run += 1) {
    const random = createRandom(101 * run + Math.round(1_000 * errorRate));
    const stream = emptyErrorStream();
    let alarms = 0;
    for (let i = 0; i < labels; i += 1) {
      const [positive, wrong] = [random.next() < 0.3, random.next() < errorRate];
      const score = positive === wrong ? 0.1 : 0.9;
      alarms += feedErrorStream(BINARY, stream, { score, positive, label: '', predictedLabel: null }).length;
    }
    if (alarms > 0) alarmed += 1;
  }
  return share(alarmed, streams);
}

/** Share of attribution checks that alarm when the rows are of one law: a tree-like model on five features. */
export async function lawOfAttribution(checks: number): Promise<number> {
  const attributor = sampledShapley(async (rows) =>
    rows.map(
      ([a, b, c, d, e]) => (Number(a) > 0 ? Number(b) : 0.3 * Number(c)) + (Number(d) > 1 ? 0.5 : 0.05 * Number(e)),
    ),
  );
  const features = ['a', 'b', 'c', 'd', 'e'];
  let alarms = 0;
  for (let run = 0; run < checks; run += 1) {
    const random = createRandom(500 + run);
    const rows = (count: number): number[][] =>
      Array.from({ length: count }, () => features.map(() => nextNormal(random)));
    const background = rows(100);
    const baseline = {
      kind: 'reference' as const,
      background,
      attributions: await attributor.attribute(rows(300), background),
    };
    const report = await attributionDrift(attributor, features, baseline, rows(100 + 100 * (run % 3)), { alpha: 0.01 });
    if (report.verdict === 'drift') alarms += 1;
  }
  return share(alarms, checks);
}
