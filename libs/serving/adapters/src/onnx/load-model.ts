import { answerProblems, type Signature } from '@plumbline/registry-core';
import { exampleRow, ModelOutputError, type LoadedModel } from '@plumbline/serving-core';
import { createScorer } from './create-scorer';
import type { ModelSource } from './onnx-session';

/**
 * In memory and warm: the first run allocates and optimises, and proves that graph and signature fit.
 * @throws ModelLoadError, ModelOutputError when they do not
 */
export async function loadModel(signature: Signature, source: ModelSource): Promise<LoadedModel> {
  const scorer = await createScorer(signature, source);
  try {
    const [problem] = answerProblems(signature, await scorer.scoreAll([exampleRow(signature)]));
    if (problem) throw new ModelOutputError(problem.detail);
  } catch (error) {
    await scorer.release();
    throw error;
  }
  return { signature, score: scorer.scoreAll, graph: scorer.graph, release: scorer.release };
}
