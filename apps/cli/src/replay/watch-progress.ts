import type { ModelSummaryView, TrainingRunsView } from '@plumbline/contracts';
import type { ApiClient } from '../server/api-client';
import { modelPath } from '../server/paths';

export interface ProgressCounts {
  readonly rows: number;
  readonly of: number;
  readonly outcomes: number;
}

const EVERY_MS = 5_000;

async function standing(registry: ApiClient, model: string): Promise<string> {
  const [summary, runs] = await Promise.all([
    registry.json<ModelSummaryView>(modelPath(model)),
    registry.json<TrainingRunsView>(`/api/v1/training-runs?model=${encodeURIComponent(model)}&limit=100`),
  ]);
  const shares = summary.serving.map(({ version, sharePercent }) => `v${version} ${sharePercent} %`).join(' + ');
  const [latest] = runs.items;
  return `serving ${shares || 'nothing'}, retrainings ${runs.items.length}${latest ? ` (last ${latest.state})` : ''}`;
}

/** A line every few seconds: how far, what serves, how often it learned. Returns its stop. */
export function watchProgress(
  registry: ApiClient,
  model: string,
  counts: () => ProgressCounts,
  tell: (line: string) => void,
): () => void {
  const startedMs = Date.now();
  const timer = setInterval(() => {
    const { rows, of, outcomes } = counts();
    const rate = rows / ((Date.now() - startedMs) / 1_000);
    const head = `${rows} of ${of} rows (${rate.toFixed(1)}/s), ${outcomes} outcomes`;
    // A progress line is no reason to fail.
    standing(registry, model).then(
      (text) => tell(`${head}, ${text}`),
      () => tell(head),
    );
  }, EVERY_MS);
  return () => clearInterval(timer);
}
