import { attributeRows, featureRows, type Scalar, type Signature } from '@plumbline/registry-core';
import { CliError } from '../cli.errors';
import { inFile, type TableSlice } from './read-table';

export interface RequestRows {
  readonly instances: Record<string, Scalar>[];
  /** Values for fairness that the model does not see; undefined when the signature wants none. */
  readonly attributes: Record<string, Scalar>[] | undefined;
}

/** Rows of the file as a client sends them. A missing value is left out, so that the server names the field. */
export function toRequestRows(signature: Signature, table: TableSlice): RequestRows {
  const absent = signature.features.filter(({ name }) => !table.columns.includes(name)).map(({ name }) => name);
  if (absent.length > 0) {
    const has = table.columns.join(', ');
    throw new CliError(`${table.file}: the model wants the column ${absent.join(', ')}; the file has ${has}`);
  }
  const rows = inFile(table.file, () => featureRows(signature, table), table.range.from);
  const instances = rows.map((values) =>
    Object.fromEntries(
      signature.features.flatMap(({ name }, i) => (values[i] === null ? [] : [[name, values[i] as Scalar]])),
    ),
  );
  return { instances, attributes: attributeRows(signature, table) ?? undefined };
}
