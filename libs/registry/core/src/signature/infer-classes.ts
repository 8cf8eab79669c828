import { invalidVersion } from '../registry.errors';
import { areSameClasses, classIndexer } from './class-name';
import type { Choice } from './detection';
import type { InferOptions } from './infer-options';

const USUAL_POSITIVE = new Set(['1', 'true', 'yes', 'y', 't', '1.0', 'positive']);

/** The data's spelling of the graph's classes, in the graph's order: outcomes come as the data has them. */
function inDataSpelling(graphLabels: readonly string[], labels: readonly string[]): string[] {
  const placeOf = classIndexer(labels);
  return graphLabels.map((name) => labels[placeOf(name)] ?? name);
}

function mismatch(graphLabels: readonly string[], labels: readonly string[], labelName: string): Error {
  const detail = `label ${labelName} has the classes ${labels.join(', ')}; the model tells ${graphLabels.join(', ')} apart. Name the right label column, or say with "classes" what each score column stands for, in their order`;
  return invalidVersion('classes_mismatch', '/manifest/label', detail);
}

function toldClasses(classes: readonly string[], { classLabels, labels, columns }: ClassEvidence): Choice & Named {
  const wanted = classLabels?.length ?? columns;
  if (wanted !== null && wanted > 1 && classes.length !== wanted) {
    const detail = `${classes.length} classes are named, and the model has ${wanted}`;
    throw invalidVersion('classes_mismatch', '/manifest/classes', detail);
  }
  const unknown = (labels ?? []).filter((label) => classIndexer(classes)(label) < 0);
  if (unknown.length > 0) {
    const detail = `the label column also has ${unknown.slice(0, 5).join(', ')}, which "classes" does not name`;
    throw invalidVersion('classes_mismatch', '/manifest/classes', detail);
  }
  const alternatives = classLabels ? [classLabels.join(', ')] : [];
  return { names: [...classes], chosen: classes.join(', '), because: 'the manifest says so', alternatives, told: true };
}

interface Named {
  readonly names: string[];
}

export interface ClassEvidence {
  readonly labels: readonly string[] | null;
  readonly labelName: string;
  readonly classLabels: readonly string[] | null;
  /** Columns of the score output; null: not known. */
  readonly columns: number | null;
}

function found(names: readonly string[], because: string, alternatives: readonly string[] = []): Choice & Named {
  return { names: [...names], chosen: names.join(', '), because, alternatives, told: false };
}

/** Class names in the order of the score columns, and where they are from. */
export function inferClasses(evidence: ClassEvidence, options: InferOptions): Choice & Named {
  const { labels, labelName, classLabels, columns } = evidence;
  if (options.classes) return toldClasses(options.classes, evidence);
  if (classLabels && classLabels.length > 1) {
    if (labels === null) return found(classLabels, 'the graph names them');
    const placeOf = classIndexer(classLabels);
    if (!labels.every((label) => placeOf(label) >= 0)) throw mismatch(classLabels, labels, labelName);
    const same = areSameClasses(classLabels, labels);
    const names = inDataSpelling(classLabels, labels);
    const because = same
      ? `the graph names them in this order, and label ${labelName} has the same`
      : `the graph names them; label ${labelName} has only ${labels.join(', ')}`;
    return found(names, because, names.join() === classLabels.join() ? [] : [classLabels.join(', ')]);
  }
  if (labels !== null && (columns === null || columns <= 1 || columns === labels.length)) {
    const because = `label ${labelName} has them; their order is the usual one, sorted as scikit-learn sorts classes`;
    return found(labels, because);
  }
  if (labels !== null) {
    const detail = `label ${labelName} has ${labels.length} classes (${labels.slice(0, 5).join(', ')}), and the model gives ${columns} numbers a row: say with "classes" what each column stands for, in their order`;
    throw invalidVersion('classes_mismatch', '/manifest/classes', detail);
  }
  const count = options.task === 'binary' ? 2 : columns;
  if (count !== null && count > 1) {
    const numbers = Array.from({ length: count }, (_, k) => String(k));
    return found(numbers, 'nobody names them: numbered as their columns; set "classes" to name them');
  }
  const detail = 'neither the graph nor data names the classes: say them with "classes", in the order of the scores';
  throw invalidVersion('classes_missing', '/manifest/classes', detail);
}

/** Which of two classes counts as positive. */
export function inferPositive(classes: readonly string[], wanted: string | undefined): Choice {
  const said = `the classes are ${classes.join(' and ')}`;
  const others = (chosen: string): string[] => classes.filter((name) => name !== chosen);
  if (wanted !== undefined) {
    const chosen = classes[classIndexer(classes)(wanted)];
    if (chosen !== undefined)
      return { chosen, because: 'the manifest says so', alternatives: others(chosen), told: true };
    throw invalidVersion('positive_class_unknown', '/manifest/positiveClass', `${said}, not ${wanted}`);
  }
  const [usual, ...more] = classes.filter((name) => USUAL_POSITIVE.has(name.toLowerCase()));
  if (usual !== undefined && more.length === 0)
    return { chosen: usual, because: `${usual} usually means yes`, alternatives: others(usual), told: false };
  throw invalidVersion('positive_class_missing', '/manifest/positiveClass', `${said}: say which one is positive`);
}
