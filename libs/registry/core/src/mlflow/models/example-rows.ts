import type { Scalar } from '../../table/feature-rows';
import type { ColumnHint } from './mlmodel';

export interface ExampleRows {
  readonly columns: readonly ColumnHint[];
  /** In the order of `columns`; only those in which nothing is missing. */
  readonly rows: readonly (readonly Scalar[])[];
}

/** An example shows what goes in; it is not the reference data. */
const MAX_ROWS = 200;

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

function typeOf(values: readonly Scalar[]): ColumnHint['type'] {
  const seen = values.filter((value) => value !== null);
  if (seen.some((value) => typeof value === 'string')) return 'string';
  if (seen.length > 0 && seen.every((value) => typeof value === 'boolean')) return 'boolean';
  return 'double';
}

/** `{"columns", "data"}`, bare or under `dataframe_split`, or rows of numbers under names f0, f1, ... */
function tableOf(value: unknown): { columns: unknown; data: unknown } | null {
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    return Array.isArray(first) ? { columns: first.map((_, i) => `f${i}`), data: value } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { dataframe_split: split, inputs, columns, data } = value as Record<string, unknown>;
  if (split !== undefined) return tableOf(split);
  if (Array.isArray(inputs)) return tableOf(inputs);
  return columns === undefined && Array.isArray(data) ? tableOf(data) : { columns, data };
}

/**
 * Rows of an `input_example.json`; null when it holds none that a model with these columns could be asked about: an
 * example is a help, and a wrong one refuses nothing.
 */
export function readExampleRows(text: string, known: readonly ColumnHint[] | null): ExampleRows | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { columns: names, data } = tableOf(value) ?? {};
  if (!Array.isArray(names) || !Array.isArray(data) || data.length === 0 || names.length === 0) return null;
  const rows = data.slice(0, MAX_ROWS) as unknown[];
  const fits = (row: unknown): row is Scalar[] =>
    Array.isArray(row) && row.length === names.length && row.every(isScalar);
  const isWhole = (row: readonly Scalar[]): boolean => row.every((value) => value !== null);
  if (!names.every((name) => typeof name === 'string') || !rows.every(fits)) return null;
  if (known === null) {
    const columns = names.map((name, at) => ({
      name,
      type: typeOf(rows.map((row) => row[at] ?? null)),
      required: true,
    }));
    return { columns, rows: rows.filter(isWhole) };
  }
  const places = known.map(({ name }) => names.indexOf(name));
  if (places.includes(-1)) return null;
  const ordered = rows.map((row) => places.map((at) => row[at] ?? null));
  return { columns: known, rows: ordered.filter(isWhole) };
}
