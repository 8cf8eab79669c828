import { answerProblems, type Signature } from '@plumbline/registry-core';
import { exampleRow, ModelOutputError, type FeatureRow, type LoadedModel } from '@plumbline/serving-core';
import { ApartSession } from './apart/apart-session';
import { batchRowsFor, runsApart, SLOW_ROW_MS, type Placement } from './apart/placement';
import { compileTrees } from './compile-trees';
import { createScorer, type Scorer } from './create-scorer';
import type { ModelSource } from './onnx-session';

export interface LoadOptions {
  /** `trees`: admission found the compiled ensemble equal to the runtime, so it answers. */
  readonly engine?: string | undefined;
  /** One row in the runtime, as admission measured it; it is measured here where nobody says it. */
  readonly latencyMs?: number | undefined;
  /** Of all its files. */
  readonly bytes?: number | undefined;
  /** Without it every model runs here, and keeps the event loop busy for as long as it takes. */
  readonly placement?: Placement | undefined;
  /** For people, such as `bank@3`. */
  readonly name?: string | undefined;
}

interface Warm {
  readonly scorer: Scorer;
  readonly latencyMs: number;
}

const TRIES = 3;

/** The shortest of three: others use the machine too. */
async function shortestRunMs(scorer: Scorer, row: readonly FeatureRow[]): Promise<number> {
  let shortestMs = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const startedAt = performance.now();
    await scorer.scoreAll(row);
    shortestMs = Math.min(shortestMs, performance.now() - startedAt);
  }
  return shortestMs;
}

/**
 * The first run allocates and optimises, and proves that graph and signature fit; later ones tell how long one takes, where
 * admission has not told it.
 */
async function warmUp(signature: Signature, opened: Promise<Scorer>, known?: number): Promise<Warm> {
  const scorer = await opened;
  try {
    const row = [exampleRow(signature)];
    const [problem] = answerProblems(signature, await scorer.scoreAll(row));
    if (problem) throw new ModelOutputError(problem.detail);
    return { scorer, latencyMs: known ?? (await shortestRunMs(scorer, row)) };
  } catch (error) {
    await scorer.release();
    throw error;
  }
}

async function openApart(
  signature: Signature,
  source: ModelSource,
  { placement, latencyMs, name = 'model' }: LoadOptions & { readonly placement: Placement },
): Promise<Warm> {
  const options = { name, ...(latencyMs !== undefined && { latencyMs }) };
  const open = () => ApartSession.create(placement.process, source, options);
  return warmUp(signature, createScorer(signature, source, open), latencyMs);
}

/**
 * In memory and warm: in this process, or in the model process when a run of it would be felt by others.
 * @throws ModelLoadError, ModelOutputError when graph and signature do not fit
 */
export async function loadModel(
  signature: Signature,
  source: ModelSource,
  options: LoadOptions = {},
): Promise<LoadedModel> {
  const { engine, placement, latencyMs, bytes } = options;
  const scoreNow = engine === 'trees' ? await compileTrees(signature, source) : null;
  const compiled = scoreNow && { scoreNow };
  let isApart = placement !== undefined && (await runsApart({ source, bytes, latencyMs }, placement.policy));
  if (!placement || !isApart) {
    const { scorer, latencyMs: measured } = await warmUp(signature, createScorer(signature, source), latencyMs);
    isApart = latencyMs === undefined && measured > SLOW_ROW_MS && (placement?.policy ?? 'never') !== 'never';
    if (!placement || !isApart) {
      const { scoreAll: score, graph, release } = scorer;
      return { signature, score, graph, release, ...compiled };
    }
    await scorer.release();
  }
  const { scorer, latencyMs: rowMs } = await openApart(signature, source, { ...options, placement });
  const { scoreAll: score, graph, release } = scorer;
  const { whenFree } = placement.process;
  return { signature, score, graph, release, whenFree, maxBatchRows: batchRowsFor(rowMs), ...compiled };
}
