import type { GraphDescription } from '../artifact/artifact-inspector.port';
import { invalidVersion } from '../registry.errors';
import { isMissing, numberOf } from '../table/cell';
import type { Table } from '../table/table';
import { inferFeature } from './infer-feature';
import { inferInputs, standardInputs } from './infer-inputs';
import { inferOutput } from './infer-output';
import type { ModelInput, ProtectedAttribute, Signature } from './signature';

export interface InferOptions {
  readonly label: string;
  /** Columns that the model does not see: identifiers, what is known only afterwards. */
  readonly drop?: readonly string[];
  readonly protectedNames?: readonly string[];
  readonly positiveClass?: string;
  /** Absent before training: then the standard form of our own trainers. */
  readonly graph?: GraphDescription;
}

/** More different numbers than this are put into three bands of about equal size. */
const MAX_NUMERIC_GROUPS = 10;

function columnAt({ columns }: Table, name: string, pointer: string): number {
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  const detail = `there is no column ${name}; the reference has ${columns.join(', ')}`;
  throw invalidVersion('column_unknown', pointer, detail);
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

/**
 * A signature from the data that a model was trained on, and from its graph when there is one.
 * @throws VersionInvalidError that names the field to change and what to write there
 */
export function inferSignature(table: Table, options: InferOptions): Signature {
  const { label, drop = [], protectedNames = [], positiveClass, graph } = options;
  const labelAt = columnAt(table, label, '/manifest/label');
  drop.forEach((name, i) => columnAt(table, name, `/manifest/drop/${i}`));
  const cellsOf = (name: string): string[] => {
    const at = table.columns.indexOf(name);
    return table.rows.map((row) => row[at] ?? '');
  };
  const candidates = table.columns.filter((name, at) => at !== labelAt && !drop.includes(name));
  if (candidates.length === 0)
    throw invalidVersion('no_features', '/manifest/drop', 'no column is left beside the label: drop fewer');
  const inputs: ModelInput[] = graph ? inferInputs(graph, candidates) : standardInputs(candidates);
  const textual = new Set(
    inputs.filter(({ elementType }) => elementType === 'string').flatMap((input) => input.features),
  );
  const used = new Set(inputs.flatMap((input) => input.features));
  const features = candidates
    .filter((name) => used.has(name))
    .map((name) => inferFeature(name, cellsOf(name), { asText: textual.has(name) }));
  const names = features.map(({ name }) => name);
  return {
    schemaVersion: 1,
    ...inferOutput(label, cellsOf(label), positiveClass, graph),
    features,
    inputs,
    label,
    protectedAttributes: protectedNames.map((name, i) => {
      columnAt(table, name, `/manifest/protected/${i}`);
      return protectedAttribute(name, names, cellsOf(name));
    }),
  };
}
