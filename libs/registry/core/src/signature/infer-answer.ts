import { invalidVersion } from '../registry.errors';
import { canonicalClass } from './class-name';
import type { Choice, Detection } from './detection';
import { inferClasses, inferPositive } from './infer-classes';
import { inferScoreOutput, outputOf, type ScoreOutput } from './infer-output';
import { distinctLabels, inferTask, type Task } from './infer-task';
import type { InferOptions } from './infer-options';
import type { ModelOutput } from './signature';
import { outputColumns } from './tensor-shape';

export interface InferredAnswer {
  readonly task: Task;
  readonly output: ModelOutput;
  readonly detection: Omit<Detection, 'inputs'>;
}

const TASKS: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** What our own trainers write: `probabilities` [N, 2], or `variable` [N, 1]. */
function standardOutput(task: Task): ScoreOutput {
  const name = task === 'regression' ? 'variable' : 'probabilities';
  const shape = task === 'regression' ? [null, 1] : [null, null];
  const choice = { chosen: name, because: 'our own trainers write it so', alternatives: [], told: false };
  return { tensor: { name, kind: 'tensor', elementType: 'float', shape }, kind: 'score', choice };
}

function refuseMisfit(task: Task, classes: readonly string[], positiveClass: string | undefined): void {
  if (task === 'binary' && classes.length !== 2) {
    const detail = `a binary model tells two classes apart; here are ${classes.length}: ${classes.join(', ')}`;
    throw invalidVersion('label_unsupported', '/manifest/task', detail);
  }
  if (task === 'multiclass' && positiveClass !== undefined) {
    const detail = `a model of ${classes.length} classes (${classes.join(', ')}) has no positive class: leave it out`;
    throw invalidVersion('positive_class_unknown', '/manifest/positiveClass', detail);
  }
}

/** A label tensor is read by class name: "classes" may spell them otherwise, not rename them. */
function refuseRenamed(kind: ScoreOutput['kind'], classes: readonly string[], { classLabels }: InferOptions): void {
  if (kind === 'score' || !classLabels) return;
  const known = new Set(classLabels.map(canonicalClass));
  if (classes.every((name) => known.has(canonicalClass(name)))) return;
  const detail = `the model answers ${classLabels.join(', ')}, not ${classes.join(', ')}, and gives no probabilities whose columns could be renamed`;
  throw invalidVersion('classes_mismatch', '/manifest/classes', detail);
}

/** Task, score output and classes: told, or read from graph and labels. @throws VersionInvalidError naming what to say */
export function inferAnswer(labelName: string, cells: readonly string[] | null, options: InferOptions): InferredAnswer {
  const { graph, classLabels = null, positiveClass } = options;
  const labels = cells && distinctLabels(cells);
  const { task, because } = inferTask({ labels, labelName, graph, options });
  const isTold = options.task !== undefined;
  const taskChoice: Choice = { chosen: task, because, alternatives: TASKS.filter((one) => one !== task), told: isTold };
  const classCount = options.classes?.length ?? classLabels?.length ?? labels?.length ?? null;
  const score = graph ? inferScoreOutput(graph, task, classCount, options) : standardOutput(task);
  if (task === 'regression') {
    const output = outputOf(task, score, [], null, options);
    return { task, output, detection: { task: taskChoice, scoreOutput: score.choice } };
  }
  const columns = score.kind === 'label' ? null : outputColumns(score.tensor);
  const { names, ...classes } = inferClasses({ labels, labelName, classLabels, columns }, options);
  refuseMisfit(task, names, positiveClass);
  refuseRenamed(score.kind, names, options);
  const positive = task === 'binary' ? inferPositive(names, positiveClass) : null;
  return {
    task,
    output: outputOf(task, score, names, positive?.chosen ?? null, options),
    detection: {
      task: taskChoice,
      scoreOutput: score.choice,
      ...(positive ? { positiveClass: positive } : {}),
      classes,
    },
  };
}
