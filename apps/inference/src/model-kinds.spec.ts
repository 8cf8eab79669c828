import { answerProblems, type Signature } from '@plumbline/registry-core';
import { createScorer } from '@plumbline/serving-adapters';
import type { BatchScores } from '@plumbline/serving-core';
import { expectedOf, inferKind, layOut, modelKinds, referenceOf, rowsOf, type ModelKind } from './model-kind.builder';

const kinds = modelKinds().map((kind) => [kind.name, kind] as const);

async function answers(kind: ModelKind, signature: Signature): Promise<BatchScores> {
  const { path, remove } = layOut(kind);
  const scorer = await createScorer(signature, { path });
  try {
    return await scorer.scoreAll(rowsOf(kind, signature));
  } finally {
    await scorer.release();
    remove();
  }
}

/** Column of the expected answers, by the name that Python gave it. */
const column = (kind: ModelKind, name: string): string[] => {
  const { columns, rows } = expectedOf(kind);
  const at = columns.indexOf(name);
  if (at < 0) throw new RangeError(`${kind.name} expects ${columns.join(', ')}, not ${name}`);
  return rows.map((row) => row[at] as string);
};

const largestDifference = (found: ArrayLike<number>, expected: readonly string[]): number =>
  expected.reduce((worst, value, i) => {
    const size = Math.max(1, Math.abs(Number(value)));
    return Math.max(worst, Math.abs((found[i] as number) - Number(value)) / size);
  }, 0);

describe('a model of every kind', () => {
  it.each(kinds)('%s: the signature is found, and 1,000 rows are answered as Python answers them', async (_, kind) => {
    const told = kind.transform ? { scoreTransform: kind.transform } : {};
    const { signature, detection } = await inferKind(kind, referenceOf(kind), told);
    expect(signature).toMatchObject({ task: kind.task, output: { classes: kind.classes } });
    expect(signature.output.positiveClass).toBe(kind.positiveClass);
    expect(Object.values(detection).every(({ because }) => because.length > 0)).toBe(true);

    const { scores, classScores } = await answers(kind, signature);
    expect(scores).toHaveLength(1_000);
    expect(answerProblems(signature, { scores, ...(classScores && { classScores }) })).toEqual([]);
    if (kind.scoreColumns.length === 0) {
      const labels = column(kind, 'label').map((label) => String(Number(label === kind.positiveClass)));
      expect(largestDifference(scores, labels)).toBe(0);
    } else if (kind.task === 'multiclass') {
      kind.classes.forEach((name, k) => {
        const own = Array.from(scores, (__, row) => classScores?.[row * kind.classes.length + k] as number);
        expect(largestDifference(own, column(kind, name))).toBeLessThan(kind.tolerance);
      });
    } else {
      expect(largestDifference(scores, column(kind, kind.scoreColumns[0] as string))).toBeLessThan(kind.tolerance);
    }
  });

  it('whose scores are log-odds is refused until somebody says so', async () => {
    const logOdds = modelKinds().filter(({ transform }) => transform !== null);
    expect(logOdds.map(({ name }) => name)).toEqual(['logistic-raw-scores', 'keras-logits']);
    for (const kind of logOdds) {
      const { signature } = await inferKind(kind, referenceOf(kind));
      expect(answerProblems(signature, await answers(kind, signature))).toEqual([
        { pointer: '/manifest/scoreTransform', detail: expect.stringMatching(/no probability.*"sigmoid"/) },
      ]);
    }
  });
});
