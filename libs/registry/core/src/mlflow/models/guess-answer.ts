import type { Inspection } from '../../artifact/admission.port';
import type { TensorDescription } from '../../artifact/graph-description';
import { VersionInvalidError } from '../../registry.errors';
import type { Choice, Detection } from '../../signature/detection';
import type { InferOptions, ToldSignature } from '../../signature/infer-options';
import { isScoreTensor } from '../../signature/infer-output';
import { inferTask } from '../../signature/infer-task';
import { outputColumns } from '../../signature/tensor-shape';

/** What a notebook may say under `metadata={"plumbline": {...}}`: as in a manifest. */
export type MlflowTold = Pick<InferOptions, 'label' | 'protectedNames' | keyof ToldSignature>;

export interface Guess {
  readonly told: MlflowTold;
  /** Why it was guessed so; null: nothing had to be guessed. */
  readonly because: string | null;
}

const PROBABILITY_OPERATOR = /(^|\.)(Sigmoid|Softmax|LogSoftmax)$/;
const PROBABILITY_NAME = /prob|score|sigmoid|softmax/i;

const isProbability = (tensor: TensorDescription, operators: readonly string[]): boolean =>
  PROBABILITY_NAME.test(tensor.name) || operators.some((name) => PROBABILITY_OPERATOR.test(name));

const classNumbers = (count: number): string[] => Array.from({ length: count }, (_, k) => String(k));

function guessFrom(tensor: TensorDescription, operators: readonly string[]): Guess | null {
  const columns = outputColumns(tensor);
  const said = `${tensor.name} has ${columns} number${columns === 1 ? '' : 's'} a row`;
  if (columns === null) return null;
  if (columns > 2)
    return {
      told: { task: 'multiclass', classes: classNumbers(columns) },
      because: `${said}, taken for ${columns} classes`,
    };
  if (columns === 2 || isProbability(tensor, operators))
    return {
      told: { task: 'binary', classes: ['0', '1'], positiveClass: '1' },
      because: `${said}, taken for the probability of class 1`,
    };
  return { told: { task: 'regression' }, because: `${said} and no sign of a probability, taken for a value` };
}

/**
 * What a push would have to be told: an MLflow notebook has nowhere that it must say it. The guess is shown as one
 * (`detection`), and a notebook can set it right.
 * @throws VersionInvalidError when not even a guess is reasonable
 */
export function guessAnswer(told: MlflowTold, { graph, classLabels, operators }: Inspection): Guess {
  try {
    inferTask({ labels: null, labelName: '', graph, options: { ...told, classLabels, operators } });
    return { told, because: null };
  } catch (error) {
    const [tensor, ...others] = graph.outputs.filter(isScoreTensor);
    const isOpen = error instanceof VersionInvalidError && error.code === 'task_ambiguous';
    const guess = isOpen && tensor && others.length === 0 ? guessFrom(tensor, operators) : null;
    if (!guess) throw error;
    return { told: { ...guess.told, ...told }, because: guess.because };
  }
}

const guessed = (choice: Choice, because: string): Choice => ({
  ...choice,
  because: `guessed: ${because}`,
  told: false,
});

/** The detection as it is shown: a guess is not something that was told. */
export function withGuess(detection: Detection | null, { because }: Guess): Detection | null {
  if (detection === null || because === null) return detection;
  const { task, positiveClass, classes } = detection;
  return {
    ...detection,
    task: guessed(task, because),
    ...(positiveClass ? { positiveClass: guessed(positiveClass, because) } : {}),
    ...(classes ? { classes: guessed(classes, because) } : {}),
  };
}
