import { invalidVersion } from '../registry.errors';
import { classIndexer } from '../signature/class-name';
import type { Feature, Signature } from '../signature/signature';
import { booleanOf, isMissing, numberOf } from './cell';
import type { Table } from './table';

export type Scalar = string | number | boolean | null;

function valueOf({ type }: Feature, cell: string): Scalar | undefined {
  if (isMissing(cell)) return null;
  if (type === 'category') return cell;
  if (type === 'number') return numberOf(cell) ?? undefined;
  if (type === 'boolean') return booleanOf(cell) ?? (cell === '1' ? true : cell === '0' ? false : undefined);
  const number = numberOf(cell);
  // Beyond 2^53 another number than the one in the file would be scored.
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/**
 * Rows of typed values in the signature's feature order, as a client would send them; missing is null.
 * @throws VersionInvalidError when a feature has no column, or a cell does not fit its feature's type
 */
export function featureRows(signature: Signature, { columns, rows }: Table): Scalar[][] {
  const places = signature.features.map((feature) => ({ feature, at: columns.indexOf(feature.name) }));
  const absent = places.filter(({ at }) => at < 0).map(({ feature }) => feature.name);
  if (absent.length > 0) {
    const detail = `the reference has no column ${absent.join(', ')}; it has ${columns.join(', ')}`;
    throw invalidVersion('reference_column_missing', '/reference', detail);
  }
  return rows.map((row, i) =>
    places.map(({ feature, at }) => {
      const value = valueOf(feature, row[at] ?? '');
      if (value !== undefined) return value;
      const detail = `row ${i + 1}, column ${feature.name}: the signature wants ${feature.type}`;
      throw invalidVersion('reference_value_invalid', '/reference', detail);
    }),
  );
}

/** Whether each row's outcome is the positive class; null without a label column, and for any but a binary model. */
export function positiveLabels({ task, label, output }: Signature, { columns, rows }: Table): boolean[] | null {
  const at = columns.indexOf(label);
  if (task !== 'binary' || at < 0) return null;
  const placeOf = classIndexer(output.classes);
  const places = rows.map((row) => placeOf(row[at] ?? ''));
  const positive = output.classes.indexOf(output.positiveClass ?? '');
  return places.every((place) => place >= 0) ? places.map((place) => place === positive) : null;
}

/** Protected attributes that the model does not see, by row; null when there are none. */
export function attributeRows(signature: Signature, { columns, rows }: Table): Record<string, Scalar>[] | null {
  const places = signature.protectedAttributes
    .filter(({ source }) => source === 'attribute')
    .map(({ name, bands }) => ({ name, at: columns.indexOf(name), numeric: bands !== undefined }));
  if (places.length === 0) return null;
  const read = (cell: string, numeric: boolean): Scalar => (isMissing(cell) ? null : numeric ? numberOf(cell) : cell);
  return rows.map((row) =>
    Object.fromEntries(places.map(({ name, at, numeric }) => [name, at < 0 ? null : read(row[at] ?? '', numeric)])),
  );
}
