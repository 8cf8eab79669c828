import type { Page, PredictionView, PredictResponse } from '@plumbline/contracts';
import { CliError } from '../cli.errors';
import type { ReplayRow } from './replay-run';

export interface FindServedPorts {
  /** Resolves once the data plane takes requests again. */
  readonly untilReady: () => Promise<void>;
  /** Newest first. */
  readonly newestPredictions: (limit: number) => Promise<Page<PredictionView>>;
  readonly sleep: (ms: number) => Promise<void>;
}

const LOOKS = 10;
const BETWEEN_LOOKS_MS = 1_000;
/** The latest batch is among the newest, whatever the other callers of the model do in ten seconds. */
const NEWEST = 200;

/**
 * Were these rows recorded although their answer was lost? The data plane writes an event before it answers and
 * publishes what a dead process left as soon as it is back: what is not stored some seconds after that never was.
 * A row is known by its subject and its event time. @returns the answers, or null when none was recorded
 */
export async function findServed(
  rows: readonly ReplayRow[],
  { untilReady, newestPredictions, sleep }: FindServedPorts,
): Promise<PredictResponse | null> {
  await untilReady();
  let found = 0;
  for (let look = 0; look < LOOKS; look++) {
    await sleep(BETWEEN_LOOKS_MS);
    const { items } = await newestPredictions(NEWEST);
    const byRow = new Map(items.map((item) => [`${item.subject} ${item.servedAt}`, item]));
    const known = rows.flatMap(({ subject, time }) => byRow.get(`${subject} ${time}`) ?? []);
    if (known.length === rows.length) return toResponse(known);
    found = known.length;
  }
  if (found === 0) return null;
  const [first, last] = [rows[0]?.row, rows.at(-1)?.row];
  throw new CliError(
    `of rows ${first} to ${last}, whose answer was lost, only ${found} were recorded: look at them first`,
  );
}

const toResponse = (known: readonly PredictionView[]): PredictResponse => ({
  model: known[0]?.model ?? '',
  predictions: known.map(({ predictionId, version, score }) => ({
    predictionId,
    modelVersion: String(version),
    ...(score !== null && { score }),
  })),
});
