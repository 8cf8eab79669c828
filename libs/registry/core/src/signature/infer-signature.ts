import { invalidVersion } from '../registry.errors';
import { isMissing, numberOf } from '../table/cell';
import type { Table } from '../table/table';
import type { Choice, Detection } from './detection';
import { inferAnswer } from './infer-answer';
import { declaredWidth, withPreprocessing } from './fitted-preprocessing';
import { escapePointer, featureWithoutData, inferFeature, withFacts, type FedTypes } from './infer-feature';
import { withImputedDefault } from './imputed-default';
import { columnsOfGraph, inferBatchRows, inferInputs, standardInputs, type InferredInputs } from './infer-inputs';
import type { FeatureFacts, InferOptions } from './infer-options';
import type { Feature, ModelInput, ProtectedAttribute, Signature } from './signature';

export interface InferredSignature {
  readonly signature: Signature;
  /** What was chosen and why, to be shown to whoever pushed. */
  readonly detection: Detection;
}

/** More different numbers than this are put into three bands of about equal size. */
const MAX_NUMERIC_GROUPS = 10;
/** Name of the outcome where nobody says one. */
const UNNAMED_LABEL = 'outcome';

/** The reference by column. */
interface Data {
  readonly columns: readonly string[];
  cellsOf(name: string, pointer: string): string[];
}

function dataOf({ columns, rows }: Table): Data {
  return {
    columns,
    cellsOf(name, pointer) {
      const at = columns.indexOf(name);
      if (at >= 0) return rows.map((row) => row[at] ?? '');
      const detail = `there is no column ${name}; the reference has ${columns.join(', ')}`;
      throw invalidVersion('column_unknown', pointer, detail);
    },
  };
}

function protectedAttribute(name: string, features: readonly string[], cells: readonly string[]): ProtectedAttribute {
  const source = features.includes(name) ? 'feature' : 'attribute';
  const numbers = cells.filter((cell) => !isMissing(cell)).map(numberOf);
  const sorted = numbers.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length < numbers.length || new Set(sorted).size <= MAX_NUMERIC_GROUPS) return { name, source };
  const edges = [1 / 3, 2 / 3].map((share) => sorted[Math.floor(share * sorted.length)] as number);
  const bands = [...new Set(edges)].filter((edge) => edge > (sorted[0] as number));
  return { name, source, bands };
}

function candidatesOf(data: Data | null, { label, drop = [], inputs = [], graph }: InferOptions): string[] {
  drop.forEach((name, i) => data?.cellsOf(name, `/manifest/drop/${i}`));
  if (inputs.length > 0) {
    inputs.forEach(({ name }, i) => data?.cellsOf(name, `/manifest/inputs/${i}/name`));
    return inputs.map(({ name }) => name);
  }
  if (data) {
    const left = data.columns.filter((name) => name !== label && !drop.includes(name));
    if (left.length > 0) return left;
    throw invalidVersion('no_features', '/manifest/drop', 'no column is left beside the label: drop fewer');
  }
  if (graph) return columnsOfGraph(graph);
  const detail = 'send the training data as `reference`, or a signature';
  throw invalidVersion('signature_missing', '/manifest/signature', detail);
}

const isTextCell = (cell: string): boolean => !isMissing(cell) && numberOf(cell) === null;

function inputsOf(
  data: Data | null,
  candidates: readonly string[],
  { graph, inputs = [], features: told = {} }: InferOptions,
): InferredInputs {
  if (!graph) return { inputs: standardInputs(candidates), because: 'our own trainers write it so' };
  const isHintedText = (name: string): boolean => inputs.find((hint) => hint.name === name)?.type === 'string';
  const holdsText = (name: string): boolean => (data ? data.cellsOf(name, '').some(isTextCell) : isHintedText(name));
  return inferInputs(graph, candidates, {
    // A preprocessed text goes in as numbers.
    isText: (name) => told[name]?.preprocessing === undefined && holdsText(name),
    widthOf: (name) => declaredWidth(told[name] ?? {}, data?.cellsOf(name, '') ?? null),
  });
}

const fedTypes = (name: string, inputs: readonly ModelInput[]): FedTypes =>
  new Set(inputs.filter(({ features }) => features.includes(name)).map(({ elementType }) => elementType));

/** A category in a tensor of numbers goes in as a number, and only training knows which. */
function checkCategoryOrder(feature: Feature, fed: FedTypes, facts: FeatureFacts, options: InferOptions): void {
  if (feature.type !== 'category' || !options.graph || (fed.size === 1 && fed.has('string'))) return;
  if (facts.categories || (feature.categories && options.categoryOrder === 'sorted')) return;
  const order = JSON.stringify(feature.categories ?? ['...']);
  const detail = `${feature.name} is text, and the model takes it as a number (${[...fed].join(', ')}): say in which order training numbered its categories, from 0, with "features": {${JSON.stringify(feature.name)}: {"categories": ${order.length > 300 ? '[...]' : order}}}; "categoryOrder": "sorted" says that of all, as scikit-learn and pandas number them`;
  throw invalidVersion(
    'category_order_missing',
    `/manifest/features/${escapePointer(feature.name)}/categories`,
    detail,
  );
}

function featuresOf(
  data: Data | null,
  candidates: readonly string[],
  inputs: readonly ModelInput[],
  options: InferOptions,
): Feature[] {
  const { features: told = {}, inputs: hints = [] } = options;
  const used = candidates.filter((name) => fedTypes(name, inputs).size > 0);
  const unknown = Object.keys(told).find((name) => !used.includes(name));
  if (unknown !== undefined) {
    const detail = `the model takes no ${unknown}; it takes ${used.join(', ')}`;
    throw invalidVersion('feature_unknown', `/manifest/features/${escapePointer(unknown)}`, detail);
  }
  return used.map((name) => {
    const fed = fedTypes(name, inputs);
    const facts = told[name] ?? {};
    const hint = hints.find((one) => one.name === name);
    const read = data
      ? inferFeature(name, data.cellsOf(name, '/reference'), fed, facts)
      : featureWithoutData(name, hint, fed, facts);
    const cells = data?.cellsOf(name, '/reference') ?? null;
    const feature = withImputedDefault(withFacts(read, facts), facts, cells);
    checkCategoryOrder(feature, fed, facts, options);
    return withPreprocessing(feature, facts, cells);
  });
}

function inputsChoice(
  inputs: readonly ModelInput[],
  because: string,
  features: readonly Feature[],
  { graph, inputs: hints = [] }: InferOptions,
): Choice {
  const described = inputs.map(({ name, elementType, features: fed }) => `${name} (${elementType}): ${fed.join(', ')}`);
  const numbered = features.filter(({ name, type, categories }) => {
    const fed = fedTypes(name, inputs);
    return type === 'category' && categories !== undefined && !(fed.size === 1 && fed.has('string'));
  });
  const codes = numbered.map(
    ({ name, categories = [] }) => `${name} (${categories.map((c, k) => `${c}=${k}`).join(', ')})`,
  );
  const coded = graph && codes.length > 0 ? `; texts go in as the number of their category: ${codes.join('; ')}` : '';
  return { chosen: described.join('; '), because: `${because}${coded}`, alternatives: [], told: hints.length > 0 };
}

/**
 * A signature from the graph, from the data that a model was trained on, or from both, with what was told before all.
 * Without a graph: the standard form of our own trainers. Without data: no ranges, and no bands of protected attributes.
 * @param table the reference, or null
 * @throws VersionInvalidError that names the field to change and what to write there
 */
export function inferSignature(table: Table | null, options: InferOptions): InferredSignature {
  const { label, graph, protectedNames = [], features: told = {} } = options;
  const data = table && dataOf(table);
  const labelCells = data && label !== undefined ? data.cellsOf(label, '/manifest/label') : null;
  const candidates = candidatesOf(data, options);
  const { inputs, because } = inputsOf(data, candidates, options);
  const features = featuresOf(data, candidates, inputs, options);
  const names = features.map(({ name }) => name);
  const { task, output, detection } = inferAnswer(label ?? UNNAMED_LABEL, labelCells, options);
  const batchRows = graph && inferBatchRows(graph);
  const marked = Object.keys(told).filter((name) => told[name]?.protected === true);
  const isProtected = [...new Set([...protectedNames, ...marked])];
  return {
    signature: {
      schemaVersion: 1,
      task,
      output,
      features,
      inputs,
      label: label ?? UNNAMED_LABEL,
      protectedAttributes: isProtected.map((name, i) =>
        protectedAttribute(name, names, data?.cellsOf(name, `/manifest/protected/${i}`) ?? []),
      ),
      ...(batchRows === undefined ? {} : { batchRows }),
    },
    detection: { ...detection, inputs: inputsChoice(inputs, because, features, options) },
  };
}
