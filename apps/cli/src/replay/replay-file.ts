import { writeFile } from 'node:fs/promises';
import type { Page, PredictionView, ReconciliationView } from '@plumbline/contracts';
import type { Signature } from '@plumbline/registry-core';
import { CliError } from '../cli.errors';
import { toRequestRows } from '../data/instances';
import { requireColumn, type TableSlice } from '../data/read-table';
import { writeCsv } from '../data/write-csv';
import type { ApiClient } from '../server/api-client';
import type { Connection } from '../server/connection';
import { modelPath } from '../server/paths';
import { predictRows, waitForSignature } from '../server/predict-client';
import { eventTimes } from './event-times';
import { findServed } from './find-served';
import { httpOutcomeSender, kafkaOutcomeSender } from './outcome-sender';
import { settle, type Reconciliation } from './reconcile';
import { repeatUntilAnswered, type RepeatPorts } from './repeat';
import type { ServedRow } from './replay-ledger';
import { ReplayRun, type ReplayRow } from './replay-run';
import { qualityOf, qualityWindows, type Quality, type QualityWindow, type ScoredLabel } from './served-quality';
import { watchProgress } from './watch-progress';

export interface ReplayOptions {
  readonly label: string;
  readonly time?: string;
  readonly start?: string;
  readonly subject?: string;
  readonly brokers?: string;
  readonly topicPrefix: string;
  readonly against?: number;
  readonly record?: string;
  readonly rowsPerSecond: number;
  readonly delayRows: number;
  readonly batchRows: number;
  readonly windowRows: number;
  readonly tailRows: number;
}

export interface ReplayReport extends Reconciliation {
  readonly model: string;
  readonly rows: number;
  readonly served: Quality & { readonly tail?: Quality };
  readonly baseline: (Quality & { readonly version: number; readonly tail?: Quality }) | null;
  readonly windows: readonly QualityWindow[];
  /** Rows that each version answered. */
  readonly answeredBy: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly eventBus: string;
  readonly queue: string;
}

const SETTLE_MS = 60_000;
const GIVE_UP_MS = 300_000;
const SCORE_BATCH = 1_000;
const SERVES_WITHIN_MS = 30_000;

const clock: Pick<RepeatPorts, 'sleep' | 'nowMs'> = {
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  nowMs: () => Date.now(),
};

function readRows(signature: Signature, table: TableSlice, options: ReplayOptions): ReplayRow[] {
  const { instances, attributes } = toRequestRows(signature, table);
  const times = eventTimes(table, options, Date.now());
  const labelAt = requireColumn(table, options.label, '--label');
  const subjectAt = options.subject === undefined ? -1 : requireColumn(table, options.subject, '--subject');
  return table.rows.map((cells, i) => {
    const row = table.range.from + i;
    const subject = subjectAt < 0 ? `row-${row}` : (cells[subjectAt] as string);
    const label = cells[labelAt] || null;
    return {
      row,
      instance: instances[i] as ReplayRow['instance'],
      subject,
      time: times[i] as string,
      attributes: attributes?.[i],
      label,
    };
  });
}

function outcomeOf(model: string, { predictionId, label }: ServedRow, observedAt: string) {
  return { model, predictionId, label: label as string, observedAt };
}

/** For answers that were lost on the way: looks up what was recorded, once the data plane is back. */
function lostAnswers(registry: ApiClient, inference: ApiClient, model: string, repeat: RepeatPorts) {
  const rule = { idempotent: true, giveUpAfterMs: GIVE_UP_MS };
  return (rows: readonly ReplayRow[]) =>
    findServed(rows, {
      sleep: repeat.sleep,
      untilReady: async () => {
        repeat.tell(`an answer was lost (rows ${rows[0]?.row} to ${rows.at(-1)?.row}); looking up what was recorded`);
        await repeatUntilAnswered(() => inference.send('/health/ready'), rule, repeat);
      },
      newestPredictions: (limit) =>
        repeatUntilAnswered(
          () => registry.json<Page<PredictionView>>(`${modelPath(model)}/predictions?limit=${limit}`),
          rule,
          repeat,
        ),
    });
}

/** The file by one version, after the fact: leaves no event. */
async function scoreAgain(
  inference: ApiClient,
  model: string,
  version: number,
  rows: readonly ReplayRow[],
  repeat: RepeatPorts,
) {
  const scores: number[] = [];
  for (let from = 0; from < rows.length; from += SCORE_BATCH) {
    const instances = rows.slice(from, from + SCORE_BATCH).map(({ instance }) => instance);
    const parameters = { version: String(version), record: false };
    const rule = { idempotent: true, giveUpAfterMs: GIVE_UP_MS };
    const answer = await repeatUntilAnswered(
      () => predictRows(inference, model, { instances, parameters }),
      rule,
      repeat,
    );
    scores.push(...answer.predictions.map(({ score }) => score ?? NaN));
  }
  return scores;
}

function withTail(rows: readonly ScoredLabel[], tailRows: number): Quality & { tail?: Quality } {
  return { ...qualityOf(rows), ...(tailRows > 0 && { tail: qualityOf(rows.slice(-tailRows)) }) };
}

function countBy(served: readonly ServedRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { version } of served) counts[version] = (counts[version] ?? 0) + 1;
  return counts;
}

const recordCsv = (served: readonly ServedRow[]): string =>
  writeCsv(
    ['row', 'predictionId', 'version', 'score', 'label'],
    served.map(({ row, predictionId, version, score, label }) => [
      String(row),
      predictionId,
      String(version),
      String(score),
      label ?? '',
    ]),
  );

/** Of a regression, of many classes and of labels alone there is no log loss and no AUC to show. */
const scoresPositive = ({ task, output }: Signature): boolean => task === 'binary' && output.kind !== 'label';

const judge = (signature: Signature, label: string | null): boolean | null =>
  label === null || !scoresPositive(signature) ? null : label === signature.output.positiveClass;

/** Sends a file as traffic, waits until the platform has all of it, and says what was served. */
export async function replayFile(
  connection: Connection,
  model: string,
  table: TableSlice,
  options: ReplayOptions,
  tell: (line: string) => void,
): Promise<ReplayReport> {
  const startedMs = Date.now();
  const { registry } = connection;
  const [status, inference] = [await connection.status(), await connection.inference()];
  const signature = await waitForSignature(inference, model, SERVES_WITHIN_MS);
  const rows = readRows(signature, table, options);
  const observedAt = ({ row }: ServedRow): string =>
    rows[Math.min(row - table.range.from + options.delayRows, rows.length - 1)]?.time as string;
  const counts = () => registry.json<ReconciliationView>(`${modelPath(model)}/reconciliation`);
  const before = await counts();
  const sender = options.brokers
    ? await kafkaOutcomeSender(options.brokers, options.topicPrefix)
    : httpOutcomeSender(registry);
  const repeat = { ...clock, tell };
  const pace = { ...options, outcomeBatchRows: Math.max(options.batchRows, 500), giveUpAfterMs: GIVE_UP_MS };
  const run = new ReplayRun(rows, pace, {
    ...repeat,
    predict: (body) => predictRows(inference, model, body),
    findServed: lostAnswers(registry, inference, model, repeat),
    sendOutcomes: (due) => sender.send(due.map((one) => outcomeOf(model, one, observedAt(one)))),
  });
  const { ledger } = run;
  const progress = () => ({ rows: ledger.served.length, of: rows.length, outcomes: ledger.outcomesSent });
  const stop = watchProgress(registry, model, progress, tell);
  try {
    await run.execute();
  } finally {
    stop();
    await sender.close();
    if (options.record !== undefined) await writeFile(options.record, recordCsv(ledger.served));
  }
  tell(`all sent in ${Math.round((Date.now() - startedMs) / 1_000)} s; waiting until everything is stored and joined`);
  const sent = { predictions: ledger.served.length, outcomes: ledger.outcomesSent };
  const reconciliation = await settle(before, sent, SETTLE_MS, { ...clock, counts });
  const isScored = scoresPositive(signature);
  const judged = rows.map(({ label }) => judge(signature, label));
  const served = ledger.served.map(({ score }, i) => ({ score, positive: judged[i] ?? null }));
  const again =
    options.against === undefined ? null : await scoreAgain(inference, model, options.against, rows, repeat);
  const baseline = again && again.map((score, i) => ({ score, positive: judged[i] ?? null }));
  if (isScored && served.some(({ score }) => Number.isNaN(score))) throw new CliError('an answer came without a score');
  return {
    model,
    rows: rows.length,
    ...reconciliation,
    served: withTail(served, options.tailRows),
    baseline: baseline && { version: options.against as number, ...withTail(baseline, options.tailRows) },
    windows: qualityWindows(served, baseline, options.windowRows),
    answeredBy: countBy(ledger.served),
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    eventBus: status.eventBus,
    queue: status.queue,
  };
}
