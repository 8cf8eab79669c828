import { defaultPolicy, type SignatureContract } from '@plumbline/contracts';
import {
  addPrediction,
  buildReferenceProfile,
  emptyCounters,
  evaluateDrift,
  evaluateQuality,
  monitoredVersion,
  type Scalar,
} from '@plumbline/monitoring-core';
import { createRandom } from '@plumbline/stats';

/** `duration` is known only after the call, `month` would tell the months apart by its name, `y` is the label. */
const LEFT_OUT = new Set(['duration', 'month', 'y']);
/** The default policy, but that months of 30 rows are judged, too. */
const POLICY = { ...defaultPolicy('monitor'), minimumRows: 30 };
const RANGE = { fromMs: 0, toMs: 1 };

export interface MonthRun {
  readonly name: string;
  readonly rows: Scalar[][];
}

export interface Bank {
  readonly signature: SignatureContract;
  /** Runs of rows of one month, in the order of the file, which is the order of time. */
  readonly months: MonthRun[];
}

export function readBank(text: string): Bank {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const cellsOf = (line: string): string[] => line.split(';').map((cell) => cell.replaceAll('"', ''));
  const columns = cellsOf(header);
  const table = lines.map(cellsOf);
  const kept = columns.flatMap((name, at) => (LEFT_OUT.has(name) ? [] : [{ name, at }]));
  const isNumber = kept.map(({ at }) => table.every((row) => row[at] !== '' && !Number.isNaN(Number(row[at]))));
  const features = kept.map(({ name }, i) => ({
    ...{ name, required: true, type: isNumber[i] ? ('number' as const) : ('category' as const) },
  }));
  const month = columns.indexOf('month');
  const months: { name: string; rows: Scalar[][] }[] = [];
  for (const row of table) {
    if (months.at(-1)?.name !== row[month]) months.push({ name: row[month] ?? '', rows: [] });
    months.at(-1)?.rows.push(kept.map(({ at }, i) => (isNumber[i] ? Number(row[at]) : (row[at] ?? ''))));
  }
  const output = { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 };
  const inputs = [{ name: 'x', elementType: 'float' as const, features: features.map(({ name }) => name) }];
  return {
    signature: { schemaVersion: 1, task: 'binary', features, inputs, output, label: 'y', protectedAttributes: [] },
    months,
  };
}

export interface Compared {
  readonly drift: string;
  readonly drifted: readonly string[];
  readonly share: string;
  readonly joint: string;
  readonly quality: string;
  readonly violated: readonly string[];
  /** Any row of the drift check, or any quality check. */
  readonly alarms: boolean;
}

/** The monitor's own check: one part is the reference, the other the window. */
export function compare(signature: SignatureContract, reference: Scalar[][], current: Scalar[][]): Compared {
  const version = monitoredVersion('bank', 1, signature, buildReferenceProfile(signature, reference));
  const counters = emptyCounters(version);
  for (const features of current) addPrediction(version, counters, { features, attributes: null, score: 0.5 });
  const report = evaluateDrift(version, counters, POLICY, RANGE);
  const quality = evaluateQuality(version, counters, POLICY, RANGE, { rows: current.length, earlier: [] });
  const drifted = report.features.filter(({ verdict }) => verdict === 'drift').map(({ feature }) => feature);
  return {
    ...{ drift: report.verdict, drifted, share: `${report.share.drifted} of ${report.share.tested}` },
    joint: report.joint?.verdict ?? 'none',
    quality: quality.verdict,
    violated: quality.checks
      .filter(({ verdict }) => verdict === 'violated')
      .map(({ check, feature }) => (feature === null ? check : `${check}:${feature}`)),
    alarms: drifted.length > 0 || quality.verdict === 'violated',
  };
}

export interface SplitAlarms {
  readonly splits: number;
  readonly drift: number;
  readonly joint: number;
  readonly quality: number;
  readonly any: number;
}

/** The negative control: rows of one month, split at random into a reference and a window of equal size. */
export function randomSplits({ signature }: Bank, rows: Scalar[][], splits: number): SplitAlarms {
  const half = Math.floor(rows.length / 2);
  const found = Array.from({ length: splits }, (_, split) => {
    const random = createRandom(split + 1);
    const order = rows.map((row) => ({ row, at: random.next() })).sort((a, b) => a.at - b.at);
    const shuffled = order.map(({ row }) => row);
    return compare(signature, shuffled.slice(0, half), shuffled.slice(half));
  });
  const count = (holds: (one: Compared) => boolean): number => found.filter(holds).length;
  return {
    splits,
    drift: count(({ drifted }) => drifted.length > 0),
    joint: count(({ joint }) => joint === 'drift'),
    quality: count(({ quality }) => quality === 'violated'),
    any: count(({ alarms }) => alarms),
  };
}
