import { answerProblems, type Signature } from '@plumbline/registry-core';
import { exampleRow, ModelOutputError, type LoadedModel } from '@plumbline/serving-core';
import { compileTrees } from './compile-trees';
import { createScorer } from './create-scorer';
import type { ModelSource } from './onnx-session';

export interface LoadOptions {
  /** `trees`: admission found the compiled ensemble equal to the runtime, so it answers. */
  readonly engine?: string;
}

/**
 * In memory and warm: the first run allocates and optimises, and proves that graph and signature fit.
 * @throws ModelLoadError, ModelOutputError when they do not
 */
export async function loadModel(
  signature: Signature,
  source: ModelSource,
  { engine }: LoadOptions = {},
): Promise<LoadedModel> {
  const scorer = await createScorer(signature, source);
  try {
    const [problem] = answerProblems(signature, await scorer.scoreAll([exampleRow(signature)]));
    if (problem) throw new ModelOutputError(problem.detail);
  } catch (error) {
    await scorer.release();
    throw error;
  }
  const scoreNow = engine === 'trees' ? await compileTrees(signature, source) : null;
  const { scoreAll: score, graph, release } = scorer;
  return { signature, score, graph, release, ...(scoreNow && { scoreNow }) };
}
