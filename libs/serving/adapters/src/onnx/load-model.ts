import { answerProblems, type Signature } from '@plumbline/registry-core';
import { exampleRow, ModelOutputError, type LoadedModel } from '@plumbline/serving-core';
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
  /** Without it every model runs here, and keeps the event loop busy for as long as it takes. */
  readonly placement?: Placement | undefined;
  /** For people, such as `bank@3`. */
  readonly name?: string | undefined;
}

interface Warm {
  readonly scorer: Scorer;
  readonly latencyMs: number;
}

/** The first run allocates and optimises, and proves that graph and signature fit; the second tells how long one takes. */
async function warmUp(signature: Signature, opened: Promise<Scorer>): Promise<Warm> {
  const scorer = await opened;
  try {
    const row = [exampleRow(signature)];
    const [problem] = answerProblems(signature, await scorer.scoreAll(row));
    if (problem) throw new ModelOutputError(problem.detail);
    const startedAt = performance.now();
    await scorer.scoreAll(row);
    return { scorer, latencyMs: performance.now() - startedAt };
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
  const warm = await warmUp(signature, createScorer(signature, source, open));
  return { ...warm, latencyMs: latencyMs ?? warm.latencyMs };
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
  const { engine, placement, latencyMs } = options;
  const scoreNow = engine === 'trees' ? await compileTrees(signature, source) : null;
  const compiled = scoreNow && { scoreNow };
  let apart = placement && runsApart(source, latencyMs, placement.policy) ? placement : undefined;
  if (!apart) {
    const { scorer, latencyMs: measured } = await warmUp(signature, createScorer(signature, source));
    const isSlow = latencyMs === undefined && measured > SLOW_ROW_MS && placement?.policy !== 'never';
    if (!placement || !isSlow) {
      const { scoreAll: score, graph, release } = scorer;
      return { signature, score, graph, release, ...compiled };
    }
    await scorer.release();
    apart = placement;
  }
  const { scorer, latencyMs: rowMs } = await openApart(signature, source, { ...options, placement: apart });
  const { scoreAll: score, graph, release } = scorer;
  const { whenFree } = apart.process;
  return { signature, score, graph, release, whenFree, maxBatchRows: batchRowsFor(rowMs), ...compiled };
}
