import type { OutgoingRecord } from '@plumbline/platform';
import { EPOCH_MS, loanOutcome, loanPrediction } from './monitored-world.builder';

/** What the events of a flood must come to, whoever consumes them and however often. */
export interface FloodTotals {
  readonly predictions: number;
  readonly labelled: number;
  readonly orphans: number;
  readonly deadLetters: number;
}

/** The label that holds in the end of prediction `i`; undefined when no outcome was told. */
export interface FloodLabel {
  readonly positive: boolean;
  readonly observedAtMs: number;
}

export interface EventFlood {
  readonly predictions: readonly OutgoingRecord[];
  readonly outcomes: readonly OutgoingRecord[];
  readonly labels: readonly (FloodLabel | undefined)[];
  readonly totals: FloodTotals;
}

const record = (key: string, event: object | string): OutgoingRecord => ({
  key,
  value: typeof event === 'string' ? event : JSON.stringify(event),
});

/** A record of its wire form: bare JSON, CloudEvents structured, CloudEvents binary, in turn. */
function inWireForm(i: number, type: string, key: string, data: object): OutgoingRecord {
  const event = { specversion: '1.0', id: key, source: 'urn:test', type };
  if (i % 3 === 0) return record(key, data);
  if (i % 3 === 1) return record(key, { ...event, data });
  const headers = { ce_specversion: '1.0', ce_id: key, ce_source: 'urn:test', ce_type: type };
  return { ...record(key, data), headers };
}

const predictionRecord = (i: number): OutgoingRecord =>
  inWireForm(i, 'plumbline.prediction.v1', `p${i}`, loanPrediction(i));

/** Every third is joined by its subject, whose key lies on another partition. */
function outcomeRecords(i: number): { records: OutgoingRecord[]; label: FloodLabel } {
  const about = i % 3 === 0 ? { predictionId: undefined, subject: `s${i}` } : {};
  const key = i % 3 === 0 ? `loan:s${i}` : `p${i}`;
  const positive = i % 3 === 0;
  const told = inWireForm(i, 'plumbline.outcome.v1', key, loanOutcome(i, about));
  const first = { positive, observedAtMs: EPOCH_MS + i * 1_000 + 500 };
  const again = i % 11 === 0 ? [told] : [];
  if (i % 7 !== 0) return { records: [told, ...again], label: first };
  const observedAtMs = EPOCH_MS + i * 1_000 + 900;
  const change = {
    ...about,
    label: positive ? 'no' : 'yes',
    revision: 1,
    observedAt: new Date(observedAtMs).toISOString(),
  };
  const revised = record(key, loanOutcome(i, change));
  // The older revision comes once more after the newer one: it changes nothing.
  return { records: [told, revised, ...again], label: { positive: !positive, observedAtMs } };
}

const isInvalid = (i: number): boolean => i % 97 === 0;
const isGhost = (i: number): boolean => i % 101 === 0;

/**
 * About `events` events: predictions, a twentieth of them told twice, and outcomes for four fifths of them, of which some
 * are revised, repeated, told before their prediction, about nobody, or invalid. The same for the same number.
 */
export function eventFlood(events: number): EventFlood {
  const rows = Math.floor(events / 2.16);
  const numbers = Array.from({ length: rows }, (_, i) => i);
  const labels: (FloodLabel | undefined)[] = [];
  let [orphans, deadLetters] = [0, 0];
  const predictions = numbers.flatMap((i) => {
    const twice = i % 20 === 7 ? [predictionRecord(i)] : [];
    const invalid = isInvalid(i)
      ? [record(`bad${i}`, loanPrediction(i, { predictionId: `bad${i}`, features: [1] }))]
      : [];
    deadLetters += invalid.length;
    return [predictionRecord(i), ...twice, ...invalid];
  });
  const outcomes = numbers.flatMap((i) => {
    const invalid = isInvalid(i)
      ? [record(`p${i}`, loanOutcome(i, { model: 'nobody' })), record(`p${i}`, '{oops')]
      : [];
    const ghost = isGhost(i) ? [record(`ghost${i}`, loanOutcome(i, { predictionId: `ghost${i}` }))] : [];
    deadLetters += invalid.length;
    orphans += ghost.length;
    if (i % 5 === 4) return [...invalid, ...ghost];
    const { records, label } = outcomeRecords(i);
    labels[i] = label;
    return [...invalid, ...records, ...ghost];
  });
  const labelled = labels.reduce((count, label) => count + (label ? 1 : 0), 0);
  return { predictions, outcomes, labels, totals: { predictions: rows, labelled, orphans, deadLetters } };
}
