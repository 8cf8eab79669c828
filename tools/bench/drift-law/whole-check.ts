import { defaultPolicy, type SignatureContract } from '@plumbline/contracts';
import {
  addPrediction,
  buildReferenceProfile,
  emptyCounters,
  evaluateDrift,
  evaluateQuality,
  monitoredVersion,
  type MonitoredVersion,
  type Scalar,
  type WindowCounters,
} from '@plumbline/monitoring-core';
import { createRandom, DRIFT_MEASURES, driftReport, nextNormal, type Random } from '@plumbline/stats';
import { exponential, SOURCES } from './sources';

/** All sources, and one more that follows the first, so that there is something joint. */
const FEATURES: SignatureContract['features'] = [
  ...SOURCES.map(({ name, kind }) => ({
    ...{ name, required: false, type: kind === 'numeric' ? ('number' as const) : ('category' as const) },
  })),
  { name: 'echo', type: 'number', required: false },
];
const SIGNATURE: SignatureContract = {
  schemaVersion: 1,
  task: 'binary',
  features: FEATURES,
  inputs: [{ name: 'x', elementType: 'float', features: FEATURES.map(({ name }) => name) }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};

type ReferenceProfile = ReturnType<typeof buildReferenceProfile>;
type Draw = (random: Random) => Scalar[];

function lawOf(random: Random): Draw {
  const laws = SOURCES.map(({ law }) => law(random));
  return (r) => {
    const row = laws.map((draw) => (draw(r) ?? null) as Scalar);
    return [...row, Number(row[0]) + 0.5 * nextNormal(r)];
  };
}
const scoreOf = ([first]: readonly Scalar[], noise: number): number => 1 / (1 + Math.exp(-Number(first) - noise));

function countWindow(version: MonitoredVersion, n: number, draw: Draw, random: Random): WindowCounters {
  const counters = emptyCounters(version);
  for (let i = 0; i < n; i += 1) {
    const features = draw(random);
    addPrediction(version, counters, { features, attributes: null, score: scoreOf(features, nextNormal(random)) });
  }
  return counters;
}

/** Policy in force when nobody wrote one, but that windows of 30 rows are judged, too. */
const POLICY = { ...defaultPolicy('monitor'), minimumRows: 30 };
const RANGE = { fromMs: 0, toMs: 1 };

/** Traffic that comes in waves of a quarter. */
const volumes = (n: number, random: Random): { rows: number; earlier: number[] } => {
  const rows = (): number => Math.round(n * Math.exp(0.25 * nextNormal(random)) + Math.sqrt(n) * nextNormal(random));
  return { rows: Math.max(0, rows()), earlier: Array.from({ length: 12 }, () => Math.max(0, rows())) };
};

export interface CheckAlarms {
  /** Any row of the drift check: features, (score), (joint). */
  readonly drift: boolean;
  readonly joint: boolean;
  readonly quality: boolean;
  readonly any: boolean;
  /** Of the file comparison's defaults, once a measure; null where it was not asked for. */
  readonly byMeasure: Readonly<Record<string, boolean>> | null;
}

function measureAlarms(reference: ReferenceProfile, counters: WindowCounters): Record<string, boolean> {
  const windows = reference.features.map((profile, i) => ({ profile, counts: counters.features[i]! }));
  return Object.fromEntries(
    DRIFT_MEASURES.map((measure) => {
      // Distances over ordered cells say nothing about categories.
      const ordered = measure === 'ks' || measure === 'wasserstein';
      const compared = ordered ? windows.filter(({ profile }) => profile.kind === 'numeric') : windows;
      return [measure, driftReport(compared, { measure }).verdict === 'drift'];
    }),
  );
}

/** One reference of m rows and one window of n rows of the same law, through the monitor's own counters and checks. */
export function wholeCheck(m: number, n: number, seed: number, withMeasures: boolean): CheckAlarms {
  const random = createRandom(seed);
  const draw = lawOf(random);
  const rows = Array.from({ length: m }, () => draw(random));
  const scores = rows.map((row) => scoreOf(row, nextNormal(random)));
  const labels = rows.map(() => exponential(random) > 1);
  const reference = buildReferenceProfile(SIGNATURE, rows, { scores, labels });
  const version = monitoredVersion('m', 1, SIGNATURE, reference);
  const counters = countWindow(version, n, draw, random);
  const report = evaluateDrift(version, counters, POLICY, RANGE);
  const quality = evaluateQuality(version, counters, POLICY, RANGE, volumes(n, random)).verdict === 'violated';
  const drift = report.features.some(({ verdict }) => verdict === 'drift');
  const byMeasure = withMeasures ? measureAlarms(reference, counters) : null;
  return { drift, joint: report.joint?.verdict === 'drift', quality, any: drift || quality, byMeasure };
}
